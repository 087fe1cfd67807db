//! What was measured: the numbers as they were reported, and the files that they came in.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::proof::Files;
use super::words;
use crate::domain::evaluations::{Evaluation, Metric};
use crate::domain::evidence_pack::Dossier;

/// Evaluations that the page tells in full at most; the JSON beside it has all.
const FULL_MAX: usize = 40;
/// Evaluations that the page lists besides at most.
const LISTED_MAX: usize = 200;

/// The evaluations that a requirement read in full, the others in a list.
pub(super) fn evaluations(dossier: &Dossier, files: &Files<'_>) -> Markup {
    let requirements = dossier.verdict.requirements.iter();
    let read: BTreeSet<&str> = requirements
        .flat_map(|one| &one.result.evidence)
        .map(|evidence| evidence.evaluation_id.as_str())
        .collect();
    let is_read = |one: &&Evaluation| read.contains(one.id.to_string().as_str());
    let full: Vec<&Evaluation> = dossier.evaluations.iter().filter(is_read).collect();
    let rest: Vec<&Evaluation> = dossier
        .evaluations
        .iter()
        .filter(|one| !is_read(one))
        .collect();
    html! {
        @if full.is_empty() { p { "No requirement named a measured number." } }
        @for one in full.iter().take(FULL_MAX) { (evaluation(dossier, one, files)) }
        @if full.len() > FULL_MAX {
            p { "Of " (full.len()) " evaluations that requirements read, the first " (FULL_MAX)
                " are told here; " code { "evaluations.json" } " has all." }
        }
        @if !rest.is_empty() {
            h3 { "Also among the facts" }
            div .wide {
                table {
                    caption { "No requirement read these as its number; " code { "evaluations.json" }
                        " has every value." }
                    thead { tr {
                        th scope="col" { "Suite and task" } th scope="col" { "Of" } th scope="col" { "Tool" }
                        th scope="col" .num { "Numbers" }
                        th scope="col" { "File" }
                    } }
                    tbody { @for one in rest.iter().take(LISTED_MAX) {
                        tr {
                            td { (words::name(&dossier.labels, one.suite_version_id)) ", " (one.task) }
                            td { (of(dossier, one)) }
                            td { (tool(one)) }
                            td .num { (one.metrics.len()) }
                            td { (file(dossier, one, files)) }
                        }
                    } }
                }
            }
            @if rest.len() > LISTED_MAX { p { (rest.len() - LISTED_MAX) " more are not listed here." } }
        }
    }
}

fn of(dossier: &Dossier, one: &Evaluation) -> String {
    one.version_id
        .map(|id| words::name(&dossier.labels, id))
        .unwrap_or_default()
}

fn tool(one: &Evaluation) -> String {
    match (&one.tool, &one.tool_version) {
        (Some(tool), Some(version)) => format!("{tool} {version}"),
        (Some(tool), None) => tool.clone(),
        (None, _) => words::word(&one.source_type),
    }
}

fn evaluation(dossier: &Dossier, one: &Evaluation, files: &Files<'_>) -> Markup {
    html! {
        article {
            h3 { (words::name(&dossier.labels, one.suite_version_id)) ", " (one.task) }
            dl {
                dt { "Measured on" } dd { (of(dossier, one)) }
                dt { "With" } dd { (tool(one)) @if let Some(n) = one.n_shot { ", " (n) " examples in the prompt" } }
                dt { "Ran" }
                dd {
                    @if let Some(at) = one.run_at { (words::moment(at)) } @else { span .dim { "not stated" } }
                    ", reported by " (words::name(&dossier.labels, one.reported_by)) " on "
                    (words::brief(one.created_at)) " UTC, attempt " (one.attempt)
                }
                dt { "Data" } dd { (words::digest(one.dataset_digest.as_deref())) }
                dt { "Prompt template" } dd { (words::digest(one.prompt_template_digest.as_deref())) }
                dt { "File" }
                dd {
                    (file(dossier, one, files))
                }
                @if !one.flags.is_empty() { dt { "Remarks" } dd { (one.flags.join(", ").replace('_', " ")) } }
            }
            div .wide {
                table {
                    thead { tr {
                        th scope="col" { "Number" } th scope="col" .num { "Value" } th scope="col" { "Interval" }
                        th scope="col" .num { "Items" } th scope="col" { "As reported" }
                    } }
                    tbody { @for metric in &one.metrics { (row(metric)) } }
                }
            }
        }
    }
}

/// The file that the numbers came in.
fn file(dossier: &Dossier, one: &Evaluation, files: &Files<'_>) -> Markup {
    let mut artefacts = dossier.artefacts.iter();
    let came_in = artefacts.find(|file| Some(file.id) == one.artefact_id);
    html! {
        @match came_in {
            Some(file) => { (files.place(&file.sha256, &file.file_name)) }
            None => { span .dim { "recorded by hand, without a file" } }
        }
    }
}

fn row(metric: &Metric) -> Markup {
    html! {
        tr {
            td {
                (metric.name)
                @if let (Some(kind), Some(value)) = (&metric.slice_kind, &metric.slice_value) {
                    span .dim { ", " (kind) " " (value) }
                }
            }
            td .num {
                @if let Some(value) = &metric.value { (words::shown(&value.to_string())) }
                @else { span .dim { (words::word(&metric.state)) } }
            }
            td {
                @if let (Some(low), Some(high)) = (&metric.ci_low, &metric.ci_high) {
                    "[" (words::shown(&low.to_string())) ", " (words::shown(&high.to_string())) "]"
                    @if let Some(method) = &metric.ci_method { span .dim { " " (method) } }
                } @else { span .dim { "none" } }
            }
            td .num { @if let Some(n) = metric.n { (n) } }
            td { code { (metric.value_raw) } }
        }
    }
}
