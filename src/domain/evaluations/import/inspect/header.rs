//! What a log says about the run: task, model, state, time, usage.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::json::{Node, Object};
use super::super::reading::{
    Remarks, arguments, count, cut, date_or_time, decimal, object_at, text,
};
use super::super::{Flag, ParseProblem, ParsedFile};
use crate::ground::kernel::Sha256;

const READ_IN_EVAL: &[&str] = &[
    "task",
    "task_version",
    "dataset",
    "model",
    "model_args",
    "model_generate_config",
    "config",
    "revision",
    "packages",
    "created",
    "eval_id",
    "run_id",
    "task_id",
    // Named again beside each score.
    "scorers",
    "metrics",
];

/// The parts of a log that say what was run.
pub struct Run<'d, 'a> {
    root: &'d Object<'a>,
    eval: &'d Object<'a>,
    /// The task's name.
    pub task: &'d str,
}

impl<'d, 'a> Run<'d, 'a> {
    /// Those of a log.
    ///
    /// # Errors
    /// It does not say which task ran.
    pub fn of(root: &'d Object<'a>) -> Result<Self, ParseProblem> {
        let eval = object_at(root.get("eval"), "/eval", "what was run: {\"task\": ...}")?;
        let task = eval.text("task").map(str::trim).unwrap_or_default();
        if task.is_empty() {
            let message = "the log does not say which task ran";
            return Err(ParseProblem::new(
                "task_missing",
                message,
                "/eval/task",
                "the task's name",
            ));
        }
        Ok(Self { root, eval, task })
    }

    /// The model's name: the candidate. Other models that were used are judges or play a role.
    pub fn model(&self) -> Option<&'d str> {
        self.eval.text("model")
    }

    /// The scores of the results.
    pub fn scores(&self) -> &'d [Node<'a>] {
        let results = self.root.object("results");
        results
            .and_then(|results| results.get("scores")?.array())
            .unwrap_or_default()
    }

    /// A count of the results.
    pub fn counted(&self, name: &str) -> Option<i64> {
        count(self.root.object("results")?.get(name))
    }

    /// How often each item was asked.
    pub fn epochs(&self) -> i64 {
        let stated = self
            .eval
            .object("config")
            .and_then(|config| count(config.get("epochs")));
        stated.unwrap_or(1).max(1)
    }

    /// The tool's version of the task, number or text.
    pub fn task_version(&self, remarks: &mut Remarks) -> Option<String> {
        let stated = self.eval.some("task_version")?;
        let written = Node::Text(stated.raw().into());
        text(Some(&written), &["eval", "task_version"], remarks)
    }

    /// Items of the data set.
    pub fn n_total(&self) -> Option<i64> {
        count(self.eval.object("dataset")?.get("samples"))
    }

    /// The data set.
    pub fn dataset(&self, remarks: &mut Remarks) -> Option<super::super::Dataset> {
        let dataset = self.eval.object("dataset")?;
        let at = ["eval", "dataset"];
        let location = text(dataset.get("location"), &at, remarks);
        let name = text(dataset.get("name"), &at, remarks);
        let path = location.clone().or_else(|| name.clone())?;
        Some(super::super::Dataset {
            name: name.filter(|name| *name != path),
            path,
            revision: None,
            split: None,
        })
    }

    /// Whether the run was told to leave items out.
    pub fn is_limited(&self) -> bool {
        let all = self.n_total();
        let chosen = self
            .eval
            .object("dataset")
            .and_then(|dataset| dataset.get("sample_ids")?.array());
        if let (Some(all), Some(chosen)) = (all, chosen) {
            return i64::try_from(chosen.len()).is_ok_and(|chosen| chosen < all);
        }
        match self
            .eval
            .object("config")
            .and_then(|config| config.some("limit"))
        {
            None => false,
            Some(Node::Array(_)) => true,
            Some(limit) => limit
                .integer()
                .zip(all)
                .is_none_or(|(limit, all)| limit < all),
        }
    }

    /// Flags that follow from how the run ended.
    pub fn flags(&self, remarks: &mut Remarks) -> Vec<Flag> {
        let mut flags = Vec::new();
        match self.root.text("status") {
            Some("success") => {}
            Some("cancelled") => flags.push(Flag::Cancelled),
            status => {
                let message = format!(
                    "the run did not end well: its status is {}",
                    status.unwrap_or("not stated")
                );
                remarks.note("run_not_successful", message, &["status"]);
                flags.push(Flag::Failed);
            }
        }
        if self.root.get("invalidated") == Some(&Node::Bool(true)) {
            flags.push(Flag::Invalidated);
        }
        if self.is_limited() {
            flags.push(Flag::Limited);
        }
        flags
    }

    /// Names the solvers with their parameters: prompt templates are among them.
    pub fn prompt_digest(&self) -> Option<String> {
        let steps = self.root.object("plan")?.some("steps")?.array()?;
        if steps.is_empty() {
            return None;
        }
        let named: Vec<Value> = steps
            .iter()
            .filter_map(Node::object)
            .map(|step| {
                let field = |name: &str| step.get(name).map(Node::to_value);
                json!([field("solver"), field("params")])
            })
            .collect();
        Some(Sha256::of(Value::from(named).to_string().as_bytes()).to_string())
    }

    /// The file without its evaluations and remarks.
    pub fn file(&self, remarks: &mut Remarks) -> ParsedFile {
        let eval = self.eval;
        remarks.unread(eval, READ_IN_EVAL, &["eval"]);
        let packages = eval.object("packages");
        let revision = eval.object("revision");
        let stats = self.root.object("stats");
        let started = stats.and_then(|stats| stats.some("started_at"));
        // A run that never ended has an empty time in its statistics.
        let started = started.filter(|node| node.text().is_none_or(|text| !text.is_empty()));
        let (time, at) = match started {
            Some(time) => (Some(time), ["stats", "started_at"]),
            None => (eval.some("created"), ["eval", "created"]),
        };
        let field = |name: &'static str, remarks: &mut Remarks| {
            arguments(eval.some(name), &["eval", name], remarks)
        };
        ParsedFile {
            tool: Some("inspect_ai".into()),
            tool_version: text(
                packages.and_then(|packages| packages.get("inspect_ai")),
                &["eval", "packages", "inspect_ai"],
                remarks,
            ),
            tool_commit: text(
                revision.and_then(|revision| revision.get("commit")),
                &["eval", "revision", "commit"],
                remarks,
            ),
            model_ref: text(eval.get("model"), &["eval", "model"], remarks),
            model_args: field("model_args", remarks),
            gen_params: field("model_generate_config", remarks),
            run_at: date_or_time(time, &at, remarks),
            details: self.details(stats),
            ..ParsedFile::default()
        }
    }

    /// Tokens and cost of the candidate alone, and the names of the models beside it.
    fn details(&self, stats: Option<&Object<'a>>) -> Vec<(&'static str, Value)> {
        let mut details = Vec::new();
        let usage = stats.and_then(|stats| stats.object("model_usage"));
        let own = self.model().and_then(|model| usage?.object(model));
        if let Some(own) = own {
            let names = ["input_tokens", "output_tokens", "total_cost"];
            let kept: Map<String, Value> = names
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), own.some(name)?)))
                .filter(|(_, node)| decimal(Some(node)).is_some())
                .map(|(name, node)| (name, node.to_value()))
                .collect();
            details.push(("usage", kept.into()));
        }
        let others: BTreeSet<String> = usage
            .into_iter()
            .flat_map(Object::keys)
            .filter(|name| Some(*name) != self.model())
            .map(cut)
            .collect();
        if !others.is_empty() {
            details.push(("judges", json!(others)));
        }
        for name in ["eval_id", "run_id"] {
            if let Some(id) = self.eval.text(name) {
                details.push((name, json!(cut(id))));
            }
        }
        if self.epochs() > 1 {
            details.push(("epochs", json!(self.epochs())));
        }
        details
    }
}
