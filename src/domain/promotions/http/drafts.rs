//! What helps to write a policy: checking a draft, templates, the context of expressions.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};

use super::view::{VerdictView, verdict_view};
use crate::domain::promotions::commands::read_proposal;
use crate::domain::promotions::requirement::{Template, templates, to_markdown};
use crate::domain::promotions::{PolicyContent, PolicyInForce, rules};
use crate::ground::http::{Json, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, FieldProblem, PolicyId, PolicyVersionId, VersionId};

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
        let alone = PolicyInForce {
            policy_id: PolicyId(uuid::Uuid::nil()),
            id: PolicyVersionId(uuid::Uuid::nil()),
            name: "draft".into(),
            number: 0,
            content: body.content,
        };
        let judged = rules::judge(version, &proposal.collected.facts, &[alone])?;
        verdict = Some(verdict_view(&mut conn, version, &proposal, judged, None).await?);
    }
    Ok(page(&CheckedPolicy { problems, verdict }))
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
