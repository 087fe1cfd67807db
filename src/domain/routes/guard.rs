//! What policies have against a new use of a version. They come after routes, so the commands are handed the question.

use std::pin::Pin;

use uuid::Uuid;

use crate::domain::models::Stage;
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{ApplicationId, Failure, Reason, VersionId};

/// Versions that are about to be put on a route where they were not.
#[derive(Debug, Clone, Copy)]
pub struct NewUse<'a> {
    /// The versions, locked.
    pub versions: &'a [VersionId],
    /// The stage that the environment requires.
    pub stage: Stage,
    /// The application that calls the route.
    pub application: ApplicationId,
    /// What the command changes, for the instant at which it is decided.
    pub entities: &'a [Uuid],
}

/// Answers every reason against a new use, under the command's locks.
pub type Guard = for<'a> fn(
    &'a mut UnitOfWork,
    NewUse<'a>,
) -> Pin<Box<dyn Future<Output = Result<Vec<Reason>, Failure>> + 'a>>;
