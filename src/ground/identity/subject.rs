//! The caller of a token that a trusted issuer signed.
//!
//! Invariants: a subject that somebody said who it is keeps that member's roles, and no rule adds to them. Any other
//! is a machine with what all rules that its claims fit give together, now: a rule that is turned off gives nothing
//! from then on. Without a rule it is nobody.

use chrono::{DateTime, Utc};

use super::claims::{RuleInForce, environments};
use super::gate::{Gate, Newcomer};
use super::jwt::Claims;
use super::store::{self, Known};
use super::{Caller, Means};
use crate::ground::http::RequestContext;
use crate::ground::kernel::{App, Failure};

enum Looked {
    Known(Known, Vec<RuleInForce>),
    New(Newcomer),
}

/// The caller of checked claims. The first time a rule fits, a machine is made of it.
///
/// # Errors
/// [`Failure::UnknownPrincipal`]; the member is suspended; or the database is away.
pub async fn by_claims(
    app: &App,
    gate: &Gate,
    claims: &Claims,
    now: DateTime<Utc>,
    request: RequestContext,
) -> Result<Caller, Failure> {
    let mut looked = look(app, claims).await?;
    if let Looked::New(newcomer) = looked {
        (gate.admission)(app.clone(), newcomer).await?;
        looked = look(app, claims).await?;
    }
    let Looked::Known(known, rules) = looked else {
        return Err(Failure::UnknownPrincipal);
    };
    let mut caller = known.caller(Means::Jwt, claims.ends_at(), now, request)?;
    if !rules.is_empty() {
        caller.environments = environments(&rules);
        caller
            .bindings
            .extend(rules.iter().map(RuleInForce::binding));
    }
    Ok(caller)
}

async fn look(app: &App, claims: &Claims) -> Result<Looked, Failure> {
    let mut asking = app.ask().await?;
    let known = store::by_subject(asking.conn(), &claims.iss, &claims.sub).await?;
    let known = match known {
        Some(known) if !known.by_rule => {
            asking.done();
            return Ok(Looked::Known(known, Vec::new()));
        }
        known => known,
    };
    let rules = store::claim_rules(asking.conn(), &claims.iss).await?;
    asking.done();
    let rules: Vec<RuleInForce> = rules
        .into_iter()
        .filter(|rule| rule.admits(&claims.all))
        .collect();
    let Some(first) = rules.first() else {
        return Err(Failure::UnknownPrincipal);
    };
    match known {
        // Whose responsible person has gone is admitted again, by a rule of somebody who is here.
        Some(known) if known.is_answered_for() => Ok(Looked::Known(known, rules)),
        Some(_) | None => Ok(Looked::New(Newcomer {
            issuer: claims.iss.clone(),
            subject: claims.sub.clone(),
            rule: first.id,
            rule_name: first.name.clone(),
            responsible: first.responsible,
        })),
    }
}
