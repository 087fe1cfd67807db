//! What is there and pruning does not look at.

use sqlx::PgConnection;

use crate::domain::manifests::rules::scopes;
use crate::domain::manifests::{Document, DocumentKind, LeftAlone};
use crate::ground::kernel::Failure;

/// What is visible of kinds and teams that no document is of, and the teams that no document names.
///
/// # Errors
/// The database is away.
pub async fn left_alone(
    conn: &mut PgConnection,
    documents: &[Document],
) -> Result<Vec<LeftAlone>, Failure> {
    let scopes = scopes(documents);
    let kinds: Vec<String> = scopes.iter().map(|one| one.0.as_str().into()).collect();
    let owners: Vec<String> = scopes
        .iter()
        .map(|(_, team)| team.clone().unwrap_or_default())
        .collect();
    let teams: Vec<String> = documents
        .iter()
        .map(Document::label)
        .filter(|label| label.kind == DocumentKind::Team)
        .map(|label| label.name)
        .collect();
    let rows = sqlx::query!(
        r#"
        select n.kind as "kind!", t.slug as "team?", count(*) as "count!"
          from (select 'model' as kind, team_id from model where hidden_at is null
                 union all
                select 'suite', team_id from suite where hidden_at is null
                 union all
                select 'application', team_id from application where hidden_at is null
                 union all
                select 'policy', team_id from policy where hidden_at is null
                 union all
                select 'route', team_id from route where hidden_at is null
                 union all
                select 'claim_rule', team_id from claim_rule where hidden_at is null
                 union all
                select 'team', null from team where hidden_at is null and slug <> all($3)) n
          left join team t on t.id = n.team_id
         where not exists (select from unnest($1::text[], $2::text[]) as s (kind, team)
                            where s.kind = n.kind and s.team = coalesce(t.slug, ''))
         group by n.kind, t.slug
        "#,
        &kinds,
        &owners,
        &teams,
    )
    .fetch_all(conn)
    .await?;
    let count = |kind: DocumentKind| {
        let of_kind = rows.iter().filter(move |row| row.kind == kind.as_str());
        of_kind.map(move |row| LeftAlone {
            kind,
            team: row.team.clone(),
            count: row.count,
        })
    };
    let mut all: Vec<LeftAlone> = DocumentKind::ALL.into_iter().flat_map(count).collect();
    all.sort_by(|a, b| (a.kind, &a.team).cmp(&(b.kind, &b.team)));
    Ok(all)
}
