//! The tables beside the results, looked up by task.

use std::collections::BTreeMap;

use super::super::Dataset;
use super::super::json::{Node, Object};
use super::super::reading::{Remarks, language_of, sha256, text};
use super::keys::Layout;
use crate::ground::kernel::Decimal;

/// The tables of a document. A table that is missing is empty.
pub struct Tables<'d, 'a> {
    groups: Option<&'d Object<'a>>,
    subtasks: Option<&'d Object<'a>>,
    configs: Option<&'d Object<'a>>,
    versions: Option<&'d Object<'a>>,
    shots: Option<&'d Object<'a>>,
    higher: Option<&'d Object<'a>>,
    samples: Option<&'d Object<'a>>,
    hashes: Option<&'d Object<'a>>,
    config: Option<&'d Object<'a>>,
}

impl<'d, 'a> Tables<'d, 'a> {
    /// Those of a document.
    pub fn of(root: &'d Object<'a>) -> Self {
        Self {
            groups: root.object("groups"),
            subtasks: root.object("group_subtasks"),
            configs: root.object("configs"),
            versions: root.object("versions"),
            shots: root.object("n-shot"),
            higher: root.object("higher_is_better"),
            samples: root.object("n-samples"),
            hashes: root.object("task_hashes"),
            config: root.object("config"),
        }
    }

    /// Groups with their rows.
    pub fn groups(&self) -> impl Iterator<Item = (&'d str, &'d Node<'a>)> {
        self.groups.into_iter().flat_map(Object::iter)
    }

    /// The row of a group in the table of groups.
    pub fn group_row(&self, task: &str) -> Option<&'d Object<'a>> {
        self.groups?.object(task)
    }

    /// Tasks of a group; a task stands in the table too, with an empty list.
    pub fn subtasks(&self, task: &str) -> Vec<&'d str> {
        let listed = self
            .subtasks
            .and_then(|table| table.get(task))
            .and_then(Node::array);
        listed
            .unwrap_or_default()
            .iter()
            .filter_map(Node::text)
            .collect()
    }

    /// Whether the task is a group.
    pub fn is_group(&self, task: &str) -> bool {
        self.groups.is_some_and(|groups| groups.get(task).is_some())
            || !self.subtasks(task).is_empty()
    }

    /// For each task the group that it stands in; the smallest when there are several.
    pub fn parents(&self) -> BTreeMap<&'d str, &'d str> {
        let mut parents: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for group in self.subtasks.into_iter().flat_map(Object::keys) {
            let tasks = self.subtasks(group);
            for task in &tasks {
                let found = parents
                    .get(task)
                    .is_none_or(|(size, _)| tasks.len() < *size);
                if found && *task != group {
                    parents.insert(task, (tasks.len(), group));
                }
            }
        }
        parents
            .into_iter()
            .map(|(task, (_, group))| (task, group))
            .collect()
    }

    /// A task's configuration.
    pub fn config_of(&self, task: &str) -> Option<&'d Object<'a>> {
        self.configs?.object(task)
    }

    /// A task's version as written, number or string. `Yaml` (0.4.0) and `N/A` are no versions.
    pub fn version(&self, task: &str, remarks: &mut Remarks) -> Option<String> {
        let node = self.versions?.some(task)?;
        if let Some(number) = node.number() {
            return text(
                Some(&Node::Text(number.into())),
                &["versions", task],
                remarks,
            );
        }
        text(Some(node), &["versions", task], remarks).filter(|version| version != "Yaml")
    }

    /// Examples in the prompt of the task at `position` of `count`.
    pub fn shots(
        &self,
        task: &str,
        (position, count): (usize, usize),
        layout: Layout,
        remarks: &mut Remarks,
    ) -> Option<i32> {
        let at = ["config", "num_fewshot"];
        let stated = self.config.and_then(|config| config.some("num_fewshot"));
        let node = match (layout, stated) {
            (Layout::V04, _) => self.shots?.some(task)?,
            (Layout::V03, Some(Node::Array(listed))) if listed.len() == count => {
                let message = "num_fewshot is a list: its numbers are those of the tasks in the order of results";
                remarks.note_once("num_fewshot_by_order", "", message.into(), &at);
                &listed[position]
            }
            (Layout::V03, Some(Node::Array(listed))) => {
                let message = format!(
                    "num_fewshot lists {} numbers for {count} tasks",
                    listed.len()
                );
                remarks.note_once("num_fewshot_not_read", "", message, &at);
                return None;
            }
            (Layout::V03, stated) => stated?,
        };
        node.integer()
            .and_then(|shots| i32::try_from(shots).ok())
            .filter(|shots| *shots >= 0)
    }

    /// Whether higher values are better, as the file says; the outer `None`: it does not mention the metric.
    pub fn higher_is_better(&self, task: &str, metric: &str) -> Option<Option<bool>> {
        match self.higher?.object(task)?.get(metric)? {
            Node::Bool(higher) => Some(Some(*higher)),
            Node::Null => Some(None),
            Node::Number(_)
            | Node::NotANumber(_)
            | Node::Text(_)
            | Node::Array(_)
            | Node::Object(_) => None,
        }
    }

    /// Items that were scored, and items that there are.
    pub fn samples(&self, task: &str) -> (Option<i64>, Option<i64>) {
        let counts = self.samples.and_then(|samples| samples.object(task));
        let count = |key: &str| counts?.get(key)?.integer().filter(|count| *count >= 0);
        (count("effective"), count("original"))
    }

    /// The limit of the run.
    pub fn limit(&self) -> Option<Decimal> {
        let node = self.config?.some("limit")?;
        node.number().or_else(|| node.text())?.parse().ok()
    }

    /// The digest of documents, prompts and targets.
    pub fn task_digest(&self, task: &str) -> Option<String> {
        sha256(self.hashes?.text(task)?)
    }

    /// Where a task's items come from.
    pub fn dataset(&self, task: &str, remarks: &mut Remarks) -> Option<Dataset> {
        let config = self.config_of(task)?;
        let mut field = |key: &str| text(config.get(key), &["configs", task, key], remarks);
        let path = field("dataset_path")?;
        let name = field("dataset_name");
        let split = field("test_split").or_else(|| field("validation_split"));
        let stated = config
            .object("dataset_kwargs")
            .and_then(|kwargs| kwargs.get("revision"));
        let revision = text(
            stated,
            &["configs", task, "dataset_kwargs", "revision"],
            remarks,
        );
        Some(Dataset {
            path,
            name,
            revision,
            split,
        })
    }

    /// The language that a task's metadata says, as BCP 47.
    pub fn language(&self, task: &str, remarks: &mut Remarks) -> Option<String> {
        let stated = self.config_of(task)?.object("metadata")?.text("language")?;
        let at = ["configs", task, "metadata", "language"];
        language_of(Some(stated), &at, remarks)
    }
}
