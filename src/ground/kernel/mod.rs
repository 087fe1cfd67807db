//! Vocabulary without a domain. Invariant: the only place that asks a machine for time or randomness.

mod app;
mod clock;
mod decimal;
mod difference;
mod digest;
mod error;
mod ids;
mod instant;
mod kept;
mod names;
mod page;
mod pools;
mod revision;
mod text;
mod writing;

pub use app::App;
pub use clock::Clock;
pub use decimal::{Decimal, DecimalError};
pub use difference::first_difference;
pub use digest::Sha256;
pub use error::{Failure, FieldProblem, Reason, Remedy, StoreError, StoredAnswer};
pub use ids::{
    AliasId, ApplicationId, ApprovalId, ArtefactId, AttemptId, ClaimRuleId, CommentId,
    ComparisonId, EnvironmentId, EvaluationId, FindingId, GrantId, Ids, MatchRuleId, ModelId,
    PolicyId, PolicyVersionId, PrincipalId, PromotionId, RouteId, SessionId, SnapshotId, SuiteId,
    SuiteVersionId, TeamId, TokenId, VersionId, WaiverId, random_bytes,
};
pub use instant::Instant;
pub use kept::KEPT_MAX;
pub use names::{NameProblem, fold, reason_problem, slug, text_problem, words, words_query};
pub use page::{Page, PageRequest, PageToken, Paged};
pub use pools::{Connections, NEAR_MAX};
pub use revision::Revision;
pub use text::TextDigest;
pub use writing::Writing;

/// All migrations, in order, compiled into the binary.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");
