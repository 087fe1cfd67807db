//! Every row of every audited table against the log.

use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::compare::{Exempt, differences};
use super::{AILMENTS_MAX, Ailment, ROWS};
use crate::ground::kernel::Failure;

/// What is not in both places. A kind that is not listed must agree in every field.
const EXEMPT: &[Exempt] = &[
    Exempt {
        kind: "model",
        columns: &["search_name"],
        members: &[],
    },
    Exempt {
        kind: "version",
        columns: &["source_key"],
        members: &[],
    },
    Exempt {
        kind: "suite",
        columns: &["search_name"],
        members: &[],
    },
    Exempt {
        kind: "application",
        columns: &["search_name"],
        members: &[],
    },
    Exempt {
        kind: "token",
        columns: &["secret_sha256"],
        members: &[],
    },
    Exempt {
        kind: "evaluation",
        columns: &[],
        members: &["metrics"],
    },
    Exempt {
        kind: "route",
        columns: &[],
        members: &["snapshot"],
    },
];
const NOTHING: Exempt = Exempt {
    kind: "",
    columns: &[],
    members: &[],
};

pub(super) async fn examine(conn: &mut PgConnection) -> Result<Vec<Ailment>, Failure> {
    let tables = sqlx::query!(
        r#"select table_name as "table!", entity_kind as "kind!" from tenure_audited()"#
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut ailments = Vec::new();
    for table in tables {
        rows(conn, &table.table, &table.kind, &mut ailments).await?;
        missing(conn, &table.table, &table.kind, &mut ailments).await?;
    }
    Ok(ailments)
}

async fn rows(
    conn: &mut PgConnection,
    table: &str,
    kind: &str,
    ailments: &mut Vec<Ailment>,
) -> Result<(), Failure> {
    let exempt = EXEMPT
        .iter()
        .find(|exempt| exempt.kind == kind)
        .unwrap_or(&NOTHING);
    let mut after = Uuid::nil();
    while ailments.len() < AILMENTS_MAX {
        let rows = sqlx::query!(
            r#"select id as "id!", state as "state!", event_seq, event_after
                 from tenure_states($1, $2, $3, $4)"#,
            table,
            kind,
            after,
            ROWS,
        )
        .fetch_all(&mut *conn)
        .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.id;
        for row in rows {
            let wrong = match (&row.state, &row.event_after) {
                (Value::Object(state), Some(Value::Object(logged))) => {
                    differences(state, logged, exempt)
                }
                _ => vec!["it has no event".into()],
            };
            if !wrong.is_empty() {
                let what = format!(
                    "{kind} {} differs from the log in {}",
                    row.id,
                    wrong.join(", ")
                );
                ailments.push(Ailment {
                    check: "tables",
                    what,
                });
            }
        }
    }
    Ok(())
}

async fn missing(
    conn: &mut PgConnection,
    table: &str,
    kind: &str,
    ailments: &mut Vec<Ailment>,
) -> Result<(), Failure> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id!" from tenure_missing($1, $2, $3)"#,
        table,
        kind,
        ROWS,
    )
    .fetch_all(conn)
    .await?;
    ailments.extend(ids.into_iter().map(|id| Ailment {
        check: "tables",
        what: format!("{kind} {id} is in the log and not in its table"),
    }));
    Ok(())
}
