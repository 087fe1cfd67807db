//! What waits for a version, and the rules that say which version a model's name means.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::EvaluationView;
use crate::domain::evaluations::ArtefactRef;
use crate::domain::evaluations::commands::{self, Assign};
use crate::domain::evaluations::store::{self, RuleRow, WaitingRow};
use crate::domain::models::VersionRef;
use crate::ground::audit::{Answer, Decided};
use crate::ground::http::{DryRun, IfMatch, Json, Path, Query, page, preview_answer};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{
    App, Failure, Instant, MatchRuleId, Page, PageRequest, Reason, Revision, Sha256, TeamId,
    VersionId,
};

/// A model of a file that waits for its version.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WaitingFile {
    /// The file.
    pub artefact: ArtefactRef,
    /// Whose it is.
    pub team_id: TeamId,
    /// Which reader understood it.
    #[schema(example = "promptfoo")]
    pub format: String,
    /// The model's name as the file says it; null: it does not.
    pub model_ref: Option<String>,
    /// How many evaluations wait.
    pub evaluations: i64,
    /// Their tasks, at most 20.
    pub tasks: Vec<String>,
    /// Since when.
    pub since: Instant,
}

impl From<WaitingRow> for WaitingFile {
    fn from(row: WaitingRow) -> Self {
        Self {
            artefact: row.artefact.0,
            team_id: row.team_id,
            format: row.format,
            model_ref: row.model_ref,
            evaluations: row.evaluations,
            tasks: row.tasks,
            since: row.since,
        }
    }
}

/// A page of what waits.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WaitingPage {
    /// What waits.
    pub items: Vec<WaitingFile>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// What waits, or which rules.
#[derive(Debug, Serialize, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OfTeam {
    /// Of this team.
    team: Option<TeamId>,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

impl OfTeam {
    fn page(&self) -> Result<PageRequest, Failure> {
        Page::read(self.limit, self.page_token.as_deref(), "newest", &self.team)
    }
}

/// List what waits for a version
///
/// Models of result files that no rule knows, the last brought first. No gate reads them.
#[utoipa::path(
    tag = "evaluations",
    params(OfTeam),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of what waits.", body = WaitingPage),
    )
)]
#[get("/evaluations/waiting")]
pub async fn list_waiting_evaluations(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<OfTeam>,
) -> Result<HttpResponse, Failure> {
    let request = query.page()?;
    let rows = store::waiting(&mut *app.read().await?, query.team, None, &request).await?;
    let rows = rows.map(WaitingFile::from);
    Ok(page(&WaitingPage {
        items: rows.items,
        next_page_token: rows.next_page_token,
    }))
}

/// Which version the waiting evaluations of a file are of.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignFile {
    /// Which of the file's models, as the file says it; null when it does not.
    model_ref: Option<String>,
    /// The version.
    version_id: VersionId,
    /// Let other files of this format that name the model so mean this version too: later ones by a rule, and those
    /// that wait, 1000 evaluations of them at most.
    #[serde(default)]
    save_rule: bool,
}

/// The evaluations that have their version now.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Assigned {
    /// The evaluations.
    pub items: Vec<EvaluationView>,
}

/// Give waiting evaluations to a version
#[utoipa::path(
    tag = "evaluations",
    params(("sha256" = Sha256, Path, description = "The file's digest, with or without `sha256:`.")),
    security(("token" = ["evaluation.report"])),
    request_body = AssignFile,
    responses(
        (status = 200, description = "The evaluations.", body = Assigned),
    )
)]
#[post("/artefacts/{sha256}/assign")]
pub async fn assign_evaluations(
    app: Data<App>,
    caller: Authorized<may::ReportEvaluations>,
    Path(sha256): Path<Sha256>,
    Json(body): Json<AssignFile>,
) -> Result<HttpResponse, Failure> {
    let command = Assign {
        sha256,
        model_ref: body.model_ref,
        version: body.version_id,
        save_rule: body.save_rule,
    };
    let decided = commands::assign(&app, &caller, command).await?;
    decided
        .answer(StatusCode::OK, async |conn, ids| {
            let rows = store::evaluations_by_id(conn, &ids).await?;
            Ok(Answer::new(Assigned {
                items: rows.into_iter().map(EvaluationView::stored).collect(),
            }))
        })
        .await
}

/// Which version is meant by a model's name in a result file.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MatchRule)]
pub struct MatchRuleView {
    /// Its id.
    pub id: MatchRuleId,
    /// Whose files.
    pub team_id: TeamId,
    /// Files of this format only; null: of any.
    pub format: Option<String>,
    /// A model's name as files say it, or a glob (`*`, `?`).
    #[schema(example = "acme/large*")]
    pub pattern: String,
    /// The version that is meant.
    pub version: VersionRef,
    /// When it was saved.
    pub created_at: Instant,
    /// How often it changed.
    pub revision: Revision,
}

impl From<RuleRow> for MatchRuleView {
    fn from(row: RuleRow) -> Self {
        Self {
            id: row.id,
            team_id: row.team_id,
            format: row.format,
            pattern: row.pattern,
            version: row.version.0,
            created_at: row.created_at,
            revision: row.revision,
        }
    }
}

impl MatchRuleView {
    async fn load(conn: &mut PgConnection, id: MatchRuleId) -> Result<Self, Failure> {
        let page = Page::read(Some(1), None, "newest", &())?;
        let mut rows = store::rules(conn, None, Some(id), &page).await?;
        let row = rows
            .items
            .pop()
            .ok_or(Failure::NotFound { kind: "match_rule" })?;
        Ok(row.into())
    }
}

/// A page of rules.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MatchRulePage {
    /// The rules.
    pub items: Vec<MatchRuleView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// List match rules
///
/// The last saved first.
#[utoipa::path(
    tag = "evaluations",
    params(OfTeam),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of rules.", body = MatchRulePage),
    )
)]
#[get("/match-rules")]
pub async fn list_match_rules(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<OfTeam>,
) -> Result<HttpResponse, Failure> {
    let request = query.page()?;
    let rows = store::rules(&mut *app.read().await?, query.team, None, &request).await?;
    let rows = rows.map(MatchRuleView::from);
    Ok(page(&MatchRulePage {
        items: rows.items,
        next_page_token: rows.next_page_token,
    }))
}

/// A new rule.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveMatchRule {
    /// The team whose files it holds for; without it that of the version.
    team_id: Option<TeamId>,
    /// Files of this format only; without it of any.
    format: Option<String>,
    /// A model's name as files say it, or a glob (`*`, `?`): an exact name wins, then the longest glob.
    #[schema(example = "acme/large*", min_length = 1, max_length = 1024)]
    pattern: String,
    /// The version that is meant: of a model of the team.
    version_id: VersionId,
    /// Give it what waits already and no other rule holds for, too: 1000 evaluations at most, or those of one file.
    #[serde(default)]
    take_waiting: bool,
}

/// A rule that was saved, with what it took.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SavedMatchRule {
    /// The rule.
    #[serde(flatten)]
    pub rule: MatchRuleView,
    /// Evaluations that waited and have their version now.
    pub taken: i64,
}

/// What saving a rule would do, and whether it may be saved.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PlannedMatchRule {
    /// Whether it may.
    pub allowed: bool,
    /// Every reason against it.
    pub refusals: Vec<Reason>,
    /// What waits and would be given to the version, the first brought first.
    pub takes: Vec<WaitingFile>,
    /// Whether more waits than is taken at once: it would go on waiting.
    pub more: bool,
}

/// Save a match rule
///
/// It holds for files that come after it; with `take_waiting` for what waits, too, and `dry_run` says what that is.
#[utoipa::path(
    tag = "evaluations",
    params(DryRun),
    security(("token" = ["evaluation.report"])),
    request_body = SaveMatchRule,
    responses(
        (status = 200, description = "With `dry_run`: what would be done.", content(
            (PlannedMatchRule = "application/vnd.tenure.preview+json"),
        )),
        (status = 201, description = "The rule.", body = SavedMatchRule),
    )
)]
#[post("/match-rules")]
pub async fn save_match_rule(
    app: Data<App>,
    caller: Authorized<may::ReportEvaluations>,
    Query(query): Query<DryRun>,
    Json(body): Json<SaveMatchRule>,
) -> Result<HttpResponse, Failure> {
    let command = commands::SaveRule {
        team: body.team_id,
        format: body.format,
        pattern: body.pattern,
        version: body.version_id,
        take_waiting: body.take_waiting,
    };
    let decided = commands::save_rule(&app, &caller, command).await;
    if query.dry_run {
        return planned_rule(decided).await;
    }
    decided?
        .answer(StatusCode::CREATED, async |conn, saved| {
            let rule = MatchRuleView::load(conn, saved.id).await?;
            let revision = rule.revision;
            let taken = saved.taken.iter().map(|one| one.evaluations).sum();
            Ok(Answer::new(SavedMatchRule { rule, taken }).revision(revision))
        })
        .await
}

/// Undoes what was decided and answers what it would have done; a rule that refused is an answer too.
async fn planned_rule(
    decided: Result<Decided<commands::SavedRule>, Failure>,
) -> Result<HttpResponse, Failure> {
    let plan = match decided {
        Ok(decided) => {
            let commands::SavedRule { taken, more, .. } = decided.discard().await?;
            PlannedMatchRule {
                allowed: true,
                refusals: Vec::new(),
                takes: taken.into_iter().map(WaitingFile::from).collect(),
                more,
            }
        }
        Err(Failure::Refused(refusals)) => PlannedMatchRule {
            allowed: false,
            refusals,
            takes: Vec::new(),
            more: false,
        },
        Err(failure) => return Err(failure),
    };
    Ok(preview_answer(&plan))
}

/// The rule that holds no longer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RetiredRule {
    /// Its id.
    pub id: MatchRuleId,
}

/// Retire a match rule
///
/// What it matched stays where it is.
#[utoipa::path(
    tag = "evaluations",
    params(
        ("rule" = MatchRuleId, Path, description = "The rule's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["evaluation.report"])),
    responses(
        (status = 200, description = "The rule holds no longer.", body = RetiredRule),
    )
)]
#[post("/match-rules/{rule}/retire")]
pub async fn retire_match_rule(
    app: Data<App>,
    caller: Authorized<may::ReportEvaluations>,
    Path(id): Path<MatchRuleId>,
    seen: IfMatch,
) -> Result<HttpResponse, Failure> {
    let decided = commands::retire_rule(&app, &caller, id, seen).await?;
    decided
        .answer(StatusCode::OK, async |_, id| {
            Ok(Answer::new(RetiredRule { id }))
        })
        .await
}
