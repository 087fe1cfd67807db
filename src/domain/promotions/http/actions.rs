//! What a caller may do with a version or a promotion, and if not, why: from the same rules as the commands.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use sqlx::PgConnection;

use crate::domain::models::Stage;
use crate::domain::promotions::commands::judge_now;
use crate::domain::promotions::rules::{self, ApprovalFacts};
use crate::domain::promotions::{PromotionState, commands, store};
use crate::domain::routes;
use crate::domain::stages;
use crate::domain::stages::rules::{Facts, Move, decide};
use crate::ground::http::{Actions, Path, action, page};
use crate::ground::identity::{Authorized, Caller, Permit, may};
use crate::ground::kernel::{App, Failure, PromotionId, Reason, VersionId};

/// List what can be done with a version
#[utoipa::path(
    tag = "versions",
    params(("version" = VersionId, Path, description = "The version's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The actions.", body = Actions),
    )
)]
#[get("/versions/{version}/actions")]
pub async fn version_actions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<VersionId>,
) -> Result<HttpResponse, Failure> {
    let mut items = Vec::new();
    let mut about = None;
    for (target, name) in [
        (Stage::Staging, "request_promotion_staging"),
        (Stage::Production, "request_promotion_production"),
    ] {
        let (proposal, _) = judge_now(&app, id, target, None).await?;
        let team = proposal.collected.team_id;
        let mut reasons = caller.lacking(may::OpenPromotions::PERMISSION, Some(team), None);
        reasons.extend(proposal.verdict.blockers.iter().cloned());
        items.push(action(name, "R1", reasons));
        about = Some((
            proposal.collected.facts.candidate.version,
            proposal.verdict.from,
            team,
        ));
    }
    let Some((label, stage, team)) = about else {
        return Err(Failure::NotFound { kind: "version" });
    };
    let named_by = stages::store::routes_naming(&mut *app.read().await?, id).await?;
    let facts = Facts {
        version: &label,
        stage,
        named_by: &named_by,
    };
    for (to, name, tier, permission) in [
        (
            Move::Deprecate,
            "deprecate",
            "R2",
            may::MoveStages::PERMISSION,
        ),
        (Move::Archive, "archive", "R1", may::MoveStages::PERMISSION),
        (
            Move::Revoke,
            "revoke",
            "R3",
            may::RevokeVersions::PERMISSION,
        ),
    ] {
        let mut reasons = caller.lacking(permission, Some(team), None);
        reasons.extend(decide(&facts, to).err().unwrap_or_default());
        items.push(action(name, tier, reasons));
    }
    let mut reasons = kill_everywhere(&mut *app.read().await?, &caller, id).await?;
    if named_by.is_empty() {
        reasons.push(routes::rules::not_serving(&label));
    }
    items.push(action("kill", "R2", reasons));
    Ok(page(&Actions { items }))
}

/// A kill everywhere needs the permission on every route that names the version; where none does, on any.
async fn kill_everywhere(
    conn: &mut PgConnection,
    caller: &Caller,
    version: VersionId,
) -> Result<Vec<Reason>, Failure> {
    let kill = may::KillVersions::PERMISSION;
    let routes = routes::store::scopes_naming(conn, version).await?;
    let lacking = routes
        .iter()
        .map(|(team, environment)| caller.lacking(kill, Some(*team), Some(environment)))
        .find(|reasons| !reasons.is_empty());
    Ok(match lacking {
        Some(reasons) => reasons,
        None if routes.is_empty() && !caller.may_somewhere(kill) => {
            caller.lacking(kill, None, None)
        }
        None => Vec::new(),
    })
}

/// List what can be done with a promotion
#[utoipa::path(
    tag = "promotions",
    params(("promotion" = PromotionId, Path, description = "The promotion's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The actions.", body = Actions),
    )
)]
#[get("/promotions/{promotion}/actions")]
pub async fn promotion_actions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<PromotionId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let row = store::promotion(&mut conn, id).await?;
    let now = app.now(&mut conn).await?;
    let version = row.version.0.id;
    let proposal = commands::read_proposal(
        &mut conn,
        version,
        row.target,
        row.application_id,
        Some(id),
        now,
    )
    .await?;
    let team = proposal.collected.team_id;
    let hash = proposal.verdict.proposal_hash;
    let authors = proposal.authors(Some(row.opened_by_responsible));
    let approved = proposal.approved_by(caller.principal, now);
    let facts = |authors, already| ApprovalFacts {
        state: row.state,
        proposal: hash,
        seen: hash,
        authors,
        already,
        expires_at: row.expires_at,
        now,
    };
    let review = caller.lacking(may::ApprovePromotions::PERMISSION, Some(team), None);
    let open = caller.lacking(may::OpenPromotions::PERMISSION, Some(team), None);
    let over = rules::over(row.state, row.expires_at, now);
    let comment = caller.lacking(may::CommentPromotions::PERMISSION, Some(team), None);
    let written = store::count_comments(&mut conn, id).await?;
    let full = rules::comment(written).err().into_iter().collect();
    let with =
        |first: &[Reason], second: Vec<Reason>| first.iter().cloned().chain(second).collect();
    let missing = if over.is_empty() && row.state != PromotionState::Applied {
        rules::refusals(&proposal.verdict)
    } else {
        over.clone()
    };
    let items = vec![
        action(
            "approve",
            "R1",
            with(
                &review,
                rules::approve(&caller, &facts(&authors, approved))
                    .err()
                    .unwrap_or_default(),
            ),
        ),
        action(
            "reject",
            "R1",
            with(
                &review,
                rules::approve(&caller, &facts(&[], false))
                    .err()
                    .unwrap_or_default(),
            ),
        ),
        action("withdraw", "R1", with(&open, over)),
        action("apply", "R1", with(&open, missing)),
        action("comment", "R0", with(&comment, full)),
    ];
    Ok(page(&Actions { items }))
}
