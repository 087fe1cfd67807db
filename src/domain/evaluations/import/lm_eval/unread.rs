//! What of a file nothing reads.

use super::super::json::{Node, Object};
use super::super::reading::Remarks;

/// Fields of the document that are read.
const READ_AT_TOP: &[&str] = &[
    "results",
    "groups",
    "group_subtasks",
    "configs",
    "versions",
    "n-shot",
    "higher_is_better",
    "n-samples",
    "config",
    "git_hash",
    "date",
    "lm_eval_version",
    "chat_template_sha",
    "system_instruction_sha",
    "task_hashes",
    "model_name",
];
/// Fields of `config` that are read.
const READ_IN_CONFIG: &[&str] = &[
    "model_args",
    "gen_kwargs",
    "limit",
    "num_fewshot",
    "random_seed",
    "numpy_seed",
    "torch_seed",
    "fewshot_seed",
];
/// Fields of a task's configuration that are read.
const READ_IN_CONFIGS: &[&str] = &[
    "dataset_path",
    "dataset_name",
    "dataset_kwargs",
    "test_split",
    "validation_split",
    "metric_list",
    "generation_kwargs",
    "metadata",
    "task",
];

/// Lists the fields that nothing reads.
pub fn list(root: &Object<'_>, remarks: &mut Remarks) {
    remarks.unread(root, READ_AT_TOP, &[]);
    if let Some(config) = root.object("config") {
        remarks.unread(config, READ_IN_CONFIG, &["config"]);
    }
    let configs = root.object("configs").into_iter().flat_map(Object::iter);
    let configs = configs.filter_map(|(_, config): (&str, &Node<'_>)| config.object());
    remarks.unread_of_all(configs, READ_IN_CONFIGS, &["configs"]);
}
