//! Something that has a name: what a command finds under its lock.

use uuid::Uuid;

use crate::domain::evaluations::Suite;
use crate::domain::models::Model;
use crate::domain::names::NamedKind;
use crate::domain::promotions::Policy;
use crate::domain::routes::{Application, Route};
use crate::ground::audit::Changes;
use crate::ground::identity::{Permission, Permit, may};
use crate::ground::kernel::{Instant, Revision, TeamId};

/// One of the things that have a name.
#[derive(Debug, Clone)]
pub enum Subject {
    /// A model.
    Model(Model),
    /// An application.
    Application(Application),
    /// A suite.
    Suite(Suite),
    /// A policy.
    Policy(Policy),
    /// A route.
    Route {
        /// The route.
        route: Box<Route>,
        /// Its environment's slug.
        environment: String,
    },
}

/// What happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is hidden.
    Hide,
    /// It is shown again.
    Unhide,
    /// It gets another name.
    Rename,
}

/// The permission that changing something of a kind needs.
#[must_use]
pub const fn permission(kind: NamedKind) -> Permission {
    match kind {
        NamedKind::Model => may::RegisterModels::PERMISSION,
        NamedKind::Application => may::ManageApplications::PERMISSION,
        NamedKind::Suite => may::ManageSuites::PERMISSION,
        NamedKind::Policy => may::ManagePolicies::PERMISSION,
        NamedKind::Route => may::SwitchRoutes::PERMISSION,
    }
}

/// The same of every variant.
macro_rules! each {
    ($subject:expr, $one:ident => $what:expr) => {
        match $subject {
            Subject::Model($one) => $what,
            Subject::Application($one) => $what,
            Subject::Suite($one) => $what,
            Subject::Policy($one) => $what,
            Subject::Route { route: $one, .. } => $what,
        }
    };
}

impl Subject {
    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> NamedKind {
        match self {
            Self::Model(_) => NamedKind::Model,
            Self::Application(_) => NamedKind::Application,
            Self::Suite(_) => NamedKind::Suite,
            Self::Policy(_) => NamedKind::Policy,
            Self::Route { .. } => NamedKind::Route,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        each!(self, one => one.id.0)
    }

    /// Who owns it; `None`: the installation.
    #[must_use]
    pub const fn team(&self) -> Option<TeamId> {
        match self {
            Self::Model(model) => Some(model.team_id),
            Self::Application(application) => Some(application.team_id),
            Self::Suite(suite) => Some(suite.team_id),
            Self::Policy(policy) => policy.team_id,
            Self::Route { route, .. } => Some(route.team_id),
        }
    }

    /// The environment that its permission is asked for.
    #[must_use]
    pub fn environment(&self) -> Option<&str> {
        match self {
            Self::Route { environment, .. } => Some(environment),
            Self::Model(_) | Self::Application(_) | Self::Suite(_) | Self::Policy(_) => None,
        }
    }

    /// What people call it.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Model(model) => model.name.clone(),
            Self::Application(application) => application.name.clone(),
            Self::Suite(suite) => suite.name.clone(),
            Self::Policy(policy) => policy.name.clone(),
            Self::Route { route, environment } => format!("{environment}/{}", route.key),
        }
    }

    /// Since when it is hidden.
    #[must_use]
    pub fn hidden_at(&self) -> Option<Instant> {
        each!(self, one => one.hidden_at)
    }

    /// How often it changed.
    #[must_use]
    pub fn revision(&self) -> Revision {
        each!(self, one => one.revision)
    }

    /// Hides it or shows it again, in its next revision.
    pub fn set_hidden(&mut self, at: Option<Instant>) {
        each!(self, one => {
            one.hidden_at = at;
            one.revision = one.revision.next();
        });
    }

    /// Gives it another name, in its next revision. A route keeps its key.
    pub fn set_name(&mut self, name: &str) {
        match self {
            Self::Model(model) => name.clone_into(&mut model.name),
            Self::Application(application) => name.clone_into(&mut application.name),
            Self::Suite(suite) => name.clone_into(&mut suite.name),
            Self::Policy(policy) => name.clone_into(&mut policy.name),
            Self::Route { .. } => return,
        }
        each!(self, one => one.revision = one.revision.next());
    }

    /// The change that the log tells.
    pub fn changed(&self, turn: Turn) -> Changes {
        match self {
            Self::Model(model) => Changes::of(
                match turn {
                    Turn::Hide => "model.hidden",
                    Turn::Unhide => "model.unhidden",
                    Turn::Rename => "model.renamed",
                },
                model,
            ),
            Self::Application(application) => Changes::of(
                match turn {
                    Turn::Hide => "application.hidden",
                    Turn::Unhide => "application.unhidden",
                    Turn::Rename => "application.renamed",
                },
                application,
            ),
            Self::Suite(suite) => Changes::of(
                match turn {
                    Turn::Hide => "suite.hidden",
                    Turn::Unhide => "suite.unhidden",
                    Turn::Rename => "suite.renamed",
                },
                suite,
            ),
            Self::Policy(policy) => Changes::of(
                match turn {
                    Turn::Hide => "policy.hidden",
                    Turn::Unhide => "policy.unhidden",
                    Turn::Rename => "policy.renamed",
                },
                policy,
            ),
            Self::Route { route, .. } => Changes::of(
                match turn {
                    Turn::Hide => "route.hidden",
                    Turn::Unhide | Turn::Rename => "route.unhidden",
                },
                route.as_ref(),
            ),
        }
    }
}
