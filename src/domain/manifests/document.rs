//! Documents: what the files say. What a document leaves out stays as it is.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DocumentKind, Label};
use crate::domain::access::ClaimRuleState;
use crate::domain::evaluations::rules::language_tag;
use crate::domain::evaluations::{SuiteMetric, TrustClass};
use crate::domain::promotions::{PolicyContent, PolicyState};
use crate::domain::routes::{Criticality, DataClass, RiskTier};
use crate::ground::identity::Role;
use crate::ground::identity::claims::Condition;

macro_rules! documents {
    ($($(#[$doc:meta])* $name:ident as $word:ident::$variant:ident { $($fields:tt)* })*) => {
        $(
            /// The word in `kind`.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
            #[serde(rename_all = "snake_case")]
            pub enum $word {
                /// The only one.
                #[default]
                $variant,
            }

            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
            #[serde(deny_unknown_fields)]
            pub struct $name {
                /// What the document is about.
                pub kind: $word,
                $($fields)*
            }
        )*

        /// One document.
        #[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
        #[serde(untagged)]
        pub enum Document {
            $($(#[$doc])* $variant($name),)*
        }
    };
}

documents! {
    /// A team. Its slug is its identity; teams are created, never changed or pruned.
    TeamDocument as TeamWord::Team {
        /// `[a-z0-9][a-z0-9-]{0,62}`.
        #[schema(example = "support")]
        pub slug: String,
        /// What people call it.
        #[schema(example = "Support")]
        pub name: String,
    }
    /// A model, by team and name. Versions, stages and aliases are not in files.
    ModelDocument as ModelWord::Model {
        /// The slug of the team that owns it.
        #[schema(example = "support")]
        pub team: String,
        /// Its name.
        #[schema(example = "ticket-triage")]
        pub name: String,
        /// The name that it had: where nothing has `name` and something has this, that is renamed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "triage")]
        pub formerly: Option<String>,
        /// What it is for; empty: nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "Sorts tickets by urgency.")]
        pub description: Option<String>,
        /// Its tags, all of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = json!({"owner": "support"}))]
        pub tags: Option<BTreeMap<String, String>>,
    }
    /// A suite, by team and name. Evaluations are not in files.
    SuiteDocument as SuiteWord::Suite {
        /// The slug of the team that owns it.
        #[schema(example = "support")]
        pub team: String,
        /// Its name.
        #[schema(example = "support-fr")]
        pub name: String,
        /// The name that it had: where nothing has `name` and something has this, that is renamed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "support-french")]
        pub formerly: Option<String>,
        /// What its numbers may be used for.
        pub trust_class: TrustClass,
        /// BCP 47; empty: none or several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "fr")]
        pub language: Option<String>,
        /// Names or globs of the tasks that belong to it, all of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(max_items = 1000)]
        pub tasks: Option<Vec<String>>,
        /// What it is; empty: nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "Answers to French customers, judged by two people.")]
        pub description: Option<String>,
        /// The metric to show first; empty: none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "acc")]
        pub primary_metric: Option<String>,
        /// What its metrics mean where no report says it, all of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(max_items = 100)]
        pub metrics: Option<Vec<SuiteMetric>>,
    }
    /// An application, by team and name.
    ApplicationDocument as ApplicationWord::Application {
        /// The slug of the team that owns it.
        #[schema(example = "support")]
        pub team: String,
        /// Its name.
        #[schema(example = "helpdesk")]
        pub name: String,
        /// The name that it had: where nothing has `name` and something has this, that is renamed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "service-desk")]
        pub formerly: Option<String>,
        /// What it does.
        #[schema(example = "Answers customers by mail.")]
        pub purpose: String,
        /// How much depends on it.
        pub criticality: Criticality,
        /// What data it handles.
        pub data_class: DataClass,
        /// What harm it can do.
        pub risk_tier: RiskTier,
        /// Free vocabulary.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "eu-ai-act:limited")]
        pub regulatory_class: Option<String>,
        /// When somebody looks at all this again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub review_due: Option<NaiveDate>,
    }
    /// A policy, by team and name. Another content is published under the next number; the same is not.
    PolicyDocument as PolicyWord::Policy {
        /// The slug of the team that owns it; without it the installation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "support")]
        pub team: Option<String>,
        /// Its name.
        #[schema(example = "production-gate")]
        pub name: String,
        /// The name that it had: where nothing has `name` and something has this, that is renamed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "gate")]
        pub formerly: Option<String>,
        /// Whether it is in force when it is made; left out, it is. One that is there is turned on and off by people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub state: Option<PolicyState>,
        /// What it says.
        pub content: PolicyContent,
    }
    /// A route, by environment and key. A new one serves nothing until somebody switches it; what one serves, pins,
    /// kills and falls back to is not in files.
    RouteDocument as RouteWord::Route {
        /// The environment's slug.
        #[schema(example = "production")]
        pub environment: String,
        /// Its key.
        #[schema(example = "support-bot")]
        pub key: String,
        /// The slug of the team of the application.
        #[schema(example = "support")]
        pub team: String,
        /// The name of the application that calls it.
        #[schema(example = "helpdesk")]
        pub application: String,
    }
    /// A claim rule, by name: which machines are members, and as what.
    ClaimRuleDocument as ClaimRuleWord::ClaimRule {
        /// What people call it.
        #[schema(example = "support-ci")]
        pub name: String,
        /// The exact `iss`.
        #[schema(example = "https://login.example.com")]
        pub issuer: String,
        /// 1 to 8, all of which hold.
        #[schema(min_items = 1, max_items = 8)]
        pub conditions: Vec<Condition>,
        /// Not `admin` and not `reviewer`.
        pub role: Role,
        /// The slug of the team on which it gives the role; without it everywhere.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "support")]
        pub team: Option<String>,
        /// The environment in which it gives the role; without it everywhere.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(example = "production")]
        pub environment: Option<String>,
        /// Whether it lets anybody in when it is made; left out, it does. One that is there is turned on and off by people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub state: Option<ClaimRuleState>,
    }
}

impl Document {
    /// What it is about.
    #[must_use]
    pub fn label(&self) -> Label {
        let (kind, within, name) = match self {
            Self::Team(team) => (DocumentKind::Team, None, &team.slug),
            Self::Model(model) => (DocumentKind::Model, Some(&model.team), &model.name),
            Self::Suite(suite) => (DocumentKind::Suite, Some(&suite.team), &suite.name),
            Self::Application(one) => (DocumentKind::Application, Some(&one.team), &one.name),
            Self::Policy(policy) => (DocumentKind::Policy, policy.team.as_ref(), &policy.name),
            Self::Route(route) => (DocumentKind::Route, Some(&route.environment), &route.key),
            Self::ClaimRule(rule) => (DocumentKind::ClaimRule, None, &rule.name),
        };
        Label {
            kind,
            within: within.cloned().unwrap_or_default(),
            name: name.clone(),
        }
    }

    /// What it was about before a rename.
    #[must_use]
    pub fn former_label(&self) -> Option<Label> {
        let formerly = match self {
            Self::Model(model) => model.formerly.clone(),
            Self::Suite(suite) => suite.formerly.clone(),
            Self::Application(application) => application.formerly.clone(),
            Self::Policy(policy) => policy.formerly.clone(),
            Self::Team(_) | Self::Route(_) | Self::ClaimRule(_) => None,
        };
        formerly.map(|name| Label {
            name,
            ..self.label()
        })
    }

    /// The slug of the team that it is in; `None`: the installation.
    #[must_use]
    pub fn team(&self) -> Option<&str> {
        match self {
            Self::Team(_) => None,
            Self::Model(model) => Some(&model.team),
            Self::Suite(suite) => Some(&suite.team),
            Self::Application(application) => Some(&application.team),
            Self::Policy(policy) => policy.team.as_deref(),
            Self::Route(route) => Some(&route.team),
            Self::ClaimRule(rule) => rule.team.as_deref(),
        }
    }

    /// The environment that its permission is asked for.
    #[must_use]
    pub fn environment(&self) -> Option<&str> {
        match self {
            Self::Route(route) => Some(&route.environment),
            Self::Team(_)
            | Self::Model(_)
            | Self::Suite(_)
            | Self::Application(_)
            | Self::Policy(_)
            | Self::ClaimRule(_) => None,
        }
    }

    /// The same as an export writes it: what is on is not said, so that the file turns nothing on later.
    #[must_use]
    pub fn exported(mut self) -> Self {
        match &mut self {
            Self::Policy(policy) => policy.state.take_if(|state| *state == PolicyState::Active),
            Self::ClaimRule(rule) => {
                rule.state.take_if(|state| *state == ClaimRuleState::On);
                None
            }
            Self::Team(_)
            | Self::Model(_)
            | Self::Suite(_)
            | Self::Application(_)
            | Self::Route(_) => None,
        };
        self
    }

    /// The same in the form in which it is kept, so that two ways to say the same are no difference.
    #[must_use]
    pub fn normal(mut self) -> Self {
        if let Self::Suite(suite) = &mut self {
            if let Some(tasks) = &mut suite.tasks {
                tasks.sort();
                tasks.dedup();
            }
            if let Some(metrics) = &mut suite.metrics {
                metrics.sort_by(|one, other| one.name.cmp(&other.name));
            }
            if let Some(tag) = suite.language.as_deref().and_then(language_tag) {
                suite.language = Some(tag);
            }
        }
        self
    }
}
