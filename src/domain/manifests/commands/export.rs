//! What is there as documents.

use sqlx::PgConnection;

use crate::domain::manifests::rules::{DOCUMENTS_MAX, Scope, too_many_documents};
use crate::domain::manifests::store::{Pick, things};
use crate::domain::manifests::{Document, DocumentKind};
use crate::ground::kernel::Failure;

/// The documents of everything that is visible, of one team or of all and the installation, by kind and name.
///
/// # Errors
/// There are more than one request holds.
pub async fn export(conn: &mut PgConnection, team: Option<&str>) -> Result<Vec<Document>, Failure> {
    let scopes: Vec<Scope> = DocumentKind::ALL
        .iter()
        .filter_map(|kind| Some((*kind, Some(team?.to_owned()))))
        .collect();
    let pick = Pick {
        all: team.is_none(),
        scopes: scopes.iter().collect(),
        labels: Vec::new(),
    };
    let mut documents: Vec<Document> = things(conn, &pick)
        .await?
        .into_iter()
        .map(|one| one.document.exported())
        .collect();
    if documents.len() > DOCUMENTS_MAX {
        return Err(Failure::refused(too_many_documents()));
    }
    documents.sort_by_key(Document::label);
    Ok(documents)
}
