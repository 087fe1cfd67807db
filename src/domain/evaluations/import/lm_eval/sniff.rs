//! The marks of the harness's files.

use super::super::detect::{Candidate, Confidence, Sniffed};
use super::super::json::Root;

/// Items of a task, one per line.
pub fn samples(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    if !matches!(shape.root, Root::Lines | Root::Object) || !shape.has("doc_id") {
        return None;
    }
    if shape.has("resps") || shape.has("filtered_resps") {
        return Some((Confidence::Certain, "lines with doc_id and resps"));
    }
    let named = file.name.starts_with("samples_");
    named.then_some((
        Confidence::Likely,
        "lines with doc_id, and the name begins with samples_",
    ))
}

/// Results.
pub fn results(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    // LightEval has results and versions too, but says config_general.
    if shape.root != Root::Object || !shape.has("results") || shape.has("config_general") {
        return None;
    }
    if shape.has("n-shot") || shape.has("lm_eval_version") || shape.has("n-samples") {
        return Some((
            Confidence::Certain,
            "results with n-shot, n-samples or lm_eval_version",
        ));
    }
    if shape.has("versions") && shape.has("config/model") {
        return Some((Confidence::Certain, "results, versions and config.model"));
    }
    let likely = shape.has("versions") || shape.has("group_subtasks");
    likely.then_some((
        Confidence::Likely,
        "results with versions or group_subtasks",
    ))
}

/// Results of the harness for code.
pub fn bigcode(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    let marks = [
        "config/modeltype",
        "config/generation_only",
        "config/allow_code_execution",
    ];
    (shape.root == Root::Object && !shape.has("results") && marks.iter().any(|key| shape.has(key)))
        .then_some((
            Confidence::Certain,
            "config with modeltype, generation_only or allow_code_execution",
        ))
}
