//! Today: what needs the caller, computed by the service. And the search over everything that has a name.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use super::event::{EventView, Read, labels};
use crate::domain::overview::Sentence;
use crate::domain::overview::rules::{Need, Waiting, headline, need};
use crate::domain::overview::store::{self, Hit, TodayFile, TodayFinding, TodayPromotion};
use crate::ground::audit::{EventFilter, Position, entries, tick};
use crate::ground::http::{Query, page};
use crate::ground::identity::{Authorized, Caller, Permit, may};
use crate::ground::kernel::{App, Failure};

/// Events shown beside.
const RECENT: i64 = 10;

/// What a row is about.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TodayObject {
    /// `promotion`, `version` ...
    pub kind: String,
    /// Its id.
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
    /// `review`, `complete`, `apply`, `finding`, `match`.
    pub kind: String,
    /// `fail`, `warn`, `unknown`, `info` or `clock`.
    pub glyph: String,
    /// In one sentence.
    pub message: String,
    /// More about it.
    pub detail: String,
    /// What it is about.
    pub object: TodayObject,
    /// When it is too late: an instant or a day.
    pub due: Option<String>,
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
    /// The last events of the log.
    pub recent: Vec<EventView>,
}

fn promotion_item(caller: &Caller, row: &TodayPromotion) -> Option<TodayItem> {
    let waiting = Waiting {
        state: &row.state,
        team: row.team_id,
        authors: &row.authors,
        given: &row.given,
    };
    let label = crate::domain::promotions::label(row.number);
    let (kind, glyph, message, action) = match need(caller, &waiting)? {
        Need::Review => (
            "review",
            "clock",
            format!("{label} waits for your approval."),
            "Review",
        ),
        Need::Complete => (
            "complete",
            "fail",
            format!("{label} is blocked."),
            "Show what is missing",
        ),
        Need::Apply => (
            "apply",
            "info",
            format!("{label} has everything it needs."),
            "Apply",
        ),
    };
    let owner = &row.opened_by.0;
    Some(TodayItem {
        id: format!("{kind}-{}", row.id),
        kind: kind.into(),
        glyph: glyph.into(),
        message,
        detail: format!("{} to {}.", row.version, row.target),
        object: TodayObject {
            kind: "promotion".into(),
            id: row.id.0,
            label,
        },
        due: Some(row.expires_at.to_string()),
        owner: Some(TodayOwner {
            id: owner.id.0,
            name: owner.name.clone(),
        }),
        action: TodayAction {
            label: action.into(),
            href: format!("/promotions/{}", row.id),
        },
    })
}

fn finding_item(caller: &Caller, row: TodayFinding) -> Option<TodayItem> {
    let team = row.team.0;
    if !caller.may(may::ManageFindings::PERMISSION, Some(team.id), None) {
        return None;
    }
    let message = match row.kind.as_str() {
        "runs_without_evidence" => format!("{} runs without evidence.", row.label),
        other => format!("{}: {}.", row.label, other.replace('_', " ")),
    };
    Some(TodayItem {
        id: format!("finding-{}", row.id),
        kind: "finding".into(),
        glyph: "unknown".into(),
        message,
        detail: "It was recorded as what already ran. Import evaluations before the day it is due."
            .into(),
        object: TodayObject {
            kind: "version".into(),
            id: row.entity_id,
            label: row.label,
        },
        due: row.due.map(|due| due.to_string()),
        owner: Some(TodayOwner {
            id: team.id.0,
            name: Some(team.name),
        }),
        action: TodayAction {
            label: "Open the version".into(),
            href: row.href,
        },
    })
}

/// Result files whose models nobody knows, in one row for each model.
fn waiting_item(caller: &Caller, row: TodayFile) -> Option<TodayItem> {
    let team = row.team.0;
    if !caller.may(may::ReportEvaluations::PERMISSION, Some(team.id), None) {
        return None;
    }
    let model = row.model_ref.as_deref().unwrap_or("A model without a name");
    Some(TodayItem {
        id: format!(
            "match-{}-{}",
            row.artefact_id,
            row.model_ref.as_deref().unwrap_or_default()
        ),
        kind: "match".into(),
        glyph: "unknown".into(),
        message: format!("{model} waits for its version."),
        detail: format!(
            "No rule knows it. It stands in {}, with {} evaluations.",
            row.file_name, row.evaluations
        ),
        object: TodayObject {
            kind: "artefact".into(),
            id: row.artefact_id,
            label: row.file_name,
        },
        due: None,
        owner: Some(TodayOwner {
            id: team.id.0,
            name: Some(team.name),
        }),
        action: TodayAction {
            label: "Choose the version".into(),
            href: "/evidence?tab=imports".into(),
        },
    })
}

async fn items(conn: &mut PgConnection, caller: &Caller) -> Result<Vec<TodayItem>, Failure> {
    let promotions = store::promotions(conn).await?;
    let mut items: Vec<TodayItem> = promotions
        .iter()
        .filter_map(|row| promotion_item(caller, row))
        .collect();
    let findings = store::findings(conn).await?;
    items.extend(
        findings
            .into_iter()
            .filter_map(|row| finding_item(caller, row)),
    );
    let waiting = store::waiting_files(conn).await?;
    items.extend(
        waiting
            .into_iter()
            .filter_map(|row| waiting_item(caller, row)),
    );
    items.sort_by(|a, b| (a.due.is_none(), &a.due, &a.id).cmp(&(b.due.is_none(), &b.due, &b.id)));
    Ok(items)
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
    let mut conn = app.read().await?;
    let items = items(&mut conn, &caller).await?;
    let filter = EventFilter::default();
    let rows = entries(
        &mut conn,
        &filter,
        true,
        None,
        Position(head.position),
        RECENT,
    )
    .await?;
    let reads = rows
        .into_iter()
        .map(Read::of)
        .collect::<Result<Vec<_>, _>>()?;
    let labels = labels(&mut conn, &reads).await?;
    let recent = reads
        .into_iter()
        .map(|read| EventView::new(read, &labels))
        .collect();
    Ok(page(&Today {
        headline: headline(items.len()),
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
    let items = items(&mut *app.read().await?, &caller).await?;
    Ok(page(&TodayCount { count: items.len() }))
}

/// What to look for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SearchFor {
    /// 2 to 200 bytes: a part of a name, the beginning of a model string, `PR-0042`, `ticket-triage/4`.
    q: String,
}

/// What was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SearchPage {
    /// At most 30 hits.
    pub items: Vec<Hit>,
    /// Always null.
    pub next_page_token: Option<String>,
}

/// Search
///
/// Models, versions, routes, promotions, suites and applications that a text names.
#[utoipa::path(
    tag = "overview",
    params(SearchFor),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "What was found.", body = SearchPage),
    )
)]
#[get("/search")]
pub async fn search(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<SearchFor>,
) -> Result<HttpResponse, Failure> {
    let text = query.q.trim();
    if !(2..=200).contains(&text.len()) {
        return Err(Failure::malformed("q", "2 to 200 bytes"));
    }
    let items = store::search(&mut *app.read().await?, text).await?;
    Ok(page(&SearchPage {
        items,
        next_page_token: None,
    }))
}

/// Which Tenure this is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VersionInfo {
    /// Its release.
    #[schema(example = "0.1.0")]
    pub version: String,
    /// A throw-away instance.
    pub demo: bool,
}

/// Get which Tenure this is
#[utoipa::path(
    tag = "overview",
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "Its release.", body = VersionInfo),
    )
)]
#[get("/version-info")]
pub async fn version_info(
    app: Data<App>,
    _caller: Authorized<may::Read>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&VersionInfo {
        version: env!("CARGO_PKG_VERSION").into(),
        demo: app.config.demo,
    }))
}
