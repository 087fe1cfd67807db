//! `tenure migrate`, `doctor`, `sign-in-link`, `token`: short work on the database.

use super::{Database, Opened};
use crate::domain::access;
use crate::ground::config::Config;
use crate::ground::identity::Role;
use crate::server;

/// Brings the schema up to date.
pub async fn migrate(database: Database) -> anyhow::Result<()> {
    let opened = Opened::open(&database, Config::default()).await?;
    opened.prepare().await?;
    println!("The schema is up to date.");
    opened.close().await
}

/// Reads everything and names what does not fit together.
pub async fn doctor(database: Database) -> anyhow::Result<()> {
    let opened = Opened::open(&database, Config::default()).await?;
    server::schema_is_known(&opened.app).await?;
    let ailments = server::doctor::examine(&opened.app).await?;
    opened.close().await?;
    for ailment in &ailments {
        println!("{}: {}", ailment.check, ailment.what);
    }
    anyhow::ensure!(
        ailments.is_empty(),
        "{} things do not fit together",
        ailments.len()
    );
    println!("Everything fits together: the tables are what the log says.");
    Ok(())
}

/// Prints a one-time link.
pub async fn sign_in_link(member: &str, database: Database) -> anyhow::Result<()> {
    let opened = Opened::open(&database, Config::default()).await?;
    let link = access::commands::sign_in_link(&opened.app, member).await;
    opened.close().await?;
    println!("{}", link?);
    Ok(())
}

/// Prints a new API token.
pub async fn token(name: &str, role: Role, days: u16, database: Database) -> anyhow::Result<()> {
    let opened = Opened::open(&database, Config::default()).await?;
    let secret = access::commands::machine_token(&opened.app, name, role, days).await;
    opened.close().await?;
    println!("{}", secret?.reveal());
    Ok(())
}
