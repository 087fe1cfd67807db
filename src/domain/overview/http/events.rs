//! The log over HTTP: list, one event with its state before and after, an entity as of a position.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::event::{EventView, Read, labels, views};
use crate::domain::overview::{FieldChange, changes};
use crate::ground::audit::{
    EventFilter, LogHead, Position, entity_at, entries, entry, resolve_known, tick,
};
use crate::ground::http::{Path, Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, Instant, Page, PrincipalId, Sha256};

/// Which events.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListEvents {
    /// Of this entity.
    entity: Option<Uuid>,
    /// Of entities of this kind.
    entity_kind: Option<String>,
    /// By this principal.
    actor: Option<PrincipalId>,
    /// Of this kind: `route.switched`; `route` means all kinds of a route.
    kind: Option<String>,
    /// Of this command.
    command: Option<Uuid>,
    /// Decided at or after this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Instant>,
    /// Decided before this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Instant>,
    /// The log as it was: a position such as `@42`, or an instant.
    known: Option<String>,
    /// `newest` (unless told) or `oldest` first.
    #[param(inline)]
    order: Option<Order>,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// Which end of the log comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The last event first.
    Newest,
    /// The first event first.
    Oldest,
}

impl ListEvents {
    fn filter(&self) -> EventFilter {
        EventFilter {
            entity: self.entity,
            entity_kind: self.entity_kind.clone(),
            actor: self.actor,
            kind: self.kind.clone(),
            command: self.command,
            from: self.from,
            to: self.to,
        }
    }
}

/// A page of events.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EventPage {
    /// The end of the log that this page was read at.
    pub known: LogHead,
    /// The events.
    pub items: Vec<EventView>,
    /// Give this as `page_token`, with `known`, to get the next page.
    pub next_page_token: Option<String>,
}

/// Get the end of the log
///
/// Gives every committed event its position first.
#[utoipa::path(
    tag = "audit",
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The last position.", body = LogHead),
    )
)]
#[get("/log")]
pub async fn get_log(
    app: Data<App>,
    _caller: Authorized<may::Read>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&tick(&app).await?))
}

/// List events
///
/// The audit log, filtered. Repeating a request with the same `known` answers the same for ever.
#[utoipa::path(
    tag = "audit",
    params(ListEvents),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of events.", body = EventPage),
    )
)]
#[get("/events")]
pub async fn list_events(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListEvents>,
) -> Result<HttpResponse, Failure> {
    let known = resolve_known(&app, query.known.as_deref()).await?;
    let newest = query.order != Some(Order::Oldest);
    let filter = query.filter();
    let keyed = (&filter, newest);
    let request = Page::read(query.limit, query.page_token.as_deref(), "position", &keyed)?;
    let beyond = request
        .after_key
        .as_deref()
        .and_then(|key| key.parse::<i64>().ok());
    let mut conn = app.read().await?;
    let rows = entries(
        &mut conn,
        &filter,
        newest,
        beyond,
        Position(known.position),
        request.rows(),
    )
    .await?;
    let paged = request.page(rows, |row| (row.position.0.to_string(), Uuid::nil()));
    Ok(page(&EventPage {
        known,
        items: views(&mut conn, paged.items).await?,
        next_page_token: paged.next_page_token,
    }))
}

/// One event with the entity's state before and after it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EventStory {
    /// The event.
    #[serde(flatten)]
    pub event: EventView,
    /// The entity's state before; null for its first event.
    pub before: Value,
    /// The entity's state after.
    pub after: Value,
    /// The fields that differ.
    pub changes: Vec<FieldChange>,
    /// The entity's previous event.
    pub previous_position: Option<Position>,
    /// The entity's next event.
    pub next_position: Option<Position>,
    /// SHA-256 of 0x00 and the body.
    pub leaf_hash: Sha256,
    /// Leaf hash of the entity's previous event, base64url.
    pub prev: Option<String>,
}

/// Get an event
///
/// With the state before and after, and its neighbours in the life of the entity.
#[utoipa::path(
    tag = "audit",
    params(("position" = i64, Path, description = "Its place in the log, from 0.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The event.", body = EventStory),
    )
)]
#[get("/events/{position}")]
pub async fn get_event(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(position): Path<i64>,
) -> Result<HttpResponse, Failure> {
    let head = tick(&app).await?;
    let mut conn = app.read().await?;
    if position < 0 || position > head.position {
        return Err(Failure::NotFound { kind: "event" });
    }
    let read = Read::of(entry(&mut conn, Position(position)).await?)?;
    let of_entity = EventFilter {
        entity: Some(read.body.entity.id),
        ..EventFilter::default()
    };
    let known = Position(head.position);
    let before = entries(&mut conn, &of_entity, true, Some(position), known, 1)
        .await?
        .pop();
    let next = entries(&mut conn, &of_entity, false, Some(position), known, 1)
        .await?
        .pop();
    let before = before.map(Read::of).transpose()?;
    let state_before = before
        .as_ref()
        .map_or(Value::Null, |read| read.body.after.clone());
    let empty = Value::Object(serde_json::Map::new());
    let compared = if state_before.is_null() {
        &empty
    } else {
        &state_before
    };
    let story = EventStory {
        changes: changes(compared, &read.body.after),
        before: state_before,
        after: read.body.after.clone(),
        previous_position: before.map(|read| read.entry.position),
        next_position: next.map(|entry| entry.position),
        leaf_hash: Sha256::from_slice(&read.entry.leaf_hash)
            .ok_or_else(|| Failure::inconsistent("a leaf hash has 32 bytes"))?,
        prev: read.body.prev.clone(),
        event: {
            let reads = [read];
            let labels = labels(&mut conn, &reads).await?;
            let [read] = reads;
            EventView::new(read, &labels)
        },
    };
    Ok(page(&story))
}

/// Which state of an entity.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AsOf {
    /// The log as it was: a position such as `@42`, or an instant. Without it: now.
    known: Option<String>,
}

/// An entity as the log knew it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EntityAsOf {
    /// The end of the log that was read. Repeat with this position to get the same bytes.
    pub known: LogHead,
    /// `model`, `version`, `route` ...
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// Its revision then.
    pub revision: i32,
    /// The event that made it so.
    pub position: Position,
    /// Its whole state.
    pub state: Value,
}

/// Get an entity as of a position
///
/// Any entity, at any position or instant of the log: its kind is the one that events name.
#[utoipa::path(
    tag = "audit",
    params(
        ("kind" = String, Path, description = "`model`, `version`, `route` ...", example = "model"),
        ("id" = Uuid, Path, description = "Its id."),
        AsOf,
    ),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The entity.", body = EntityAsOf),
    )
)]
#[get("/entities/{kind}/{id}")]
pub async fn get_entity(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path((kind, id)): Path<(String, Uuid)>,
    Query(query): Query<AsOf>,
) -> Result<HttpResponse, Failure> {
    let known = resolve_known(&app, query.known.as_deref()).await?;
    let mut conn = app.read().await?;
    let read = Read::of(entity_at(&mut conn, &kind, id, Position(known.position)).await?)?;
    let position = read.entry.position;
    let body = read.body;
    Ok(page(&EntityAsOf {
        known,
        kind: body.entity.kind,
        id: body.entity.id,
        revision: body.entity.seq,
        position,
        state: body.after,
    }))
}
