//! Results files in the layout of lm-evaluation-harness 0.4. The answers are drawn, from a seed that the version and
//! the task give: the same version is as good at a task in every telling.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::ground::kernel::Sha256;

/// Stands in every seed.
pub(super) const SEED: &str = "tenure demo 1";
/// How long before its import a run ended, in seconds.
pub(super) const BEFORE_SECONDS: i64 = 420;

/// Numbers from a seed (splitmix64).
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn of(parts: &[&str]) -> Self {
        let digest = Sha256::of(parts.join("\n").as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&digest.0[..8]);
        Self(u64::from_be_bytes(first))
    }

    /// From 0 to below 1.
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        f64::from(u32::try_from(mixed >> 32).unwrap_or_default()) / 4_294_967_296.0
    }
}

/// One task: its name, how good the version is at it, items.
pub type Task = (&'static str, f64, u32);

/// The file of one run. `model` is what the harness called.
pub fn file(version: &str, model: &str, tasks: &[Task], now: DateTime<Utc>) -> (String, Vec<u8>) {
    let ended = now - chrono::Duration::seconds(BEFORE_SECONDS);
    let mut of = std::array::from_fn::<_, 7, _>(|_| Map::new());
    for (task, quality, items) in tasks {
        let mut draw = Draw::of(&[SEED, version, task]);
        let right = (0..*items).filter(|_| draw.next() < *quality).count();
        let right = f64::from(u32::try_from(right).unwrap_or_default());
        let n = f64::from(*items);
        let share = right / n;
        let error = (share * (1.0 - share) / (n - 1.0)).sqrt();
        let values = [
            json!({"alias": task, "acc,none": share, "acc_stderr,none": error}),
            json!([]),
            configuration(task),
            json!(2.0),
            json!(0),
            json!({"acc": true}),
            json!({"original": items, "effective": items}),
        ];
        for (map, value) in of.iter_mut().zip(values) {
            map.insert((*task).into(), value);
        }
    }
    let [results, subtasks, configs, versions, shots, higher, samples] = of.map(Value::Object);
    let hashes: Map<String, Value> = tasks
        .iter()
        .map(|(task, ..)| ((*task).to_owned(), Sha256::of(task.as_bytes()).hex().into()))
        .collect();
    let body = json!({
        "results": results,
        "group_subtasks": subtasks,
        "configs": configs,
        "versions": versions,
        "n-shot": shots,
        "higher_is_better": higher,
        "n-samples": samples,
        "config": {
            "model": "local-chat-completions",
            "model_args": format!("model={model},num_concurrent=8"),
            "batch_size": 1,
            "limit": null,
            "random_seed": 0,
            "numpy_seed": 1234,
            "torch_seed": 1234,
        },
        "git_hash": "1f0c2a9",
        "date": ended.timestamp(),
        "lm_eval_version": "0.4.9",
        "task_hashes": hashes,
        "chat_template_sha": null,
    });
    let name = format!("results_{}.json", ended.format("%Y-%m-%dT%H-%M-%S"));
    (name, format!("{body:#}").into_bytes())
}

fn configuration(task: &str) -> Value {
    json!({
        "task": task,
        "dataset_path": format!("nordhaven/{task}"),
        "test_split": "test",
        "output_type": "generate_until",
        "num_fewshot": 0,
        "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": true}],
        "metadata": {"version": 2.0},
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::import;

    #[test]
    fn the_importer_reads_what_is_drawn_and_the_same_is_drawn_every_time() {
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let tasks: [Task; 2] = [("tickets_en", 0.9, 500), ("tickets_fr", 0.8, 400)];
        let (name, bytes) = file("ticket-triage/1", "gpt-4o", &tasks, now);
        assert_eq!(file("ticket-triage/1", "gpt-4o", &tasks, now).1, bytes);
        let parsed = import::parse(&name, &bytes).unwrap();
        assert_eq!(parsed.evaluations.len(), 2);
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        let share = value["results"]["tickets_fr"]["acc,none"].as_f64().unwrap();
        assert!((share - 0.8).abs() < 0.06, "{share}");
    }
}
