//! `tenure evidence`.

use std::path::PathBuf;

use clap::Args;

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::field;

/// Pack a promotion, or a route over an interval, with everything that it stands on.
///
/// Writes one ZIP file: a page that prints, the JSON and the result files behind it, and the SHA-256 of each. The same
/// log position gives the same bytes.
#[derive(Debug, Args)]
pub struct Evidence {
    /// PR-0042, or its id
    #[arg(required_unless_present = "route", conflicts_with = "route")]
    promotion: Option<String>,
    /// ENVIRONMENT/KEY, with --from and --to
    #[arg(long, requires_all = ["from", "to"])]
    route: Option<String>,
    /// Start of the interval (RFC 3339)
    #[arg(long, requires = "route")]
    from: Option<String>,
    /// End of the interval (RFC 3339)
    #[arg(long, requires = "route")]
    to: Option<String>,
    /// As the log knew it: @POSITION or an instant
    #[arg(long)]
    known: Option<String>,
    /// Only the page
    #[arg(long)]
    html: bool,
    /// Where to write; PR-0042-evidence.zip unless told
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    connection: Connection,
}

pub async fn run(command: Evidence) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let (path, name) = match (&command.promotion, &command.route) {
        (_, Some(route)) => {
            let found = label::route(&api, route).await?.body;
            let path = format!("/routes/{}/evidence", label::id(&found)?);
            (path, route.replace('/', "-"))
        }
        (promotion, None) => {
            let promotion = promotion.as_deref().unwrap_or_default();
            let found = label::promotion(&api, promotion).await?.body;
            let path = format!("/promotions/{}/evidence", label::id(&found)?);
            (path, field(&found, "/number_label"))
        }
    };
    let format = if command.html { "html" } else { "zip" };
    let out = match command.out {
        Some(out) => out,
        None => PathBuf::from(format!("{name}-evidence.{format}")),
    };
    let pairs = [
        ("from", command.from),
        ("to", command.to),
        ("known", command.known),
        ("format", Some(format.into())),
    ];
    let position = api.save(&path, &pairs, &out).await?;
    println!("{}: as of log position @{position}", out.display());
    Ok(())
}
