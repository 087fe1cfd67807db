//! Gives the commands of the story, one after another, as the people of the story, under a clock that it moves.

mod evidence;
mod people;
mod promotions;
mod registry;
mod routes;

use std::collections::HashMap;

use anyhow::Context;
use chrono::{DateTime, Duration, NaiveTime, Utc};

use super::act::{Act, Beat};
use crate::domain::promotions::jobs;
use crate::ground::audit::tick;
use crate::ground::identity::Caller;
use crate::ground::kernel::{
    App, ApplicationId, ModelId, PolicyId, RouteId, SuiteId, TeamId, VersionId,
};

/// Seconds by which two beats of one minute differ.
const STEP_SECONDS: i64 = 17;

/// Who and what there is so far, by the names of the story.
pub struct Teller {
    app: App,
    people: HashMap<&'static str, Caller>,
    teams: HashMap<&'static str, TeamId>,
    models: HashMap<&'static str, (ModelId, &'static str)>,
    versions: HashMap<&'static str, VersionId>,
    suites: HashMap<(&'static str, String), SuiteId>,
    policies: HashMap<&'static str, PolicyId>,
    applications: HashMap<&'static str, ApplicationId>,
    routes: HashMap<&'static str, RouteId>,
    told: i64,
}

impl Teller {
    /// Knows nobody yet.
    pub fn new(app: App) -> Self {
        Self {
            app,
            people: HashMap::new(),
            teams: HashMap::new(),
            models: HashMap::new(),
            versions: HashMap::new(),
            suites: HashMap::new(),
            policies: HashMap::new(),
            applications: HashMap::new(),
            routes: HashMap::new(),
            told: 0,
        }
    }

    /// Lets time pass until `at`, then plays the beat.
    ///
    /// # Errors
    /// A command was refused, or the database is away.
    pub async fn play(&mut self, at: DateTime<Utc>, beat: &Beat) -> anyhow::Result<()> {
        let Beat(_, who, act) = *beat;
        self.told += 1;
        let spread = Duration::seconds(self.told * STEP_SECONDS % 60);
        let about = || format!("{at} {who}: {act:?}");
        self.wait_until(at).await.with_context(about)?;
        self.move_clock(at + spread);
        self.act(who, act).await.with_context(about)?;
        // Positions get the time of the story too: what ran when is asked by both.
        tick(&self.app).await.with_context(about)?;
        Ok(())
    }

    /// Lets time pass; what the service does by itself happens on each morning in between.
    ///
    /// # Errors
    /// The database is away.
    pub async fn wait_until(&mut self, until: DateTime<Utc>) -> anyhow::Result<()> {
        loop {
            let now = self.now();
            let tomorrow = (now.date_naive() + chrono::Days::new(1)).and_time(NaiveTime::MIN);
            if tomorrow.and_utc() > until {
                break;
            }
            self.move_clock(tomorrow.and_utc());
            jobs::expire_due(&self.app).await?;
            jobs::refresh_open(&self.app).await?;
            tick(&self.app).await?;
        }
        self.move_clock(until);
        Ok(())
    }

    fn now(&self) -> DateTime<Utc> {
        self.app.clock.coarse()
    }

    /// Never back.
    fn move_clock(&self, to: DateTime<Utc>) {
        let by = to - self.now();
        self.app.clock.advance(by.max(Duration::zero()));
    }

    async fn act(&mut self, who: &'static str, act: Act) -> anyhow::Result<()> {
        if let Act::Join { .. } = act {
            return self.join(who, act).await;
        }
        let by = self.person(who)?.clone();
        let app = self.app.clone();
        match act {
            Act::Join { .. } | Act::Team(..) | Act::Machine(..) => {
                self.people_act(&app, &by, act).await
            }
            Act::Model(..)
            | Act::Register(_)
            | Act::Adopt(..)
            | Act::Notice(_)
            | Act::Alias(..)
            | Act::Deprecate(..)
            | Act::Archive(..)
            | Act::Describe(..) => self.registry_act(&app, &by, act).await,
            Act::Suite(..)
            | Act::Run(..)
            | Act::Load(..)
            | Act::Measure { .. }
            | Act::Publish(..) => self.evidence_act(&app, &by, act).await,
            Act::Policy(..)
            | Act::Republish(_)
            | Act::Promote(..)
            | Act::Approve(..)
            | Act::Comment(..)
            | Act::TryApprove(_)
            | Act::Reject(..)
            | Act::Apply(_)
            | Act::Withdraw(..) => self.promotion_act(&app, &by, act).await,
            Act::Application { .. }
            | Act::Route(..)
            | Act::Switch(..)
            | Act::SwitchAll(..)
            | Act::RollBack(..)
            | Act::Kill(..)
            | Act::Pin(..) => self.route_act(&app, &by, act).await,
        }
    }

    fn person(&self, handle: &str) -> anyhow::Result<&Caller> {
        found(&self.people, handle)
    }

    fn version(&self, label: &str) -> anyhow::Result<VersionId> {
        found(&self.versions, label).copied()
    }

    /// The team whose model a version is of.
    fn team_of(&self, label: &str) -> anyhow::Result<&'static str> {
        let (model, _) = label.split_once('/').context("MODEL/NUMBER")?;
        Ok(found(&self.models, model)?.1)
    }
}

fn found<'a, T>(of: &'a HashMap<&'static str, T>, name: &str) -> anyhow::Result<&'a T> {
    of.get(name)
        .with_context(|| format!("who or what is {name}?"))
}
