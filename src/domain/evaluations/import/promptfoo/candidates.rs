//! Candidates: each prompt with each provider, and what the rows of each add up to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::json::{Node, Object};
use super::super::reading::{Mean, Remarks, bcp47, check_name, cut};
use super::super::{
    Direction, Flag, ITEMS_MAX, Items, METRICS_MAX, ParseProblem, ParsedEvaluation, ParsedMetric,
    Slice, TASKS_MAX, Unit,
};
use super::rows::{Row, prompt_digest};
use crate::ground::kernel::Sha256;

/// Share of the failures that say the same about the assertion's code from which on the grader is suspected.
const SAME_FAILURE: f64 = 0.8;
/// Share of all rows that failed in the assertion's code from which on it is suspected too.
const GRADER_FAILURES: f64 = 0.5;

/// One prompt with one provider.
#[derive(Default)]
struct One {
    model: Option<String>,
    label: Option<String>,
    prompt: Option<String>,
    rows: Vec<Row>,
    keys: BTreeMap<String, i32>,
}

/// The candidates of a file, in its order.
#[derive(Default)]
pub struct Candidates {
    all: Vec<One>,
    places: BTreeMap<(String, String), usize>,
    rows: usize,
}

impl Candidates {
    /// One row more.
    ///
    /// # Errors
    /// There are too many rows or candidates.
    pub fn add(
        &mut self,
        row: &Object<'_>,
        at: &[&str],
        remarks: &mut Remarks,
    ) -> Result<(), ParseProblem> {
        self.rows += 1;
        if self.rows > ITEMS_MAX {
            let message = format!("the file has more than {ITEMS_MAX} rows");
            let expected = format!("at most {ITEMS_MAX} rows");
            return Err(ParseProblem::new("too_many_items", message, "", expected));
        }
        let (model, label) = provider(row);
        if model.is_none() {
            let message = "the rows do not say which provider answered";
            remarks.note_once("model_not_named", "", message.into(), at);
        }
        let prompt = prompt_digest(row);
        // The number of the prompt is that of a column: a prompt with a provider.
        let key = (
            model.clone().unwrap_or_default(),
            prompt.clone().unwrap_or_default(),
        );
        let place = *self.places.entry(key).or_insert(self.all.len());
        if place == self.all.len() {
            if place >= TASKS_MAX {
                let message = format!("the file has more than {TASKS_MAX} candidates");
                let expected = format!("at most {TASKS_MAX} prompts with providers");
                return Err(ParseProblem::new("too_many_tasks", message, "", expected));
            }
            self.all.push(One {
                model,
                label,
                prompt,
                ..One::default()
            });
        }
        let one = &mut self.all[place];
        let mut read = Row::of(row, one.rows.len(), at, remarks);
        // A test that was repeated stands again under its number.
        let epoch = one.keys.entry(read.item.key.clone()).or_insert(0);
        *epoch += 1;
        read.item.epoch = *epoch;
        one.rows.push(read);
        Ok(())
    }

    /// An evaluation of the answers and one of the times for each candidate.
    ///
    /// # Errors
    /// There is no row, or a name cannot be kept.
    pub fn evaluations(
        self,
        task: &str,
        providers: &[Node<'_>],
        remarks: &mut Remarks,
    ) -> Result<Vec<ParsedEvaluation>, ParseProblem> {
        if self.all.is_empty() {
            let message = "the file holds no row";
            return Err(ParseProblem::new(
                "no_metrics",
                message,
                "/results",
                "at least one row",
            ));
        }
        check_name(task, &["config", "description"])?;
        let prompts: BTreeSet<_> = self.all.iter().map(|one| one.prompt.clone()).collect();
        let several = prompts.len() > 1;
        let mut evaluations = Vec::new();
        for (number, one) in self.all.into_iter().enumerate() {
            evaluations.extend(one.evaluations(task, number, several, providers, remarks));
        }
        let metrics: usize = evaluations
            .iter()
            .map(|evaluation| evaluation.metrics.len())
            .sum();
        if metrics > METRICS_MAX {
            let message = format!("the file has more than {METRICS_MAX} metrics");
            let expected = format!("at most {METRICS_MAX} metrics");
            return Err(ParseProblem::new("too_many_metrics", message, "", expected));
        }
        Ok(evaluations)
    }
}

/// The provider's id and its label.
fn provider(row: &Object<'_>) -> (Option<String>, Option<String>) {
    let short = |text: &str| (!text.trim().is_empty()).then(|| cut(text.trim()));
    match row.get("provider") {
        Some(Node::Text(id)) => (short(id), None),
        Some(Node::Object(provider)) => {
            let label = provider.text("label").and_then(short);
            let id = provider.text("id").and_then(short);
            (id.or_else(|| label.clone()), label)
        }
        _ => (None, None),
    }
}

impl One {
    fn evaluations(
        self,
        task: &str,
        number: usize,
        several: bool,
        providers: &[Node<'_>],
        remarks: &mut Remarks,
    ) -> Vec<ParsedEvaluation> {
        let mut filter = "none".to_owned();
        if several && let Some(prompt) = &self.prompt {
            // Several prompts of one file are several ways to ask the same.
            filter = format!(
                "prompt-{}",
                prompt
                    .trim_start_matches("sha256:")
                    .get(..12)
                    .unwrap_or(prompt)
            );
        }
        let digest = digest(&self.rows);
        let mut languages = self.rows.iter().map(|row| row.language.as_deref());
        let first = languages.next().flatten();
        let same = languages.all(|language| language == first);
        let common = ParsedEvaluation {
            pointer: format!("/results/candidates/{number}"),
            task: task.to_owned(),
            model_args: arguments(self.model.as_deref(), self.label.as_deref(), providers),
            model_ref: self.model.clone(),
            prompt_digest: self.prompt.clone(),
            task_digest: digest,
            language: first.filter(|_| same).and_then(bcp47),
            details: self
                .label
                .iter()
                .map(|label| ("provider_label", json!(cut(label))))
                .collect(),
            ..ParsedEvaluation::default()
        };
        let times = self.times(&common, &filter);
        let answers = self.answers(common, filter, remarks);
        [Some(answers), times].into_iter().flatten().collect()
    }

    /// Pass rate, mean score and named scores over the rows with an answer.
    fn metrics(&self) -> Vec<ParsedMetric> {
        let mut passed = Mean::default();
        let mut score = Mean::default();
        let mut named: BTreeMap<&str, Mean> = BTreeMap::new();
        let mut by_language: BTreeMap<&str, Mean> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| !row.errored) {
            let one = f64::from(u8::from(row.passed));
            passed.add(one);
            if let Some(value) = row.score {
                score.add(value);
            }
            for (name, value) in &row.named {
                named.entry(name).or_default().add(*value);
            }
            if let Some(language) = &row.language {
                by_language.entry(language).or_default().add(one);
            }
        }
        let rate = |mean: Mean| ParsedMetric {
            unit: Some(Unit::Fraction),
            direction: Some(Direction::Higher),
            ..mean.metric("pass_rate")
        };
        let mut metrics = vec![rate(passed)];
        if score.n() > 0 {
            metrics.push(score.metric("score"));
        }
        // The scale of a named score is the author's: nobody says it.
        metrics.extend(
            named
                .into_iter()
                .map(|(name, mean)| mean.metric(&cut(name))),
        );
        if by_language.len() > 1 {
            metrics.extend(
                by_language
                    .into_iter()
                    .map(|(language, mean)| ParsedMetric {
                        slice: Some(Slice {
                            kind: "language".into(),
                            value: cut(language),
                        }),
                        ..rate(mean)
                    }),
            );
        }
        metrics
    }

    /// The evaluation of the answers.
    fn answers(
        self,
        common: ParsedEvaluation,
        filter: String,
        remarks: &mut Remarks,
    ) -> ParsedEvaluation {
        let mut flags = BTreeSet::from([Flag::DatasetRevisionMissing]);
        if self.grader_suspected() {
            let message = "most failures say the same about the code of an assertion: \
                           the grader seems to have failed, not the model";
            let model = self.model.as_deref().unwrap_or_default();
            remarks.note_once(
                "grader_failure_suspected",
                model,
                message.into(),
                &["results"],
            );
            flags.insert(Flag::GraderFailureSuspected);
        }
        let errors = self.rows.iter().filter(|row| row.errored).count();
        if errors > 0 {
            flags.insert(Flag::ItemErrors);
        }
        if common.prompt_digest.is_none() {
            flags.insert(Flag::PromptDigestMissing);
        }
        let metrics = self.metrics();
        if metrics.iter().any(|metric| metric.direction.is_none()) {
            flags.insert(Flag::DirectionUnknown);
        }
        ParsedEvaluation {
            filter,
            n: i64::try_from(self.rows.len() - errors).ok(),
            n_errors: i64::try_from(errors).ok(),
            n_total: i64::try_from(self.rows.len()).ok(),
            flags,
            metrics,
            items: Some(Items {
                metric: "pass_rate".into(),
                list: self.rows.into_iter().map(|row| row.item).collect(),
            }),
            ..common
        }
    }

    /// Latency and cost of the rows that were really asked; `None` when no row says one.
    fn times(&self, common: &ParsedEvaluation, filter: &str) -> Option<ParsedEvaluation> {
        let (mut latency, mut cost) = (Mean::default(), Mean::default());
        for row in &self.rows {
            row.latency.into_iter().for_each(|value| latency.add(value));
            row.cost.into_iter().for_each(|value| cost.add(value));
        }
        let cached = self.rows.iter().any(|row| row.cached);
        if latency.n() == 0 && cost.n() == 0 && !cached {
            return None;
        }
        let mut metrics = Vec::new();
        let lower = Some(Direction::Lower);
        metrics.push(ParsedMetric {
            unit: Some(Unit::Seconds),
            direction: lower.clone(),
            ..latency.metric("request_latency_mean")
        });
        if cost.n() > 0 {
            metrics.push(ParsedMetric {
                unit: Some(Unit::Currency),
                direction: lower,
                ..cost.metric("cost_usd_mean")
            });
        }
        let filter = if filter == "none" {
            "latency".to_owned()
        } else {
            format!("latency-{filter}")
        };
        Some(ParsedEvaluation {
            filter,
            n: Some(i64::from(latency.n())),
            flags: cached.then_some(Flag::CachedLatency).into_iter().collect(),
            metrics,
            ..common.clone()
        })
    }

    /// Whether the assertions' own code failed so often, and so alike, that the numbers say nothing about the model.
    #[expect(clippy::cast_precision_loss, reason = "rows are far fewer than 2^52")]
    fn grader_suspected(&self) -> bool {
        let failed = self
            .rows
            .iter()
            .filter(|row| !row.passed && !row.errored)
            .count();
        let mut alike: BTreeMap<&str, usize> = BTreeMap::new();
        for error in self
            .rows
            .iter()
            .filter_map(|row| row.grader_error.as_deref())
        {
            *alike.entry(error).or_default() += 1;
        }
        let most = alike.values().copied().max().unwrap_or(0);
        let all: usize = alike.values().sum();
        let same = failed > 1 && most as f64 >= SAME_FAILURE * failed as f64;
        same || all as f64 >= GRADER_FAILURES * (self.rows.len() as f64).max(2.0)
    }
}

/// Names the tests of all rows, in whatever order they ran.
fn digest(rows: &[Row]) -> Option<String> {
    let hashes: Option<BTreeSet<&[u8]>> = rows.iter().map(|row| row.item.hash.as_deref()).collect();
    let parts: Vec<&[u8]> = hashes?.into_iter().collect();
    (!parts.is_empty()).then(|| Sha256::of_parts(&parts).to_string())
}

/// The configuration of a provider, as the file states it.
fn arguments(model: Option<&str>, label: Option<&str>, providers: &[Node<'_>]) -> Option<Value> {
    let stated = providers.iter().filter_map(Node::object).find(|provider| {
        let (id, named) = (provider.text("id"), provider.text("label"));
        named.is_some_and(|named| Some(named) == label)
            || (named.is_none() && id.is_some() && id == model)
    })?;
    stated.some("config").map(Node::to_value)
}
