//! What people do in the story. Versions, routes and the like go by the names that people use.

use chrono::Weekday;

use super::calendar::When;
use crate::domain::evaluations::{TrustClass, Unit};
use crate::domain::models::{LineageKind, Stage};
use crate::domain::routes::{Criticality, DataClass, RiskTier};
use crate::ground::identity::Role;

/// One thing that somebody does: when, who, what.
#[derive(Debug, Clone, Copy)]
pub struct Beat(pub When, pub &'static str, pub Act);

/// In a week before this one.
pub const fn week(weeks: u64, day: Weekday, hour: u32, minute: u32) -> When {
    When::Week(weeks, day, hour, minute)
}

/// On a working day before today.
pub const fn day(days: u64, hour: u32, minute: u32) -> When {
    When::Workday(days, hour, minute)
}

/// Minutes before the end.
pub const fn minutes(minutes: i64) -> When {
    When::Minutes(minutes)
}

type Text = &'static str;
type Pairs = &'static [(Text, Text)];
/// Versions with their percent.
pub type Shares = &'static [(Text, i32)];

/// What somebody does.
#[derive(Debug, Clone, Copy)]
pub enum Act {
    /// Slug and name.
    Team(Text, Text),
    /// A person comes in, with roles: everywhere, or on a team.
    Join {
        handle: Text,
        name: Text,
        email: Text,
        roles: &'static [(Role, Option<Text>)],
    },
    /// A machine gets a token.
    Machine(Text, Role),
    /// Team, name, what it is for, tags.
    Model(Text, Text, Text, Pairs),
    /// A version is registered.
    Register(Registration),
    /// What already runs is recorded: since how many days, up to where, why.
    Adopt(Registration, i64, Stage, Text),
    /// The vendor's dates of a hosted version are noted in its tags.
    Notice(Text),
    /// Team, name, class, language, what it is. Its task is its name with underscores.
    Suite(Text, Text, TrustClass, Option<Text>, Text),
    /// A results file of tasks: how good the version is at each, and how many items there are.
    Run(Text, &'static [(Text, f64, u32)]),
    /// A load test: the middle time until the first token and until the whole answer, in milliseconds.
    Load(Text, (f64, f64)),
    /// Numbers that were measured without a harness.
    Measure {
        version: Text,
        suite: Text,
        metric: Text,
        value: Text,
        unit: Unit,
        n: i64,
        note: Text,
    },
    /// The published numbers of a subject are recorded for a version.
    Publish(Text, Text),
    /// A policy of a team, or of the installation.
    Policy(Text, Option<Text>),
    /// The policy's next content.
    Republish(Text),
    /// A version should move up, for an application.
    Promote(Text, Stage, Option<Text>, Text),
    /// Yes, with a comment.
    Approve(Text, Text),
    /// Something is said about it.
    Comment(Text, Text),
    /// Somebody says yes who may not.
    TryApprove(Text),
    /// No, with a reason.
    Reject(Text, Text),
    /// The promotion is applied.
    Apply(Text),
    /// The promotion is taken back.
    Withdraw(Text, Text),
    /// An application is described.
    Application {
        team: Text,
        name: Text,
        purpose: Text,
        criticality: Criticality,
        data: DataClass,
        risk: RiskTier,
        class: Option<Text>,
    },
    /// A route (`production/support-bot`) is created for an application.
    Route(Text, Text, Shares, &'static [Text], Text),
    /// It serves something else; fallbacks stay as they are.
    Switch(Text, Shares, Text),
    /// It serves something else and falls back to something else.
    SwitchAll(Text, Shares, &'static [Text], Text),
    /// It goes back to an earlier snapshot.
    RollBack(Text, i32, Text),
    /// A version is taken off a route at once.
    Kill(Text, Text, Text),
    /// A unit is pinned to a version.
    Pin(Text, Text, Text, Text),
    /// An alias points at a version.
    Alias(Text, Text),
    /// It keeps running where it runs.
    Deprecate(Text, Text),
    /// It is set aside.
    Archive(Text, Text),
    /// A version gets another description.
    Describe(Text, Text),
}

/// Where a version's answers come from.
#[derive(Debug, Clone, Copy)]
pub enum Origin {
    /// Vendor and model id as in the facts, and a region.
    Hosted(Text, Text, Option<Text>),
    /// Where the weights are, and under which name they are served.
    Weights(Text, Text),
}

/// A version to register.
#[derive(Debug, Clone, Copy)]
pub struct Registration {
    pub label: Text,
    pub origin: Origin,
    pub parameters: Text,
    pub prompt: Option<Text>,
    pub parent: Option<(LineageKind, Text, Text)>,
    pub description: Text,
    pub tags: Pairs,
}

impl Registration {
    const fn new(label: Text, origin: Origin, description: Text) -> Self {
        Self {
            label,
            origin,
            parameters: "{}",
            prompt: None,
            parent: None,
            description,
            tags: &[],
        }
    }

    /// What a vendor serves.
    pub const fn hosted(label: Text, vendor: Text, id: Text, description: Text) -> Self {
        Self::new(label, Origin::Hosted(vendor, id, Some("eu")), description)
    }

    /// Weights that we serve.
    pub const fn weights(label: Text, uri: Text, served_as: Text, description: Text) -> Self {
        Self::new(label, Origin::Weights(uri, served_as), description)
    }

    /// Called with these parameters and this prompt.
    pub const fn called(self, parameters: Text, prompt: Text) -> Self {
        Self {
            parameters,
            prompt: Some(prompt),
            ..self
        }
    }

    /// Made from another version, by a technique.
    pub const fn made(self, kind: LineageKind, parent: Text, technique: Text) -> Self {
        Self {
            parent: Some((kind, parent, technique)),
            ..self
        }
    }

    /// With tags.
    pub const fn tagged(self, tags: Pairs) -> Self {
        Self { tags, ..self }
    }
}
