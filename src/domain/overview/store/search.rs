//! One search over everything that has a name.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::ground::kernel::{Failure, fold};

/// Hits at most.
const HITS_MAX: i64 = 30;

/// What was found.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum HitKind {
    /// A model.
    Model,
    /// A version.
    Version,
    /// A route.
    Route,
    /// A promotion.
    Promotion,
    /// A suite.
    Suite,
    /// An application.
    Application,
}

/// Something that the text names.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SearchHit)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub label: String,
    /// More about it.
    pub detail: String,
    /// Its page in the console.
    pub href: String,
}

/// Everything that a text names: names that hold it, model strings that begin with it.
///
/// # Errors
/// The database is away.
pub async fn search(conn: &mut PgConnection, text: &str) -> Result<Vec<Hit>, Failure> {
    let folded = fold(text);
    let (model, number) = version_label(&folded).unzip();
    let hits = sqlx::query_as!(
        Hit,
        r#"
        select kind as "kind!: HitKind", id as "id!", label as "label!", detail as "detail!", href as "href!" from (
            (select 'model' as kind, m.id, m.name as label, t.slug as detail, '/models/' || m.id as href, 1 as rank
               from model m join team t on t.id = m.team_id
              where m.hidden_at is null and position($1 in m.search_name) > 0 order by m.search_name, m.id limit $3)
            union all
            (select 'version', v.id, m.name || ' version ' || v.number, v.source_key,
                    '/models/' || m.id || '/versions/' || v.number, 2
               from version v join model m on m.id = v.model_id
              where v.hidden_at is null and m.hidden_at is null and v.source_key >= $2 and v.source_key < $2 || chr(1114111)
              order by v.source_key, v.id limit $3)
            union
            (select 'version', v.id, m.name || ' version ' || v.number, v.source_key,
                    '/models/' || m.id || '/versions/' || v.number, 2
               from model m join version v on v.model_id = m.id
              where v.hidden_at is null and m.hidden_at is null and m.search_name = $4 and v.number = $5
              order by v.id limit $3)
            union all
            (select 'route', r.id, e.slug || '/' || r.key, a.name, '/routes/' || e.slug || '/' || r.key, 3
               from route r join environment e on e.id = r.environment_id join application a on a.id = r.application_id
              where r.hidden_at is null and position($1 in e.slug || '/' || r.key) > 0
              order by r.key, r.id limit $3)
            union all
            (select 'promotion', p.id, 'PR-' || lpad(p.number::text, greatest(4, length(p.number::text)), '0'),
                    m.name || ' version ' || v.number, '/promotions/' || p.id, 4
               from promotion p join version v on v.id = p.version_id join model m on m.id = v.model_id
              where lower('PR-' || lpad(p.number::text, greatest(4, length(p.number::text)), '0')) = $1
              limit $3)
            union all
            (select 'suite', s.id, s.name, s.trust_class, '/evidence?tab=suites', 5
               from suite s where s.hidden_at is null and position($1 in s.search_name) > 0
              order by s.search_name, s.id limit $3)
            union all
            (select 'application', a.id, a.name, a.risk_tier, '/routes', 6
               from application a where a.hidden_at is null and position($1 in a.search_name) > 0
              order by a.search_name, a.id limit $3)
        ) hits
        order by rank, label, id
        limit $3
        "#,
        folded,
        text,
        HITS_MAX,
        model,
        number,
    )
    .fetch_all(conn)
    .await?;
    Ok(hits)
}

/// `model 3` and `model/3`: the model's name and the version's number.
fn version_label(text: &str) -> Option<(&str, i32)> {
    let (model, number) = text.rsplit_once([' ', '/'])?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    plain.then(|| Some((model, number.parse().ok()?))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_named_by_its_model_and_its_number() {
        assert_eq!(version_label("ticket triage 3"), Some(("ticket triage", 3)));
        assert_eq!(version_label("triage/12"), Some(("triage", 12)));
        for other in [
            "triage",
            "triage/",
            "triage/+3",
            "triage/03",
            "triage 99999999999",
        ] {
            assert_eq!(version_label(other), None, "{other}");
        }
    }
}
