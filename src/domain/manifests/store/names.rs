//! Names that things had.

use std::collections::BTreeMap;

use sqlx::PgConnection;

use crate::domain::manifests::Label;
use crate::ground::kernel::Failure;

/// What is called otherwise now and visible, of the labels that nothing has: its name now.
///
/// # Errors
/// The database is away.
pub async fn renamed(
    conn: &mut PgConnection,
    labels: &[&Label],
) -> Result<BTreeMap<Label, String>, Failure> {
    let kinds: Vec<String> = labels
        .iter()
        .map(|label| label.kind.as_str().into())
        .collect();
    let teams: Vec<String> = labels.iter().map(|label| label.within.clone()).collect();
    let names: Vec<String> = labels.iter().map(|label| label.name.clone()).collect();
    let rows = sqlx::query!(
        r#"
        select distinct on (w.at) w.at as "at!", n.name as "now!"
          from unnest($1::text[], $2::text[], $3::text[]) with ordinality as w (kind, team, name, at)
          join former_name f on f.kind = w.kind and f.name = w.name
          join lateral (
            select name, team_id, hidden_at from model where w.kind = 'model' and id = f.entity_id
             union all
            select name, team_id, hidden_at from suite where w.kind = 'suite' and id = f.entity_id
             union all
            select name, team_id, hidden_at from application where w.kind = 'application' and id = f.entity_id
             union all
            select name, team_id, hidden_at from policy where w.kind = 'policy' and id = f.entity_id
          ) n on n.hidden_at is null and n.name <> w.name
          left join team t on t.id = n.team_id
         where coalesce(t.slug, '') = w.team
         order by w.at, f.renamed_at desc
        "#,
        &kinds,
        &teams,
        &names,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let label = labels.get(usize::try_from(row.at).ok()?.checked_sub(1)?)?;
            Some(((*label).clone(), row.now))
        })
        .collect())
}
