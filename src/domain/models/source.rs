//! Where a version's answers come from, as stated and immutable.

use serde::{Deserialize, Serialize};

use crate::ground::kernel::{FieldProblem, Sha256, text_problem, words};

/// Bytes of each field at most.
pub const FIELD_BYTES_MAX: usize = 1024;

/// A hosted offering, weights, or something that only words describe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// What a platform serves under its own id.
    Hosted {
        /// The platform: `openai`, `bedrock`, `azure-foundry`, `vertex` ...
        #[schema(example = "anthropic")]
        platform: String,
        /// The exact model string of the platform.
        #[schema(example = "claude-sonnet-4-5-20250929")]
        native_id: String,
        /// Region, as the platform names it.
        #[serde(default)]
        region: Option<String>,
        /// Deployment type, as the platform names it.
        #[serde(default)]
        deployment_type: Option<String>,
    },
    /// Files that we hold.
    Weights {
        /// Where they are.
        #[schema(example = "s3://models/ticket-triage/7/")]
        uri: String,
        /// What they are.
        digest: Sha256,
    },
    /// A system that only words describe.
    Opaque {
        /// The words.
        text: String,
    },
}

/// Which of the three a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// What a platform serves under its own id.
    Hosted,
    /// Files that we hold.
    Weights,
    /// What only words describe.
    Opaque,
}

impl SourceKind {
    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hosted => "hosted",
            Self::Weights => "weights",
            Self::Opaque => "opaque",
        }
    }
}

impl Source {
    /// Its words, for search: everything that was stated.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let stated = match self {
            Self::Hosted {
                platform,
                native_id,
                region,
                deployment_type,
            } => [
                Some(native_id.clone()),
                Some(platform.clone()),
                region.clone(),
                deployment_type.clone(),
            ],
            Self::Weights { uri, digest } => {
                [Some(uri.clone()), Some(digest.to_string()), None, None]
            }
            Self::Opaque { text } => [Some(text.clone()), None, None, None],
        };
        words(&stated.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    /// What a version is looked up by: the platform's model string, the digest of the weights, or the words.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Hosted { native_id, .. } => native_id.clone(),
            Self::Weights { digest, .. } => digest.to_string(),
            Self::Opaque { text } => text.clone(),
        }
    }

    /// All problems of the fields.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let fields: Vec<(&str, Option<&str>)> = match self {
            Self::Hosted {
                platform,
                native_id,
                region,
                deployment_type,
            } => vec![
                ("platform", Some(platform)),
                ("native_id", Some(native_id)),
                ("region", region.as_deref()),
                ("deployment_type", deployment_type.as_deref()),
            ],
            Self::Weights { uri, digest: _ } => vec![("uri", Some(uri))],
            Self::Opaque { text } => vec![("text", Some(text))],
        };
        fields
            .into_iter()
            .filter_map(|(name, value)| {
                let value = value?;
                let problem = if value.trim().is_empty() {
                    Some("text that is not empty".to_owned())
                } else {
                    text_problem(value, FIELD_BYTES_MAX).map(|problem| problem.0)
                };
                Some(FieldProblem::new(format!("/source/{name}"), problem?))
            })
            .collect()
    }
}
