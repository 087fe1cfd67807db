//! Ids: one newtype for each kind of entity, all UUIDv7 from one injected source.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use uuid::Uuid;

/// Where new ids come from.
#[derive(Debug, Clone)]
pub enum Ids {
    /// UUIDv7 of the machine's clock and randomness.
    Random,
    /// 1, 2, 3 ... as UUIDs: for tests that compare whole answers.
    Sequence(Arc<AtomicU64>),
}

impl Ids {
    /// The next id, never given before.
    #[must_use]
    pub fn next(&self) -> Uuid {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the source of ids")]
            Self::Random => Uuid::now_v7(),
            Self::Sequence(last) => {
                Uuid::from_u128(u128::from(last.fetch_add(1, Ordering::Relaxed) + 1))
            }
        }
    }
}

/// `N` bytes nobody can guess: salts and secrets.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system gives randomness");
    bytes
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, sqlx::Type, utoipa::ToSchema,
        )]
        #[serde(transparent)]
        #[sqlx(transparent)]
        #[schema(value_type = Uuid, format = "uuid")]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// An alias of a model.
    AliasId,
    /// A consumer of models.
    ApplicationId,
    /// One person's word on a proposal.
    ApprovalId,
    /// A result file.
    ArtefactId,
    /// A refused command.
    AttemptId,
    /// What tokens of an issuer may do.
    ClaimRuleId,
    /// What somebody said about a promotion.
    CommentId,
    /// A comparison that was kept as evidence.
    ComparisonId,
    /// development, staging, production ...
    EnvironmentId,
    /// One run of a suite on a version.
    EvaluationId,
    /// Something the service noticed and somebody owns.
    FindingId,
    /// A role bound to a principal.
    GrantId,
    /// Which version a model's name means.
    MatchRuleId,
    /// A named family of versions.
    ModelId,
    /// A named set of requirements.
    PolicyId,
    /// An immutable content of a policy.
    PolicyVersionId,
    /// A person, a machine or the service itself.
    PrincipalId,
    /// A request to move a version up.
    PromotionId,
    /// A name that applications call in an environment.
    RouteId,
    /// A session of the console, and the sign-in that began it.
    SessionId,
    /// One allocation of a route.
    SnapshotId,
    /// A test set.
    SuiteId,
    /// An immutable state of a test set.
    SuiteVersionId,
    /// A team.
    TeamId,
    /// An API token.
    TokenId,
    /// An immutable, numbered entry of a model.
    VersionId,
    /// A requirement that need not hold for one move.
    WaiverId,
}
