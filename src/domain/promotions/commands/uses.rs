//! Putting a version to a use that nobody decided: permission is given for a version, risk comes with its use.

use std::pin::Pin;

use super::proposal::guarded;
use crate::domain::comparisons;
use crate::domain::promotions::{rules, store};
use crate::domain::routes::{self, NewUse};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{Failure, Reason};

/// Every reason against a new use of versions, for the commands of routes ([`routes::Guard`]).
pub fn new_use<'a>(
    uow: &'a mut UnitOfWork,
    new: NewUse<'a>,
) -> Pin<Box<dyn Future<Output = Result<Vec<Reason>, Failure>> + 'a>> {
    Box::pin(against(uow, new))
}

async fn against(uow: &mut UnitOfWork, new: NewUse<'_>) -> Result<Vec<Reason>, Failure> {
    let (stage, application) = (new.stage, new.application);
    let mut open = Vec::new();
    for version in new.versions {
        // What was recorded as already running is put where it runs; policies are for its next move.
        if store::use_decided(uow.conn(), *version, stage, application).await?
            || store::stands_adopted(uow.conn(), *version).await?
        {
            continue;
        }
        let team = comparisons::store::team_of(uow.conn(), *version).await?;
        store::share_policies(uow, team).await?;
        open.push(*version);
    }
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let name = routes::store::share_application(uow, application)
        .await?
        .name;
    let now = uow.decide_at(new.entities).await?;
    let mut reasons = Vec::new();
    for version in open {
        let (collected, policies) =
            guarded(uow.conn(), version, stage, Some(application), None, now).await?;
        let verdict = rules::judge(version, &collected.facts, &policies)?;
        reasons.extend(rules::against_use(&collected.facts, &verdict, &name));
    }
    Ok(reasons)
}
