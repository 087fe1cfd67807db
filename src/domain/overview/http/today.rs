//! Today: what needs the caller, computed by the service.

use std::collections::HashMap;

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use serde_json::{Map, Value};
use sqlx::PgConnection;
use uuid::Uuid;

use super::event::{EventView, views};
use super::rows::{findings_items, import_item, members_item, promotion_item, token_item};
use crate::domain::overview::rules::{Due, Need, headline};
use crate::domain::overview::store::{self, TodayPromotion};
use crate::domain::overview::{Sentence, joined};
use crate::domain::promotions::Verdict;
use crate::domain::promotions::commands::judge_now;
use crate::ground::audit::{EventFilter, Position, entries, tick};
use crate::ground::http::page;
use crate::ground::identity::{Authorized, Caller, Permit, may};
use crate::ground::kernel::{App, Failure, Instant, PromotionId};

/// Sentences shown beside.
const RECENT: usize = 10;
/// Events read for them: neighbours that say the same of different things are told as one.
const RECENT_READ: i64 = 100;
/// Promotions of the caller that are judged for their number of missing items; the others only say that they wait.
const JUDGED_MAX: usize = 20;

/// What a row is about.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TodayObject {
    /// `promotion`, `version`, `finding`, `artefact`, `token`, `member`.
    pub kind: String,
    /// Its id; of the first when the row stands for many.
    pub id: Uuid,
    /// What people call it.
    pub label: String,
}

/// Who owns a row.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TodayOwner {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: Option<String>,
}

/// What to do about it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TodayAction {
    /// The word on the button.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// Something that needs the caller.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TodayItem {
    /// Its id.
    pub id: String,
    /// `review`, `review_again`, `complete`, `apply`, `finding`, `import`, `token`, `members`.
    pub kind: String,
    /// `fail`, `warn`, `unknown`, `info` or `clock`.
    pub glyph: String,
    /// In one sentence.
    pub message: String,
    /// More about it.
    pub detail: String,
    /// Why it is the caller's.
    pub why: String,
    /// The dynamic parts of these sentences, for translation by kind.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// What it is about.
    pub object: TodayObject,
    /// When it is too late: an instant or a day.
    #[schema(value_type = Option<String>, example = "2026-11-30")]
    pub due: Option<Due>,
    /// The first instant that is too late: of a day its end, in UTC.
    pub too_late_from: Option<Instant>,
    /// Whose it is.
    pub owner: Option<TodayOwner>,
    /// What to do about it.
    pub action: TodayAction,
}

/// What needs the caller, in order of when it is too late.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Today {
    /// The answer in one sentence.
    pub headline: Sentence,
    /// The rows.
    pub items: Vec<TodayItem>,
    /// The last events of the log. Neighbours that say the same of different things stand here once, as the newest of
    /// them, with a sentence for all; its `params.others` says how many more there are.
    pub recent: Vec<EventView>,
}

/// What the judge says of promotions of the caller that are blocked.
pub(super) type Missing = HashMap<PromotionId, Verdict>;

async fn missing(
    app: &App,
    caller: &Caller,
    promotions: &[TodayPromotion],
) -> Result<Missing, Failure> {
    let mut found = Missing::new();
    let blocked = promotions
        .iter()
        .filter(|row| row.need(caller) == Some(Need::Complete));
    for row in blocked.take(JUDGED_MAX) {
        let (proposal, _) = judge_now(app, row.version_id, row.target, row.application_id).await?;
        found.insert(row.id, proposal.verdict);
    }
    Ok(found)
}

async fn items(
    conn: &mut PgConnection,
    caller: &Caller,
    promotions: &[TodayPromotion],
    missing: &Missing,
    now: Instant,
) -> Result<Vec<TodayItem>, Failure> {
    let mut items: Vec<TodayItem> = promotions
        .iter()
        .filter_map(|row| promotion_item(caller, row, missing.get(&row.id)))
        .collect();
    items.extend(findings_items(caller, store::findings(conn).await?));
    let waiting = store::waiting_files(conn).await?;
    items.extend(
        waiting
            .into_iter()
            .filter_map(|row| import_item(caller, row)),
    );
    let every = caller.may(may::ManageTokens::PERMISSION, None, None);
    let tokens = store::ending_tokens(conn, caller.principal, every, now).await?;
    items.extend(tokens.into_iter().map(token_item));
    if caller.may(may::ManageMembers::PERMISSION, None, None) {
        items.extend(members_item(store::members_without_role(conn).await?));
    }
    items.sort_by(|a, b| (a.due.is_none(), a.due, &a.id).cmp(&(b.due.is_none(), b.due, &b.id)));
    Ok(items)
}

/// The newest events, each with a sentence for those before it that say the same of other things.
fn told_once(events: Vec<EventView>) -> Vec<EventView> {
    let mut told = Vec::new();
    let mut rest = events;
    while told.len() < RECENT {
        let sentences: Vec<&Sentence> = rest.iter().map(|event| &event.sentence).collect();
        let Some((count, sentence)) = joined(&sentences) else {
            break;
        };
        let newest = rest.drain(..count).next();
        told.extend(newest.map(|event| EventView { sentence, ..event }));
    }
    told
}

/// Get what needs the caller today
#[utoipa::path(
    tag = "overview",
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "What needs the caller.", body = Today),
    )
)]
#[get("/today")]
pub async fn get_today(
    app: Data<App>,
    caller: Authorized<may::Read>,
) -> Result<HttpResponse, Failure> {
    let head = tick(&app).await?;
    let promotions = store::promotions(&mut *app.read().await?).await?;
    let missing = missing(&app, &caller, &promotions).await?;
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    let items = items(&mut conn, &caller, &promotions, &missing, now).await?;
    let filter = EventFilter::default();
    let rows = entries(
        &mut conn,
        &filter,
        true,
        None,
        Position(head.position),
        RECENT_READ,
    )
    .await?;
    let recent = told_once(views(&mut conn, rows).await?);
    let dues: Vec<_> = items.iter().map(|item| item.due).collect();
    Ok(page(&Today {
        headline: headline(&dues, now),
        items,
        recent,
    }))
}

/// How much needs the caller.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TodayCount {
    /// The number of rows.
    pub count: usize,
}

/// Count what needs the caller today
#[utoipa::path(
    tag = "overview",
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "How much.", body = TodayCount),
    )
)]
#[get("/today/count")]
pub async fn count_today(
    app: Data<App>,
    caller: Authorized<may::Read>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    let promotions = store::promotions(&mut conn).await?;
    let items = items(&mut conn, &caller, &promotions, &Missing::new(), now).await?;
    Ok(page(&TodayCount { count: items.len() }))
}
