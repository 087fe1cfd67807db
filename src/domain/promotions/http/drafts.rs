//! What helps to write a policy: checking a draft, templates, the context of expressions.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::view::{VerdictView, verdict_view};
use crate::domain::models::VersionRef;
use crate::domain::promotions::commands::{self, Draft, read_proposal};
use crate::domain::promotions::requirement::{Template, templates, to_markdown};
use crate::domain::promotions::{JudgedRequirement, PolicyContent, PolicyInForce, label, rules};
use crate::ground::http::{Json, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{
    App, Failure, FieldProblem, PolicyId, PolicyVersionId, PromotionId, TeamId, VersionId,
};

/// A content to try.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPolicy {
    /// What it would say.
    content: PolicyContent,
    /// The version to try it on.
    version_id: Option<VersionId>,
}

/// What a content would do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CheckedPolicy {
    /// What is wrong with it.
    pub problems: Vec<FieldProblem>,
    /// What it says about the version, alone.
    pub verdict: Option<VerdictView>,
}

/// Check a policy
///
/// Every problem of a content, and its verdict on a version. Changes nothing.
#[utoipa::path(
    tag = "policies",
    security(("token" = ["read"])),
    request_body = CheckPolicy,
    responses(
        (status = 200, description = "Problems and verdict.", body = CheckedPolicy),
    )
)]
#[post("/policies/check")]
pub async fn check_policy(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Json(body): Json<CheckPolicy>,
) -> Result<HttpResponse, Failure> {
    let problems = rules::content_problems(&body.content);
    let mut verdict = None;
    if let Some(version) = body.version_id.filter(|_| problems.is_empty()) {
        let mut conn = app.read().await?;
        let now = app.now(&mut conn).await?;
        let target = body.content.applies.target;
        let mut proposal = read_proposal(&mut conn, version, target, None, None, now).await?;
        proposal
            .collected
            .facts
            .target
            .languages
            .clone_from(&body.content.languages);
        let judged = rules::judge(version, &proposal.collected.facts, &[alone(body.content)])?;
        verdict = Some(verdict_view(&mut conn, version, &proposal, judged, None).await?);
    }
    Ok(page(&CheckedPolicy { problems, verdict }))
}

/// A content to preview.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewPolicy {
    /// What it would say.
    content: PolicyContent,
    /// The team whose models it would cover; without it all.
    team_id: Option<TeamId>,
}

/// A running version that would not meet the policy.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LackingVersion {
    /// Which version.
    pub version: VersionRef,
    /// What it lacks where it runs.
    pub unmet: Vec<JudgedRequirement>,
}

/// A past move that the policy would not have let happen.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OtherwiseDecided {
    /// The promotion.
    pub promotion_id: PromotionId,
    /// For people.
    #[schema(example = "PR-0042")]
    pub label: String,
    /// Which version.
    pub version: VersionRef,
    /// What was missing in the facts of then.
    pub unmet: Vec<JudgedRequirement>,
}

/// What a policy would do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PolicyPreview {
    /// What is wrong with it; then nothing was looked at.
    pub problems: Vec<FieldProblem>,
    /// How many running versions were looked at.
    pub running: usize,
    /// Those that lack something: the work before it can block.
    pub lacking: Vec<LackingVersion>,
    /// How many past moves were looked at.
    pub moves: usize,
    /// Those that would have gone otherwise.
    pub otherwise: Vec<OtherwiseDecided>,
    /// Whether there are more than were looked at: 500 versions, 100 moves.
    pub more: bool,
}

/// Preview a policy
///
/// What runs now and would not meet it, with what each version lacks; and which of the last moves it would not have let
/// happen, judged on the facts that were kept. Changes nothing.
#[utoipa::path(
    tag = "policies",
    security(("token" = ["read"])),
    request_body = PreviewPolicy,
    responses((status = 200, description = "What it would do.", body = PolicyPreview))
)]
#[post("/policies/preview")]
pub async fn preview_policy(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Json(body): Json<PreviewPolicy>,
) -> Result<HttpResponse, Failure> {
    let problems = rules::content_problems(&body.content);
    if !problems.is_empty() {
        return Ok(page(&PolicyPreview {
            problems,
            running: 0,
            lacking: Vec::new(),
            moves: 0,
            otherwise: Vec::new(),
            more: false,
        }));
    }
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    let draft = Draft {
        team: body.team_id,
        policy: alone(body.content),
    };
    let found = commands::preview(&mut conn, draft, now).await?;
    Ok(page(&PolicyPreview {
        problems,
        running: found.running,
        lacking: found
            .lacking
            .into_iter()
            .map(|one| LackingVersion {
                version: one.version,
                unmet: one.unmet,
            })
            .collect(),
        moves: found.moves,
        otherwise: found
            .otherwise
            .into_iter()
            .map(|one| OtherwiseDecided {
                promotion_id: one.promotion,
                label: label(one.number),
                version: one.version,
                unmet: one.unmet,
            })
            .collect(),
        more: found.more,
    }))
}

/// A content that no policy has.
fn alone(content: PolicyContent) -> PolicyInForce {
    PolicyInForce {
        policy_id: PolicyId(Uuid::nil()),
        id: PolicyVersionId(Uuid::nil()),
        name: "draft".into(),
        number: 0,
        content,
    }
}

/// Requirements to begin with.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TemplatePage {
    /// The templates.
    pub items: Vec<Template>,
    /// Always null.
    pub next_page_token: Option<String>,
}

/// List requirement templates
#[utoipa::path(
    tag = "policies",
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The templates.", body = TemplatePage),
    )
)]
#[get("/policies/templates")]
pub async fn list_templates(_caller: Authorized<may::Read>) -> Result<HttpResponse, Failure> {
    Ok(page(&TemplatePage {
        items: templates(),
        next_page_token: None,
    }))
}

/// What expressions may read.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ContextDocument {
    /// A table in Markdown.
    pub markdown: String,
}

/// Get the context of expressions
#[utoipa::path(
    tag = "policies",
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The context.", body = ContextDocument),
    )
)]
#[get("/policies/context")]
pub async fn get_context(_caller: Authorized<may::Read>) -> Result<HttpResponse, Failure> {
    Ok(page(&ContextDocument {
        markdown: to_markdown(),
    }))
}
