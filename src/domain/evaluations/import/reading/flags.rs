//! Flags that follow from the parts of an evaluation, whatever wrote it.

use super::super::{Flag, MetricState, ParsedEvaluation, ParsedMetric};

/// The evaluation with the flags that its parts ask for.
pub fn flagged(mut evaluation: ParsedEvaluation) -> ParsedEvaluation {
    let mut of_all = evaluation
        .metrics
        .iter()
        .filter(|metric| metric.slice.is_none());
    if let Some(first) = of_all.next() {
        evaluation.n = first
            .n
            .filter(|n| of_all.all(|metric| metric.n == Some(*n)));
    }
    let has = |test: fn(&ParsedMetric) -> bool| evaluation.metrics.iter().any(test);
    let is_task = !evaluation.is_aggregate;
    let revision = evaluation
        .dataset
        .as_ref()
        .and_then(|dataset| dataset.revision.as_ref());
    let flags = [
        (Flag::NMissing, has(|metric| metric.n.is_none())),
        (
            Flag::ValueMissing,
            has(|metric| metric.state == MetricState::Unknown),
        ),
        (
            Flag::DirectionUnknown,
            has(|metric| metric.direction.is_none()),
        ),
        (
            Flag::StderrMissing,
            has(|metric| metric.value.is_some() && metric.stderr.is_none()),
        ),
        // A group has the prompts and the data of its tasks.
        (
            Flag::PromptDigestMissing,
            is_task && evaluation.task_digest.is_none(),
        ),
        (Flag::DatasetRevisionMissing, is_task && revision.is_none()),
    ];
    let found: Vec<Flag> = flags
        .into_iter()
        .filter(|(_, set)| *set)
        .map(|(flag, _)| flag)
        .collect();
    evaluation.flags.extend(found);
    evaluation
}
