//! How a command fails. Invariant: what the outside may read and what only the log may are different fields.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Revision;

/// One way to clear a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Remedy {
    /// What to do, in words.
    pub text: String,
    /// A command line that does it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub command: Option<String>,
    /// A page of the console where it is done.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub href: Option<String>,
}

impl Remedy {
    /// Words alone.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            command: None,
            href: None,
        }
    }

    /// The same with a command line.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// The same with a command line in which these names stand; without one when a shell would take a name for more
    /// than a word. Names come from files too, and people paste commands.
    #[must_use]
    pub fn command_naming(self, names: &[&str], command: impl Into<String>) -> Self {
        let is_word = |name: &&str| {
            !name.starts_with('-')
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "_-.:/@+%".contains(c))
        };
        if names.iter().all(is_word) {
            self.command(command)
        } else {
            self
        }
    }

    /// The same with a page of the console.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

/// Why a rule refuses: one of all its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reason {
    /// Stable, `snake_case`, listed in `openapi/problems.md`.
    pub code: String,
    /// A sentence for people, with the numbers involved.
    pub message: String,
    /// The dynamic parts of the sentence.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// What clears it.
    pub remedies: Vec<Remedy>,
}

impl Reason {
    /// A reason with its sentence; add parameters and remedies with the methods below.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            params: Map::new(),
            remedies: Vec::new(),
        }
    }

    /// Adds one dynamic part.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.into(), value.into());
        self
    }

    /// Adds one way out.
    #[must_use]
    pub fn remedy(mut self, remedy: Remedy) -> Self {
        self.remedies.push(remedy);
        self
    }
}

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FieldProblem {
    /// JSON pointer (RFC 6901) into the body, or the name of a query parameter.
    pub pointer: String,
    /// What was wrong.
    pub message: String,
    /// What would be right.
    pub expected: String,
}

impl FieldProblem {
    /// A field that is not what was expected.
    #[must_use]
    pub fn new(pointer: impl Into<String>, expected: impl Into<String>) -> Self {
        let expected = expected.into();
        Self {
            pointer: pointer.into(),
            message: format!("Expected {expected}."),
            expected,
        }
    }

    /// The same with its own sentence.
    #[must_use]
    pub fn because(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }
}

/// The answer that an idempotency key already has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// HTTP status.
    pub status: u16,
    /// The entity tag it carried.
    pub etag: Option<String>,
    /// The location it carried.
    pub location: Option<String>,
    /// JSON.
    pub body: String,
}

/// The database said no, or the log would be broken. Never shown outside.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The driver's word.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A state that the code promises never to reach.
    #[error("inconsistent: {0}")]
    Inconsistent(String),
}

impl StoreError {
    /// Whether the database is away, full or stopping: the same request may succeed later.
    #[must_use]
    pub fn is_away(&self) -> bool {
        let Self::Database(error) = self else {
            return false;
        };
        matches!(
            error,
            sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
        ) || error.as_database_error().is_some_and(|error| {
            // Classes of SQLSTATE: connection, rollback of a deadlock, resources, operator intervention, system.
            error.code().is_some_and(|code| {
                ["08", "40", "53", "57", "58"]
                    .iter()
                    .any(|class| code.starts_with(class))
            })
        })
    }
}

/// All ways in which a request can fail. One exhaustive match turns it into a problem.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The request cannot be read.
    #[error("malformed")]
    Malformed(FieldProblem),
    /// Nobody is signed in.
    #[error("unauthenticated")]
    Unauthenticated {
        /// `unauthenticated`, `token_expired`, `token_revoked` ...
        code: &'static str,
    },
    /// Somebody is, but may not do this.
    #[error("forbidden")]
    Forbidden {
        /// The permission that is missing.
        permission: &'static str,
        /// Who may, in words.
        message: String,
    },
    /// A token of a known issuer whose subject nobody knows here.
    #[error("unknown principal")]
    UnknownPrincipal,
    /// It does not exist, or the caller may not know that it does.
    #[error("not found")]
    NotFound {
        /// The kind of entity: `model`, `version` ...
        kind: &'static str,
    },
    /// The path exists with other methods.
    #[error("method not allowed")]
    MethodNotAllowed {
        /// The methods that it has, as in `Allow`.
        allow: String,
    },
    /// A rule says no. All its reasons.
    #[error("refused")]
    Refused(Vec<Reason>),
    /// Another change came first.
    #[error("stale")]
    Stale {
        /// The entity's revision now.
        current: Revision,
    },
    /// A transition without `If-Match`.
    #[error("precondition required")]
    PreconditionRequired,
    /// Too much.
    #[error("too large")]
    TooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// The body has another media type.
    #[error("unsupported media type")]
    UnsupportedMediaType {
        /// What would be right.
        expected: &'static str,
    },
    /// Well-formed but wrong. All problems.
    #[error("invalid")]
    Invalid(Vec<FieldProblem>),
    /// Too often.
    #[error("too many requests")]
    TooManyRequests {
        /// When to come back.
        retry_after_seconds: u32,
    },
    /// The same idempotency key is being worked on.
    #[error("request in progress")]
    RequestInProgress,
    /// The key was used for another request.
    #[error("idempotency key reused")]
    KeyReused,
    /// The key's answer held a secret.
    #[error("secret shown once")]
    SecretShownOnce,
    /// The key's answer, again.
    #[error("replayed")]
    Replayed(StoredAnswer),
    /// What is in memory is older than the route allows.
    #[error("too old")]
    Stalled,
    /// The keys of a token's issuer cannot be had.
    #[error("keys unavailable")]
    KeysUnavailable,
    /// The database is away or full.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Failure {
    /// Whether the database is away.
    #[must_use]
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_away())
    }

    /// A parameter or field that cannot be read.
    #[must_use]
    pub fn malformed(pointer: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::Malformed(FieldProblem::new(pointer, expected))
    }

    /// One invalid field.
    #[must_use]
    pub fn invalid(pointer: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldProblem::new(pointer, expected)])
    }

    /// One reason of a rule.
    #[must_use]
    pub fn refused(reason: Reason) -> Self {
        Self::Refused(vec![reason])
    }

    /// A state that the code promises never to reach.
    #[must_use]
    pub fn inconsistent(what: impl Into<String>) -> Self {
        Self::Store(StoreError::Inconsistent(what.into()))
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(StoreError::Database(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_means_something_to_a_shell_stands_in_no_command() {
        for (name, stands) in [
            ("support-fr", true),
            ("acme/large:8b", true),
            ("a; rm -rf ~", false),
            ("$(id)", false),
            ("two words", false),
            ("--help", false),
        ] {
            let remedy = Remedy::text("Look.").command_naming(&[name], format!("show {name}"));
            assert_eq!(remedy.command.is_some(), stands, "{name}");
        }
    }
}
