//! Suites, results files, numbers.

use anyhow::Context;

use super::{Teller, found};
use crate::domain::evaluations::commands::{
    DefineSuite, ImportFile, Imported, RecordEvaluation, define_suite, import_file, record,
};
use crate::domain::evaluations::rules::{RecordFacts, RecordedMetric};
use crate::domain::evaluations::{Direction, TrustClass, Unit};
use crate::domain::models::{self, Source};
use crate::ground::identity::Caller;
use crate::ground::kernel::{App, Instant, SuiteId, VersionId};
use crate::server::demo::act::Act;
use crate::server::demo::facts;
use crate::server::demo::{loads, results};

impl Teller {
    pub(super) async fn evidence_act(
        &mut self,
        app: &App,
        by: &Caller,
        act: Act,
    ) -> anyhow::Result<()> {
        match act {
            Act::Suite(team, name, class, language, description) => {
                let command = DefineSuite {
                    team: Some(*found(&self.teams, team)?),
                    name: name.into(),
                    trust_class: class,
                    language: language.map(str::to_owned),
                    tasks: vec![task_of(name, class)],
                    description: Some(description.into()),
                    primary_metric: None,
                    metrics: Vec::new(),
                };
                let id = define_suite(app, by, command).await?.commit().await?;
                self.suites.insert((team, name.to_owned()), id);
                Ok(())
            }
            Act::Run(label, tasks) => {
                let called = self.called(app, label).await?;
                let file = results::file(label, &called, tasks, self.now());
                self.import(app, by, label, file).await
            }
            Act::Load(label, times) => {
                let called = self.called(app, label).await?;
                let file = loads::file(label, &called, times, self.now());
                self.import(app, by, label, file).await
            }
            Act::Measure {
                version,
                suite,
                metric,
                value,
                unit,
                n,
                note,
            } => {
                let team = self.team_of(version)?;
                let suite = *self
                    .suites
                    .get(&(team, suite.to_owned()))
                    .with_context(|| format!("the suite {suite}"))?;
                let number = number(metric, value, unit, Direction::Lower, Some(n))?;
                let facts = numbers(vec![number], "vllm bench", Some(self.now().into()));
                let id = self.version(version)?;
                record_one(app, by, id, suite, facts, note).await
            }
            Act::Publish(label, subject) => self.publish(app, by, label, subject).await,
            _ => anyhow::bail!("not about evidence"),
        }
    }

    /// What a harness calls a version by.
    async fn called(&self, app: &App, label: &str) -> anyhow::Result<String> {
        let version = self.version(label)?;
        let row = models::store::version(&mut *app.read().await?, version).await?;
        Ok(match (&row.source.0, &row.configuration.0.served_as) {
            (Source::Hosted { native_id, .. }, _) => native_id.clone(),
            (_, Some(served)) => served.model.clone(),
            (Source::Weights { .. } | Source::Opaque { .. }, None) => label.to_owned(),
        })
    }

    async fn import(
        &self,
        app: &App,
        by: &Caller,
        label: &str,
        (file_name, bytes): (String, Vec<u8>),
    ) -> anyhow::Result<()> {
        let version = self.version(label)?;
        let command = ImportFile {
            version: Some(version),
            model_ref: None,
            team: None,
            file_name,
            bytes,
            dry_run: false,
        };
        match import_file(app, by, command).await? {
            Imported::Stored(decided) => {
                let outcome = decided.commit().await?;
                anyhow::ensure!(
                    outcome.new_suites.is_empty(),
                    "tasks without a suite: {:?}",
                    outcome.new_suites
                );
                Ok(())
            }
            Imported::Already(_) | Imported::Preview(_) => anyhow::bail!("{label} has that file"),
        }
    }

    /// Records what others published; their suites are public.
    async fn publish(
        &mut self,
        app: &App,
        by: &Caller,
        label: &str,
        subject: &str,
    ) -> anyhow::Result<()> {
        let version = self.version(label)?;
        let team = self.team_of(label)?;
        for score in facts::scores(subject)? {
            let suite = self.public_suite(app, by, team, &score.benchmark).await?;
            let mut metrics = Vec::new();
            for (name, value, unit) in [
                ("acc", &score.percent, Unit::Percent),
                ("recovery", &score.recovery_pct, Unit::Score),
            ] {
                if !value.is_empty() {
                    metrics.push(number(name, value, unit, Direction::Higher, None)?);
                }
            }
            let note = format!(
                "Published for {subject} by {}: {}",
                score.publisher, score.source
            );
            let facts = numbers(metrics, &score.harness, None);
            record_one(app, by, version, suite, facts, &note).await?;
        }
        Ok(())
    }

    async fn public_suite(
        &mut self,
        app: &App,
        by: &Caller,
        team: &'static str,
        name: &str,
    ) -> anyhow::Result<SuiteId> {
        if let Some(known) = self.suites.get(&(team, name.to_owned())) {
            return Ok(*known);
        }
        let command = DefineSuite {
            team: Some(*found(&self.teams, team)?),
            name: name.into(),
            trust_class: TrustClass::Public,
            language: None,
            tasks: vec![name.into()],
            description: None,
            primary_metric: Some("acc".into()),
            metrics: Vec::new(),
        };
        let id = define_suite(app, by, command).await?.commit().await?;
        self.suites.insert((team, name.to_owned()), id);
        Ok(id)
    }
}

/// Tools write tasks with underscores; those that test the load call every task alike.
fn task_of(suite: &str, class: TrustClass) -> String {
    if class == TrustClass::Performance {
        suite.to_owned()
    } else {
        suite.replace('-', "_")
    }
}

fn number(
    name: &str,
    value: &str,
    unit: Unit,
    direction: Direction,
    n: Option<i64>,
) -> anyhow::Result<RecordedMetric> {
    Ok(RecordedMetric {
        name: name.into(),
        value: value.parse().map_err(|_| anyhow::anyhow!("{value}"))?,
        stderr: None,
        n,
        direction: Some(direction),
        target: None,
        unit: Some(unit),
    })
}

fn numbers(metrics: Vec<RecordedMetric>, harness: &str, run_at: Option<Instant>) -> RecordFacts {
    RecordFacts {
        task: None,
        filter: None,
        metrics,
        run_at,
        n: None,
        n_errors: None,
        language: None,
        harness: Some(harness.into()),
        prompt_template_digest: None,
        dataset_digest: None,
    }
}

async fn record_one(
    app: &App,
    by: &Caller,
    version: VersionId,
    suite: SuiteId,
    numbers: RecordFacts,
    note: &str,
) -> anyhow::Result<()> {
    let command = RecordEvaluation {
        version,
        suite,
        numbers,
        note: Some(note.into()),
    };
    record(app, by, command).await?.commit().await?;
    Ok(())
}
