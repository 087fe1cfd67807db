//! Applications: the use cases, where risk lives.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{ApplicationId, Instant, PrincipalId, Revision, TeamId, TextDigest};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
            utoipa::ToSchema,
        )]
        #[serde(rename_all = "snake_case")]
        #[sqlx(type_name = "text", rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),* }
    };
}

words! {
    /// How much depends on it.
    Criticality {
        /// Little.
        Low,
        /// Some.
        Medium,
        /// Much.
        High,
        /// Everything.
        Critical,
    }
}
words! {
    /// What data it handles.
    DataClass {
        /// Anybody may know them.
        Public,
        /// The company's own.
        Internal,
        /// Few may know them.
        Confidential,
        /// Protected by law or contract.
        Restricted,
    }
}
words! {
    /// What harm it can do.
    RiskTier {
        /// Hardly any.
        Minimal,
        /// Some.
        Limited,
        /// A lot.
        High,
    }
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Who owns it.
    pub team_id: TeamId,
    /// Its name, unique in the team.
    pub name: String,
    /// Names what it does.
    pub purpose_digest: Option<TextDigest>,
    /// How much depends on it.
    pub criticality: Criticality,
    /// What data it handles.
    pub data_class: DataClass,
    /// What harm it can do.
    pub risk_tier: RiskTier,
    /// Free vocabulary: `eu-ai-act:high-risk` ...
    pub regulatory_class: Option<String>,
    /// When somebody looks at all this again.
    pub review_due: Option<NaiveDate>,
    /// Who described it.
    pub created_by: PrincipalId,
    /// When.
    pub created_at: Instant,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Application {
    const KIND: &'static str = "application";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
