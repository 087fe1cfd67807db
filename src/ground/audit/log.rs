//! Reading the log: by position, never by clock. Invariant: an answer for a position never changes.

use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::sequencer::{LogHead, tick};
use crate::ground::kernel::{App, Failure, Instant, PrincipalId};

/// A place in the log, from 0.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct Position(pub i64);

/// One event with its place.
#[derive(Debug, Clone)]
pub struct LogEntry {
    /// Its place.
    pub position: Position,
    /// When it got its place.
    pub integrated_at: Instant,
    /// The command that wrote it.
    pub command_id: Uuid,
    /// SHA-256 of 0x00 and the body.
    pub leaf_hash: Vec<u8>,
    /// The exact bytes.
    pub body: String,
    /// The reason in words, unless it was erased.
    pub reason: Option<String>,
    /// The actor's name, unless it was erased.
    pub actor_name: Option<String>,
}

/// Which events.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EventFilter {
    /// Of this entity.
    pub entity: Option<Uuid>,
    /// Of entities of this kind.
    pub entity_kind: Option<String>,
    /// By this principal.
    pub actor: Option<PrincipalId>,
    /// Of this kind: `route.switched`; `route` means all kinds of a route.
    pub kind: Option<String>,
    /// Of this command.
    pub command: Option<Uuid>,
    /// Not before.
    pub from: Option<Instant>,
    /// Before.
    pub to: Option<Instant>,
}

/// Events after (or, newest first, before) a position, up to `known`.
///
/// # Errors
/// The database is away.
pub async fn entries(
    conn: &mut PgConnection,
    filter: &EventFilter,
    newest_first: bool,
    beyond: Option<i64>,
    known: Position,
    limit: i64,
) -> Result<Vec<LogEntry>, Failure> {
    let time = |at: Option<Instant>| at.map(|at| at.to_string());
    let prefix = filter.kind.as_deref().and_then(|kind| {
        let stem = kind.trim_end_matches('.');
        (!stem.contains('.')).then(|| format!("{stem}."))
    });
    macro_rules! select {
        ($beyond:literal, $order:literal) => {
            sqlx::query_as!(
                LogEntry,
                r#"
                select l.idx as "position: Position", l.integrated_at as "integrated_at: Instant", e.command_id, l.leaf_hash, e.body,
                       t.value as "reason?", p.name as "actor_name?"
                  from audit_leaf l
                  join audit_event e on e.id = l.event_id
                  left join text t on t.digest = (e.body::jsonb) ->> 'reason_sd'
                  left join person p on p.principal_id = e.actor_id
                 where l.idx <= $1
                   and ($2::bigint is null or "#
                    + $beyond
                    + r#")
                   and ($3::uuid is null or e.entity_id = $3)
                   and ($4::text is null or e.entity_kind = $4)
                   and ($5::uuid is null or e.actor_id = $5)
                   and ($6::text is null or e.kind = $6)
                   and ($7::text is null or starts_with(e.kind, $7))
                   and ($8::uuid is null or e.command_id = $8)
                   and ($9::text is null or e.at >= $9)
                   and ($10::text is null or e.at < $10)
                 order by "#
                    + $order
                    + " limit $11",
                known.0,
                beyond,
                filter.entity,
                filter.entity_kind,
                filter.actor.map(|id| id.0),
                filter.kind.as_deref().filter(|_| prefix.is_none()),
                prefix,
                filter.command,
                time(filter.from),
                time(filter.to),
                limit,
            )
            .fetch_all(conn)
            .await?
        };
    }
    let rows = if newest_first {
        select!("l.idx < $2", "l.idx desc")
    } else {
        select!("l.idx > $2", "l.idx asc")
    };
    Ok(rows)
}

/// The event at a position.
///
/// # Errors
/// The database is away, or the log is shorter.
pub async fn entry(conn: &mut PgConnection, position: Position) -> Result<LogEntry, Failure> {
    let filter = EventFilter::default();
    entries(conn, &filter, false, Some(position.0 - 1), position, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "event" })
}

/// The event that holds an entity's state as the log knew it at a position.
///
/// # Errors
/// The database is away, or the entity was not there yet.
pub async fn entity_at(
    conn: &mut PgConnection,
    entity_kind: &str,
    entity_id: Uuid,
    known: Position,
) -> Result<LogEntry, Failure> {
    let filter = EventFilter {
        entity: Some(entity_id),
        entity_kind: Some(entity_kind.into()),
        ..EventFilter::default()
    };
    entries(conn, &filter, true, None, known, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "entity" })
}

/// The largest position that was integrated at or before an instant; -1 before the first.
///
/// # Errors
/// The database is away.
pub async fn position_at(conn: &mut PgConnection, at: Instant) -> Result<Position, Failure> {
    let position = sqlx::query_scalar!(
        r#"select coalesce((select idx from audit_leaf where integrated_at <= $1
                             order by integrated_at desc, idx desc limit 1), -1) as "idx!""#,
        at.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(Position(position))
}

/// Turns `known` of a request (a position, an instant, or nothing for now) into a position of the log.
///
/// # Errors
/// It is neither, or it lies in the future: an answer for it could still change.
pub async fn resolve_known(app: &App, known: Option<&str>) -> Result<LogHead, Failure> {
    let head = tick(app).await?;
    let Some(text) = known else { return Ok(head) };
    let wrong = |expected: &str| Failure::malformed("known", expected);
    let mut conn = app.read().await?;
    let digits = text.strip_prefix('@').unwrap_or(text);
    let position = if let Ok(position) = digits.parse::<i64>() {
        if position > head.position || position < 0 {
            return Err(wrong(&format!("a position from 0 to {}", head.position)));
        }
        Position(position)
    } else {
        let at: Instant = text
            .parse()
            .map_err(|_| wrong("a log position such as @42, or an RFC 3339 instant"))?;
        if at > app.now(&mut conn).await? {
            return Err(wrong("an instant that is not in the future"));
        }
        position_at(&mut conn, at).await?
    };
    let integrated_at = sqlx::query_scalar!(
        r#"select integrated_at as "at: Instant" from audit_leaf where idx = $1"#,
        position.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    Ok(LogHead {
        position: position.0,
        integrated_at: integrated_at.unwrap_or(Instant(chrono::DateTime::UNIX_EPOCH)),
    })
}
