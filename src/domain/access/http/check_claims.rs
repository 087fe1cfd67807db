//! A dry run of claim rules: what a token with these claims would be, and why. Nothing is made and nothing is kept.

use actix_web::HttpResponse;
use actix_web::post;
use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::access::{ActorRef, store};
use crate::ground::http::{Json, page};
use crate::ground::identity::claims::Condition;
use crate::ground::identity::store::claim_rules;
use crate::ground::identity::{Authorized, Role, may};
use crate::ground::kernel::{App, ClaimRuleId, Failure, TeamId};

/// Claims to try.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckClaims {
    /// The payload of a token: `iss`, `sub` and whatever else the rules look at. No signature is asked for.
    #[schema(value_type = Object)]
    claims: Map<String, Value>,
}

/// What a token would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimsOutcome {
    /// A member whom somebody said the subject is; rules add nothing.
    Member,
    /// A machine, with what the rules that fit give together.
    Machine,
    /// Nobody: no rule fits.
    UnknownPrincipal,
    /// Nobody: the service is not configured to trust the issuer.
    UntrustedIssuer,
}

/// A rule in force and whether the claims fit it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CheckedRule {
    /// Its id.
    pub id: ClaimRuleId,
    /// What people call it.
    pub name: String,
    /// Whether all its conditions hold.
    pub fits: bool,
    /// Those that do not.
    pub unmet: Vec<Condition>,
    /// The role that it gives when it fits.
    pub role: Role,
    /// On which team; null: everywhere.
    pub team_id: Option<TeamId>,
    /// In which environment; null: everywhere.
    pub environment: Option<String>,
}

/// What a token with these claims would be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CheckedClaims {
    /// In one word.
    pub outcome: ClaimsOutcome,
    /// Who the subject is already; null: nobody yet.
    pub principal: Option<ActorRef>,
    /// Every rule of the issuer in force.
    pub rules: Vec<CheckedRule>,
}

/// Check claims
///
/// Which rules a token with these claims fits, which condition of the others it does not, and what it would be.
#[utoipa::path(
    tag = "people",
    security(("token" = ["claim_rule.manage"])),
    request_body = CheckClaims,
    responses(
        (status = 200, description = "What it would be.", body = CheckedClaims),
    )
)]
#[post("/claim-rules/check")]
pub async fn check_claims(
    app: Data<App>,
    _caller: Authorized<may::ManageClaimRules>,
    Json(body): Json<CheckClaims>,
) -> Result<HttpResponse, Failure> {
    let claims = body.claims;
    let text = |name: &str| {
        let text = claims.get(name).and_then(Value::as_str);
        text.ok_or_else(|| Failure::invalid(format!("/claims/{name}"), "a text"))
    };
    let (issuer, subject) = (text("iss")?, text("sub")?);
    let mut conn = app.read().await?;
    let known = store::subject(&mut conn, issuer, subject).await?;
    let principal = match known {
        Some(known) => {
            let member = store::member(&mut conn, known.principal_id).await?;
            Some(ActorRef::new(member.id, member.kind, member.name))
        }
        None => None,
    };
    let rules: Vec<CheckedRule> = claim_rules(&mut conn, issuer)
        .await?
        .into_iter()
        .map(|rule| {
            let unmet: Vec<Condition> = rule.unmet(&claims).cloned().collect();
            CheckedRule {
                id: rule.id,
                name: rule.name,
                fits: unmet.is_empty(),
                unmet,
                role: rule.role,
                team_id: rule.team_id,
                environment: rule.environment,
            }
        })
        .collect();
    let mut issuers = app.config.issuers.iter();
    let outcome = if !issuers.any(|trusted| trusted.issuer == issuer) {
        ClaimsOutcome::UntrustedIssuer
    } else if known.is_some_and(|known| !known.by_rule) {
        ClaimsOutcome::Member
    } else if rules.iter().any(|rule| rule.fits) {
        ClaimsOutcome::Machine
    } else {
        ClaimsOutcome::UnknownPrincipal
    };
    Ok(page(&CheckedClaims {
        outcome,
        principal,
        rules,
    }))
}
