//! Who may do what, as the service answers it, in one table that a review reads as a diff.

use std::fmt::Write as _;

use tenure::ground::identity::Role;

use crate::support::Client;
use crate::support::operations::{Operation, World, all};

const TABLE: &str = "tests/it/snapshots/roles.txt";
const HEAD: &str = "\
Who may do what with the things of one team, as the service answers.

any     with the role on any team, or none at all
own     with the role on the team, or on all teams
all     with the role on all teams
-       refused: 403 that names the permission
hidden  not found: 404, as if it did not exist

Written by the test `roles`; TENURE_WRITE_ROLES=1 writes it anew.
";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Yes,
    No,
    Hidden,
}

async fn said(world: &World, client: &Client, operation: &Operation) -> Said {
    let answered = world.ask(client, operation).await;
    match answered.status.as_u16() {
        403 => Said::No,
        404 => Said::Hidden,
        200..=299 | 409 => Said::Yes,
        _ => panic!("{}: {}", operation.id, answered.text),
    }
}

/// What a role may. A narrower binding is asked only when the wider one may: it never gives more.
async fn cell(world: &World, clients: &[Client; 3], operation: &Operation) -> &'static str {
    let [everywhere, own, other] = clients;
    match said(world, everywhere, operation).await {
        Said::No => return "-",
        Said::Hidden => return "hidden",
        Said::Yes => {}
    }
    if said(world, own, operation).await != Said::Yes {
        return "all";
    }
    match said(world, other, operation).await {
        Said::Yes => "any",
        Said::No | Said::Hidden => "own",
    }
}

#[actix_web::test]
async fn the_table_of_roles_and_operations_is_what_the_service_answers() {
    let world = World::start().await;
    let mut columns = Vec::new();
    for role in Role::ALL.into_iter().map(Some).chain([None]) {
        let roles: Vec<Role> = role.into_iter().collect();
        let clients = [
            world.member(&roles, None).await,
            world.member(&roles, Some(world.team)).await,
            world.member(&roles, Some(world.other)).await,
        ];
        columns.push((role.map_or("none", Role::as_str), clients));
    }
    world.refresh().await;
    let mut table = HEAD.to_owned();
    let names = columns.iter().map(|(name, _)| format!("{name:<12}"));
    let line = format!(
        "\n{:<26}{:<20}{}",
        "operation",
        "permission",
        names.collect::<String>()
    );
    table.push_str(line.trim_end());
    for operation in all() {
        let Some(permission) = &operation.permission else {
            continue;
        };
        let mut line = format!("{:<26}{permission:<20}", operation.id);
        for (_, clients) in &columns {
            write!(line, "{:<12}", cell(&world, clients, &operation).await).unwrap();
        }
        write!(table, "\n{}", line.trim_end()).unwrap();
    }
    table.push('\n');
    if std::env::var_os("TENURE_WRITE_ROLES").is_some() {
        std::fs::write(TABLE, &table).unwrap();
    }
    let committed = std::fs::read_to_string(TABLE).unwrap_or_default();
    assert!(table == committed, "it answers otherwise now:\n{table}");
    world.tenure.done().await;
}
