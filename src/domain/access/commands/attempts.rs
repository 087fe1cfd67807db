//! Writes down what was refused.

use uuid::Uuid;

use crate::domain::access::{Attempt, store};
use crate::ground::audit::{Changes, UnitOfWork};
use crate::ground::identity::Caller;
use crate::ground::kernel::{App, Failure, Revision};

/// What was tried.
#[derive(Debug)]
pub struct Tried {
    /// `route.kill`.
    pub command: String,
    /// `route`.
    pub subject_kind: String,
    /// Nil when it was to be created.
    pub subject_id: Uuid,
    /// Why it was refused.
    pub codes: Vec<String>,
}

/// Writes down a refused command, after it was undone.
///
/// # Errors
/// The database is away.
pub async fn record_attempt(app: &App, caller: &Caller, tried: Tried) -> Result<(), Failure> {
    // The key belongs to the command, not to this.
    let caller = Caller {
        request: caller.request.without_key(),
        ..caller.clone()
    };
    let mut uow = UnitOfWork::begin(app, &caller).await?;
    let now = uow.decide_at(&[]).await?;
    let attempt = Attempt {
        id: uow.new_id(),
        principal_id: caller.principal,
        command: tried.command,
        subject_kind: tried.subject_kind,
        subject_id: tried.subject_id,
        codes: tried.codes,
        created_at: now,
        revision: Revision::FIRST,
    };
    store::insert_attempt(&mut uow, &attempt).await?;
    uow.decided(Changes::of("attempt.refused", &attempt), ())
        .commit()
        .await
}
