//! An event as answers show it.

use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::overview::{Labels, Sentence, sentence, store};
use crate::ground::audit::{EventBody, Evidence, LogEntry, Position};
use crate::ground::kernel::{Failure, Instant, PrincipalId};

/// The entity of an event.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct EventEntity {
    /// `model`, `version`, `route` ...
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub label: String,
    /// Its revision after the change.
    pub seq: i32,
}

/// Who decided.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct EventActor {
    /// The principal.
    pub id: PrincipalId,
    /// `user`, `machine` or `system`.
    pub kind: String,
    /// Its name; null when it was erased.
    pub name: Option<String>,
    /// The roles it held when it acted.
    pub roles: Vec<String>,
}

/// One event of the log.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Event)]
pub struct EventView {
    /// Its place in the log, from 0.
    pub position: Position,
    /// Its own id.
    pub event_id: Uuid,
    /// When it was decided.
    pub at: String,
    /// When it got its place.
    pub integrated_at: Instant,
    /// `route.switched` ...
    #[schema(example = "version.registered")]
    pub kind: String,
    /// What changed.
    pub entity: EventEntity,
    /// Who decided.
    pub actor: EventActor,
    /// Events of one command share it.
    pub command_id: Uuid,
    /// The HTTP request.
    pub request_id: Option<String>,
    /// Why; null when nobody said so or the text was erased.
    pub reason: Option<String>,
    /// The event in words.
    pub sentence: Sentence,
    /// What the decision stood on.
    pub evidence: Vec<Evidence>,
}

/// An entry with its body read.
pub(super) struct Read {
    pub entry: LogEntry,
    pub body: EventBody,
}

impl Read {
    pub(super) fn of(entry: LogEntry) -> Result<Self, Failure> {
        let body = serde_json::from_str(&entry.body).map_err(|error| {
            Failure::inconsistent(format!("event {}: {error}", entry.position.0))
        })?;
        Ok(Self { entry, body })
    }
}

/// Labels of all entities of these events, in one statement.
pub(super) async fn labels(conn: &mut PgConnection, reads: &[Read]) -> Result<Labels, Failure> {
    let mut ids: Vec<Uuid> = reads.iter().map(|read| read.body.entity.id).collect();
    ids.sort();
    ids.dedup();
    store::labels(conn, &ids).await
}

/// Events as answers show them, in their order.
///
/// # Errors
/// The database is away, or a body is none.
pub async fn views(
    conn: &mut PgConnection,
    entries: Vec<LogEntry>,
) -> Result<Vec<EventView>, Failure> {
    let reads = entries
        .into_iter()
        .map(Read::of)
        .collect::<Result<Vec<_>, _>>()?;
    let labels = labels(conn, &reads).await?;
    Ok(reads
        .into_iter()
        .map(|read| EventView::new(read, &labels))
        .collect())
}

impl EventView {
    pub(super) fn new(read: Read, labels: &Labels) -> Self {
        let Read { entry, body } = read;
        let label = labels.of(body.entity.id);
        let sentence = sentence(
            &body.kind,
            entry.actor_name.as_deref(),
            &label,
            &body.evidence,
            &body.after,
        );
        Self {
            position: entry.position,
            event_id: body.event,
            at: body.at,
            integrated_at: entry.integrated_at,
            kind: body.kind,
            entity: EventEntity {
                kind: body.entity.kind,
                id: body.entity.id,
                label,
                seq: body.entity.seq,
            },
            actor: EventActor {
                id: body.actor.id,
                kind: body.actor.kind,
                name: entry.actor_name,
                roles: body.actor.roles,
            },
            command_id: entry.command_id,
            request_id: body.request,
            reason: entry.reason,
            sentence,
            evidence: body.evidence,
        }
    }
}
