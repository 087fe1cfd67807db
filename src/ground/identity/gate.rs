//! What the server keeps to know who asks.

use std::pin::Pin;

use actix_web::HttpRequest;
use actix_web::web::Data;

use super::{KeySets, Throttle, Uses};
use crate::ground::kernel::{App, ClaimRuleId, Failure, PrincipalId};

/// A subject that nobody answers for yet and that a claim rule admits.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// `iss`.
    pub issuer: String,
    /// `sub`.
    pub subject: String,
    /// The rule.
    pub rule: ClaimRuleId,
    /// What people call it.
    pub rule_name: String,
    /// Who made the rule.
    pub responsible: PrincipalId,
}

/// Makes a machine of a newcomer. This module only reads: `domain::access` writes it.
pub type Admission = fn(App, Newcomer) -> Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// Key sets, last uses, wrong secrets, and how machines are let in.
#[derive(Debug)]
pub struct Gate {
    /// The key sets of issuers.
    pub keys: KeySets,
    /// What was used since it was last written.
    pub uses: Uses,
    /// Who shows wrong secrets.
    pub wrong: Throttle,
    /// What makes a machine of a newcomer.
    pub admission: Admission,
}

impl Gate {
    /// Nothing noted yet.
    #[must_use]
    pub fn new(keys: KeySets, admission: Admission) -> Self {
        Self {
            keys,
            uses: Uses::default(),
            wrong: Throttle::default(),
            admission,
        }
    }

    /// The gate of the server that took this request.
    pub(super) fn of(request: &HttpRequest) -> Result<&Self, Failure> {
        let gate = request.app_data::<Data<Self>>();
        gate.map(|gate| gate.get_ref())
            .ok_or_else(|| Failure::inconsistent("the server has no gate"))
    }
}
