//! Promotions over HTTP: ask, list, read, replay.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};

use super::view::{PromotionView, VerdictView, kept_verdict, verdict_view};
use crate::domain::access::ActorRef;
use crate::domain::models::{Stage, VersionRef};
use crate::domain::promotions::commands::{self, OpenPromotion, Opened};
use crate::domain::promotions::store::{self, PromotionFilter};
use crate::domain::promotions::{
    Headline, PromotionFacts, PromotionState, VerdictOutcome, label, rules,
};
use crate::ground::content;
use crate::ground::http::{Json, Path, Query, answer, page, preview_answer};
use crate::ground::identity::{Authorized, Permit, may};
use crate::ground::kernel::{
    App, ApplicationId, Failure, Instant, Page, PromotionId, Revision, Sha256, VersionId,
};

/// What is asked for.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskPromotion {
    /// staging or production.
    target: Stage,
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
    /// For which application.
    application_id: Option<ApplicationId>,
}

/// Whether to change anything.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DryPromotion {
    /// `true` answers the verdict and changes nothing.
    #[serde(default)]
    dry_run: bool,
}

/// Ask for a promotion
///
/// Opens it, or gives the one that is open already. When nothing is missing it is applied at once. With `dry_run` it
/// answers what is missing and changes nothing.
#[utoipa::path(
    tag = "promotions",
    params(("version" = VersionId, Path, description = "The version's id."), DryPromotion),
    security(("token" = ["promotion.open"])),
    request_body = AskPromotion,
    responses(
        (status = 200, description = "The promotion that is open already; with `dry_run` the verdict.", content(
            (PromotionView = "application/json"),
            (VerdictView = "application/vnd.tenure.preview+json"),
        )),
        (status = 201, description = "The promotion.", body = PromotionView),
    )
)]
#[post("/versions/{version}/promotions")]
pub async fn open_promotion(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(version): Path<VersionId>,
    Query(query): Query<DryPromotion>,
    Json(body): Json<AskPromotion>,
) -> Result<HttpResponse, Failure> {
    // Whoever reads may see what is missing; asking for it needs the permission, on the team too.
    if !query.dry_run && !caller.may_somewhere(may::OpenPromotions::PERMISSION) {
        caller.require(may::OpenPromotions::PERMISSION, None, None)?;
    }
    if query.dry_run {
        let (proposal, opened_by) =
            commands::judge_now(&app, version, body.target, body.application_id).await?;
        let mut conn = app.read().await?;
        let verdict = proposal.verdict.clone();
        let asker = opened_by.or(Some(caller.responsible));
        return Ok(preview_answer(
            &verdict_view(&mut conn, version, &proposal, verdict, asker).await?,
        ));
    }
    let command = OpenPromotion {
        version,
        target: body.target,
        application: body.application_id,
        reason: body.reason,
    };
    match commands::open(&app, &caller, command).await? {
        Opened::Existing(id) => {
            let view = PromotionView::load(&app, &mut *app.read().await?, id).await?;
            Ok(answer(&view, view.revision))
        }
        Opened::Again(decided) => {
            let app = app.get_ref();
            decided
                .answer(StatusCode::OK, async |conn, id| {
                    Ok(PromotionView::load(app, conn, id).await?.answered())
                })
                .await
        }
        Opened::New(decided) => {
            let app = app.get_ref();
            decided
                .answer(StatusCode::CREATED, async |conn, id| {
                    let view = PromotionView::load(app, conn, id).await?;
                    Ok(view.answered().location(format!("/api/v1/promotions/{id}")))
                })
                .await
        }
    }
}

/// A promotion in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PromotionLine {
    /// Its id.
    pub id: PromotionId,
    /// For people.
    pub number_label: String,
    /// Which version.
    pub version: VersionRef,
    /// From where.
    pub from: Stage,
    /// To where.
    pub target: Stage,
    /// Where it stands.
    pub state: PromotionState,
    /// Why it was opened.
    pub reason: Option<String>,
    /// Who opened it.
    pub opened_by: ActorRef,
    /// When.
    pub opened_at: Instant,
    /// Until when it can be decided.
    pub expires_at: Instant,
    /// When it ended.
    pub decided_at: Option<Instant>,
    /// Who ended it.
    pub decided_by: Option<ActorRef>,
    /// How often it changed.
    pub revision: Revision,
}

/// A page of promotions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PromotionPage {
    /// The promotions, newest first.
    pub items: Vec<PromotionLine>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// Which promotions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListPromotions {
    /// In this state.
    state: Option<PromotionState>,
    /// Of this version.
    version: Option<VersionId>,
    /// The one that people call `PR-0042`.
    label: Option<String>,
    /// `true`: those that are not over.
    #[serde(default)]
    open: bool,
    /// `true`: those that wait for the caller, to be approved or, by who opened them, to be applied.
    #[serde(default)]
    needs_me: bool,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List promotions
///
/// Newest first. Where an open one stands is judged now, so a page may hold fewer items than asked for; the next one
/// follows while there is a token.
#[utoipa::path(
    tag = "promotions",
    params(ListPromotions),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of promotions.", body = PromotionPage),
    )
)]
#[get("/promotions")]
pub async fn list_promotions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Query(query): Query<ListPromotions>,
) -> Result<HttpResponse, Failure> {
    let number = match query.label.as_deref() {
        None => None,
        Some(text) => {
            let digits = text.strip_prefix("PR-").unwrap_or(text);
            let number = digits
                .parse::<i32>()
                .map_err(|_| Failure::malformed("label", "a label such as PR-0042"))?;
            Some(number)
        }
    };
    let filter = PromotionFilter {
        state: query.state,
        version: query.version,
        number,
        open: query.open,
        needs_me: query.needs_me,
        caller: query.needs_me.then_some(caller.principal),
    };
    let request = Page::read(query.limit, query.page_token.as_deref(), "number", &filter)?;
    let mut conn = app.read().await?;
    let mut paged = store::promotions(&mut conn, &filter, &request).await?;
    let now = app.now(&mut conn).await?;
    let mut items = Vec::with_capacity(paged.items.len());
    for mut row in paged.items {
        if let Some(mine) = commands::bring_up_to_date(&mut conn, &mut row, &caller, now).await?
            && query.needs_me
            && !mine
        {
            continue;
        }
        let fits = query.state.is_none_or(|state| state == row.state)
            && (!(query.open || query.needs_me) || !row.state.is_final());
        if fits {
            items.push(row);
        }
    }
    paged.items = items;
    let paged = paged.map(|row| PromotionLine {
        id: row.id,
        number_label: label(row.number),
        version: row.version.0,
        from: row.from_stage,
        target: row.target,
        state: row.state,
        reason: row.reason,
        opened_by: row.opened_by.0,
        opened_at: row.opened_at,
        expires_at: row.expires_at,
        decided_at: row.decided_at,
        decided_by: row.decided_by.map(|by| by.0),
        revision: row.revision,
    });
    Ok(page(&PromotionPage {
        items: paged.items,
        next_page_token: paged.next_page_token,
    }))
}

/// Get a promotion
///
/// Judged now while it is open; with its last verdict once it is over.
#[utoipa::path(
    tag = "promotions",
    params(("promotion" = PromotionId, Path, description = "The promotion's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The promotion.", body = PromotionView),
    )
)]
#[get("/promotions/{promotion}")]
pub async fn get_promotion(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<PromotionId>,
) -> Result<HttpResponse, Failure> {
    let view = PromotionView::load(&app, &mut *app.read().await?, id).await?;
    Ok(answer(&view, view.revision))
}

/// A decision, judged again.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Replay {
    /// Whether the same facts and policies give the same verdict.
    pub same: bool,
    /// Where they differ first.
    pub first_difference: Option<String>,
    /// What was decided.
    pub decided: ReplayedVerdict,
    /// What the judge says now about the facts of then.
    pub replayed: ReplayedVerdict,
}

/// A verdict, in short.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReplayedVerdict {
    /// Whether it may move.
    pub outcome: VerdictOutcome,
    /// The answer in one sentence.
    pub headline: Headline,
    /// The facts.
    pub facts_digest: Sha256,
    /// Which judge.
    pub evaluator_version: String,
}

/// Replay a decision
///
/// Judges the facts that were kept again, under the policies of then.
#[utoipa::path(
    tag = "promotions",
    params(("promotion" = PromotionId, Path, description = "The promotion's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The two verdicts.", body = Replay),
    )
)]
#[get("/promotions/{promotion}/replay")]
pub async fn replay_promotion(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<PromotionId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let row = store::promotion(&mut conn, id).await?;
    let undecided = || Failure::NotFound { kind: "decision" };
    let decided = kept_verdict(&mut conn, &row).await?.ok_or_else(undecided)?;
    let digest = row
        .facts_sha256
        .as_deref()
        .and_then(Sha256::from_slice)
        .ok_or_else(undecided)?;
    let (_, bytes) = content::read(&mut conn, &digest)
        .await?
        .ok_or_else(undecided)?;
    let facts: PromotionFacts = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::inconsistent(format!("facts {digest}: {error}")))?;
    let named: Vec<_> = decided
        .policies
        .iter()
        .map(|policy| (policy.id, policy.number))
        .collect();
    let policies = store::contents(&mut conn, &named).await?;
    let replayed = rules::judge(row.version.0.id, &facts, &policies)?;
    let first_difference = rules::first_difference(&decided, &replayed);
    let short = |verdict: crate::domain::promotions::Verdict| ReplayedVerdict {
        outcome: verdict.outcome,
        headline: verdict.headline,
        facts_digest: verdict.facts_digest,
        evaluator_version: verdict.evaluator_version,
    };
    Ok(page(&Replay {
        same: first_difference.is_none(),
        first_difference,
        decided: short(decided),
        replayed: short(replayed),
    }))
}

/// Get the facts of a decision
///
/// The canonical JSON (RFC 8785) that the decision was made on.
#[utoipa::path(
    tag = "promotions",
    params(("promotion" = PromotionId, Path, description = "The promotion's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The facts.", body = Object),
    )
)]
#[get("/promotions/{promotion}/facts")]
pub async fn get_facts(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<PromotionId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let row = store::promotion(&mut conn, id).await?;
    let undecided = || Failure::NotFound { kind: "decision" };
    let digest = row
        .facts_sha256
        .as_deref()
        .and_then(Sha256::from_slice)
        .ok_or_else(undecided)?;
    let (_, bytes) = content::read(&mut conn, &digest)
        .await?
        .ok_or_else(undecided)?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .body(bytes))
}
