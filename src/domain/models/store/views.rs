//! Aliases, and where versions serve: what pages of models and versions show beside them.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::models::{RouteRef, Serve, Stage, VersionRef};
use crate::ground::identity::PrincipalKind;
use crate::ground::kernel::{
    AliasId, Failure, Instant, ModelId, PrincipalId, Revision, RouteId, VersionId,
};

/// An alias with where it points.
#[derive(Debug)]
pub struct AliasRow {
    pub id: AliasId,
    pub alias: String,
    pub version: Option<Json<VersionRef>>,
    pub moved_by: PrincipalId,
    pub moved_by_kind: PrincipalKind,
    pub moved_by_name: Option<String>,
    pub updated_at: Instant,
    pub revision: Revision,
}

/// The aliases of models, by name; those that point nowhere too.
///
/// # Errors
/// The database is away.
pub async fn aliases(
    conn: &mut PgConnection,
    models: &[ModelId],
) -> Result<Vec<(ModelId, AliasRow)>, Failure> {
    let models: Vec<Uuid> = models.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select a.id as "id: AliasId", a.model_id as "model_id: ModelId", a.alias,
                  case when v.id is not null then
                      jsonb_build_object('id', v.id, 'model_id', v.model_id, 'model_name', m.name,
                                         'number', v.number, 'stage', v.stage) end
                      as "version: Json<VersionRef>",
                  a.moved_by as "moved_by: PrincipalId", p.kind as "kind: PrincipalKind",
                  n.name as "name?", a.updated_at as "updated_at: Instant",
                  a.revision as "revision: Revision"
             from alias a
             join model m on m.id = a.model_id
             join principal p on p.id = a.moved_by
             left join person n on n.principal_id = a.moved_by
             left join version v on v.id = a.version_id
            where a.model_id = any($1)
            order by a.alias
            limit 1000"#,
        &models,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let alias = AliasRow {
                id: row.id,
                alias: row.alias,
                version: row.version,
                moved_by: row.moved_by,
                moved_by_kind: row.kind,
                moved_by_name: row.name,
                updated_at: row.updated_at,
                revision: row.revision,
            };
            (row.model_id, alias)
        })
        .collect())
}

/// Where versions serve now; the text picks the versions by `$1`.
macro_rules! serving {
    ($conn:expr, $which:literal, $ids:expr) => {{
        let ids: Vec<Uuid> = $ids.iter().map(|id| id.0).collect();
        let rows = sqlx::query!(
            r#"select s.route_id as "route_id!: RouteId", e.slug, s.key as "key!",
                      v.id as "id: VersionId", v.model_id as "model_id: ModelId", m.name, v.number,
                      v.stage as "stage: Stage", s.slots as "slots!", s.effective_from as "since!: Instant"
                 from serving_now s
                 join environment e on e.id = s.environment_id
                 join version v on v.id = s.version_id
                 join model m on m.id = v.model_id
                where "#
                + $which
                + " order by e.position desc, s.key, s.slots desc limit 1000",
            &ids,
        )
        .fetch_all($conn)
        .await?;
        let serve = rows.into_iter().map(|row| Serve {
            route: RouteRef {
                id: row.route_id,
                environment: row.slug,
                key: row.key,
            },
            version: VersionRef {
                id: row.id,
                model_id: row.model_id,
                model_name: row.name,
                number: row.number,
                stage: row.stage,
            },
            slots: row.slots,
            since: row.since,
        });
        Ok(serve.collect())
    }};
}

/// Where the versions of models serve now.
///
/// # Errors
/// The database is away.
pub async fn serving_of_model(
    conn: &mut PgConnection,
    models: &[ModelId],
) -> Result<Vec<Serve>, Failure> {
    serving!(conn, "v.model_id = any($1)", models)
}

/// Where versions serve now.
///
/// # Errors
/// The database is away.
pub async fn serving_of_version(
    conn: &mut PgConnection,
    versions: &[VersionId],
) -> Result<Vec<Serve>, Failure> {
    serving!(conn, "s.version_id = any($1)", versions)
}
