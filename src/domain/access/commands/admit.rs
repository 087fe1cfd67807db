//! The first token of a machine that a claim rule admits.

use std::pin::Pin;

use crate::domain::access::rules::{MACHINES_PER_RULE_MAX, NAME_BYTES_MAX};
use crate::domain::access::{Principal, PrincipalState, store};
use crate::ground::audit::{Changes, Evidence, UnitOfWork};
use crate::ground::identity::{Caller, Newcomer, PrincipalKind};
use crate::ground::kernel::{App, Failure, PrincipalId, Revision};

/// What `ground::identity` calls for a newcomer.
#[must_use]
pub fn admission(
    app: App,
    newcomer: Newcomer,
) -> Pin<Box<dyn Future<Output = Result<(), Failure>>>> {
    Box::pin(async move { admit(&app, &newcomer).await })
}

/// Makes a machine of a newcomer, for whom the maker of the rule answers. A machine whose person has gone is answered
/// for by the maker of the rule that lets it in now.
///
/// # Errors
/// The rule has let in as many as it may, or the database is away.
pub async fn admit(app: &App, newcomer: &Newcomer) -> Result<(), Failure> {
    let mut uow = UnitOfWork::begin(app, &Caller::system()).await?;
    let (issuer, subject) = (newcomer.issuer.as_str(), newcomer.subject.as_str());
    if let Some(known) = store::subject(uow.conn(), issuer, subject).await? {
        return reassign(uow, known.principal_id, newcomer).await;
    }
    let machines = store::count_machines(uow.conn(), newcomer.rule).await?;
    if machines >= MACHINES_PER_RULE_MAX {
        tracing::warn!(rule = %newcomer.rule, machines, "a claim rule lets in no more machines");
        return Err(Failure::UnknownPrincipal);
    }
    let now = uow.decide_at(&[]).await?;
    let machine = Principal {
        id: uow.new_id(),
        kind: PrincipalKind::Machine,
        responsible_user: Some(newcomer.responsible),
        state: PrincipalState::Active,
        created_at: now,
        revision: Revision::FIRST,
    };
    store::insert_principal(&mut uow, &machine, &named(subject), None).await?;
    let rule = Some(newcomer.rule);
    if !store::insert_identity(uow.conn(), issuer, subject, machine.id, rule, now).await? {
        // Another request of the same machine came first; this one is undone.
        return Ok(());
    }
    let changes = Changes::of("principal.admitted", &machine).on(stands_on(newcomer));
    uow.decided(changes, ()).commit().await
}

async fn reassign(
    mut uow: UnitOfWork,
    id: PrincipalId,
    newcomer: &Newcomer,
) -> Result<(), Failure> {
    let mut machine = store::lock_principal(&mut uow, id).await?;
    if machine.responsible_user == Some(newcomer.responsible) {
        return Ok(());
    }
    uow.decide_at(&[id.0]).await?;
    machine.responsible_user = Some(newcomer.responsible);
    machine.revision = machine.revision.next();
    store::update_principal(&mut uow, &machine).await?;
    let (issuer, subject) = (newcomer.issuer.as_str(), newcomer.subject.as_str());
    store::admit_by(uow.conn(), issuer, subject, newcomer.rule).await?;
    let changes = Changes::of("principal.reassigned", &machine).on(stands_on(newcomer));
    uow.decided(changes, ()).commit().await
}

fn stands_on(newcomer: &Newcomer) -> Vec<Evidence> {
    vec![Evidence {
        kind: "claim_rule".into(),
        id: newcomer.rule.to_string(),
        label: Some(newcomer.rule_name.clone()),
    }]
}

/// A machine is called by its subject, cut where a name ends.
fn named(subject: &str) -> String {
    let mut end = subject.len().min(NAME_BYTES_MAX);
    while !subject.is_char_boundary(end) {
        end -= 1;
    }
    subject[..end].to_owned()
}
