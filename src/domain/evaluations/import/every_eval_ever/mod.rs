//! Every Eval Ever records (schema 0.2 and 0.3): the exchange format of the EvalEval coalition, one model per file.
//!
//! What the source says stays as it is: a record of `documentation` is declared, one of an `evaluation_run` is a run,
//! and numbers that the model's own maker reports are flagged. A unit follows from `metric_unit`, or from bounds of 0
//! and 1; other bounds say nothing certain. A direction is a boolean there, which a target of the catalogue overrules.
//!
//! Source: `every_eval_ever/schemas/eval.schema.json`, version 0.3.0.

use std::collections::BTreeSet;

use serde_json::json;

use super::detect::{Candidate, Confidence, Format, Sniffed};
use super::json::{self, Node, Object, Root, pointer};
use super::reading::{
    Named, Remarks, arguments, as_milliseconds, check_name, count, cut, date_or_time, decimal,
    flagged, metric, object_at, seconds_since_1970, settle_units, stderr_of, text,
};
use super::{
    Dataset, Direction, Flag, MetricState, ParseProblem, ParsedEvaluation, ParsedFile,
    ParsedMetric, Source, Stated, TASKS_MAX, Unit,
};
use crate::ground::kernel::Decimal;

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "every-eval-ever",
    name: "Every Eval Ever record (.json)",
    sniff,
    parse,
};

const READ_AT_TOP: &[&str] = &[
    "schema_version",
    "evaluation_id",
    "evaluation_timestamp",
    "retrieved_timestamp",
    "source_metadata",
    "eval_library",
    "model_info",
    "evaluation_results",
];

fn sniff(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    (shape.root == Root::Object && shape.has("schema_version") && shape.has("evaluation_results"))
        .then_some((
            Confidence::Certain,
            "schema_version with evaluation_results",
        ))
}

fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let document = json::read(json::utf8(bytes)?)?;
    let root = object_at(Some(&document), "", "an Every Eval Ever record")?;
    let mut remarks = Remarks::default();
    let layout = match root.text("schema_version").unwrap_or_default() {
        version if version.starts_with("0.2") => "Every Eval Ever 0.2",
        version if version.starts_with("0.3") => "Every Eval Ever 0.3",
        _ => {
            let message =
                "the record has another version than 0.2 or 0.3; it is read like version 0.3";
            remarks.note("version_unknown", message, &["schema_version"]);
            "Every Eval Ever"
        }
    };
    let metadata = root.object("source_metadata");
    let source = match metadata.and_then(|metadata| metadata.text("source_type")) {
        Some("evaluation_run") => Source::Run,
        Some(_) | None => Source::Declared,
    };
    let self_reported = metadata.and_then(|metadata| metadata.text("evaluator_relationship"))
        == Some("first_party");
    let listed = root
        .get("evaluation_results")
        .and_then(Node::array)
        .unwrap_or_default();
    if listed.is_empty() || listed.len() > TASKS_MAX {
        let message = format!("the record holds {} results", listed.len());
        let expected = format!("1 to {TASKS_MAX} results");
        return Err(ParseProblem::new(
            "results_count",
            message,
            "/evaluation_results",
            expected,
        ));
    }
    let mut taken = BTreeSet::new();
    let mut evaluations = Vec::new();
    for (number, result) in listed.iter().enumerate() {
        let number = number.to_string();
        let at = ["evaluation_results", number.as_str()];
        let result = object_at(Some(result), &pointer(&at), "a result")?;
        let mut evaluation = read(result, &at, &mut taken, &mut remarks)?;
        if self_reported {
            evaluation.flags.insert(Flag::SelfReported);
        }
        evaluations.push(flagged(evaluation));
    }
    settle_units(&mut evaluations, &mut remarks);
    remarks.unread(root, READ_AT_TOP, &[]);
    let head = header(root, &mut remarks);
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        layout,
        source,
        evaluations,
        unmapped,
        notes,
        ..head
    })
}

fn header(root: &Object<'_>, remarks: &mut Remarks) -> ParsedFile {
    let model = root.object("model_info");
    let named = model.and_then(|model| model.some("id").or_else(|| model.get("name")));
    let library = root.object("eval_library");
    let of_library = |name: &str| library.and_then(|library| library.get(name));
    let mut details = Vec::new();
    let id = root.text("evaluation_id");
    details.extend(id.map(|id| ("evaluation_id", json!(cut(id)))));
    if let Some(source) = root.object("source_metadata") {
        let named = [
            "source_name",
            "source_organization_name",
            "evaluator_relationship",
        ];
        let kept = named
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), source.some(name)?.to_value())));
        details.push(("source", serde_json::Value::Object(kept.collect())));
    }
    let time = root.some("evaluation_timestamp");
    let is_number = decimal(time).is_some();
    let at = ["evaluation_timestamp"];
    ParsedFile {
        format: FORMAT.id,
        tool: text(of_library("name"), &["eval_library", "name"], remarks),
        tool_version: text(of_library("version"), &["eval_library", "version"], remarks),
        model_ref: text(named, &["model_info", "id"], remarks),
        model_args: arguments(
            model.and_then(|model| model.some("additional_details")),
            &["model_info", "additional_details"],
            remarks,
        ),
        run_at: if is_number {
            seconds_since_1970(time, &at, remarks)
        } else {
            date_or_time(time, &at, remarks)
        },
        details,
        ..ParsedFile::default()
    }
}

fn read(
    result: &Object<'_>,
    at: &[&str],
    taken: &mut BTreeSet<(String, String)>,
    remarks: &mut Remarks,
) -> Result<ParsedEvaluation, ParseProblem> {
    let task = result.text("evaluation_name").unwrap_or_default().trim();
    check_name(task, &[at, &["evaluation_name"]].concat())?;
    let config = result.object("metric_config");
    let of_config = |name: &str| {
        config
            .and_then(|config| config.text(name))
            .filter(|text| !text.is_empty())
    };
    let raw = of_config("metric_id")
        .or_else(|| of_config("metric_name"))
        .or_else(|| of_config("metric_kind"));
    let raw = raw.unwrap_or("score");
    check_name(raw, &[at, &["metric_config"]].concat())?;
    // A name may stand several times, each with another metric.
    let filters = ["none".to_owned(), raw.to_owned()]
        .into_iter()
        .chain((2..).map(|number| format!("{raw}/{number}")));
    let mut keys = filters.map(|filter| (task.to_owned(), filter));
    let (_, filter) = keys
        .find(|key| taken.insert(key.clone()))
        .unwrap_or_default();
    let details = result.object("score_details");
    let uncertainty = details.and_then(|details| details.object("uncertainty"));
    let at_score = [at, &["score_details", "score"]].concat();
    let named = Named {
        task,
        name: raw,
        raw,
    };
    let score = details
        .and_then(|details| details.get("score"))
        .unwrap_or(&Node::Null);
    let mut read = metric(named, score, &at_score, remarks);
    if let Some(read) = &mut read {
        read.n = count(uncertainty.and_then(|uncertainty| uncertainty.get("num_samples")));
        uncertain(read, uncertainty, &at_score, remarks);
        meaning(read, config);
    }
    let gen_config = result.object("generation_config");
    let gen_args = gen_config.and_then(|config| config.some("generation_args"));
    let levels = config.and_then(|config| config.some("level_names"));
    let time = result.some("evaluation_timestamp");
    Ok(ParsedEvaluation {
        pointer: pointer(at),
        task: task.to_owned(),
        filter,
        run_at: date_or_time(time, &[at, &["evaluation_timestamp"]].concat(), remarks),
        dataset: dataset(result, at, remarks),
        gen_params: arguments(gen_args, &[at, &["generation_config"]].concat(), remarks),
        details: levels
            .map(|levels| ("levels", levels.to_value()))
            .into_iter()
            .collect(),
        metrics: read.into_iter().collect(),
        ..ParsedEvaluation::default()
    })
}

/// The standard error and the interval that the record states.
fn uncertain(
    read: &mut ParsedMetric,
    uncertainty: Option<&Object<'_>>,
    at: &[&str],
    remarks: &mut Remarks,
) {
    let Some(uncertainty) = uncertainty else {
        return;
    };
    // Version 0.2 holds a number, 0.3 an object.
    let stated = uncertainty.some("standard_error");
    let stated = stated.map(|node| {
        node.object()
            .and_then(|object| object.get("value"))
            .unwrap_or(node)
    });
    read.stderr = stated.and_then(|node| stderr_of(node, at, remarks));
    let interval = uncertainty.object("confidence_interval");
    read.interval = interval.and_then(|interval| {
        let level = decimal(interval.get("confidence_level")).or_else(|| "0.95".parse().ok())?;
        let (low, high) = (
            decimal(interval.get("lower"))?,
            decimal(interval.get("upper"))?,
        );
        (low <= high).then_some(Stated { low, high, level })
    });
}

/// Unit and direction, as far as the record says them.
fn meaning(read: &mut ParsedMetric, config: Option<&Object<'_>>) {
    let Some(config) = config else {
        return;
    };
    let bound = |name: &str| decimal(config.get(name));
    let is_share =
        bound("min_score") == Some(Decimal::zero()) && bound("max_score") == Some(Decimal::from(1));
    let stated = config
        .text("metric_unit")
        .unwrap_or_default()
        .to_ascii_lowercase();
    match stated.as_str() {
        "proportion" | "fraction" => read.unit = Some(Unit::Fraction),
        "percent" | "percentage" | "%" => read.unit = Some(Unit::Percent),
        "s" | "sec" | "seconds" => read.unit = Some(Unit::Seconds),
        "ms" | "milliseconds" => *read = as_milliseconds(read.clone()),
        "tokens" | "count" => read.unit = Some(Unit::Count),
        "currency" | "usd" | "eur" => read.unit = Some(Unit::Currency),
        "points" | "elo" => read.unit = Some(Unit::Score),
        _ if is_share => read.unit = Some(Unit::Fraction),
        _ => {}
    }
    if config.text("score_type") == Some("levels") {
        read.unit = Some(Unit::Score);
        let unknown = config.get("has_unknown_level") == Some(&Node::Bool(true));
        if unknown && read.value == Some(Decimal::from(-1)) {
            read.state = MetricState::Unknown;
            read.value = None;
        }
    }
    let is_target = matches!(read.direction, Some(Direction::Target(_)));
    if let (Some(Node::Bool(lower)), false) = (config.get("lower_is_better"), is_target) {
        read.direction = Some(if *lower {
            Direction::Lower
        } else {
            Direction::Higher
        });
    }
}

fn dataset(result: &Object<'_>, at: &[&str], remarks: &mut Remarks) -> Option<Dataset> {
    let data = result.object("source_data")?;
    let at = [at, &["source_data"]].concat();
    let mut field = |name: &str| text(data.get(name), &at, remarks);
    let name = field("dataset_name");
    let path = field("hf_repo").or_else(|| name.clone())?;
    Some(Dataset {
        name: name.filter(|name| *name != path),
        path,
        revision: None,
        split: field("hf_split"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::import::parse;
    use crate::domain::evaluations::import::testing::{
        bytes, codes, corpus, evaluation, fixture, flags, survives, value,
    };

    #[test]
    fn a_record_says_what_its_source_says() {
        let file = fixture("every_eval_ever", "record.json");
        assert_eq!(
            (file.format, file.layout),
            ("every-eval-ever", "Every Eval Ever 0.3")
        );
        assert_eq!(
            (file.source, file.model_ref.as_deref()),
            (Source::Run, Some("acme/large"))
        );
        assert_eq!(
            (file.tool.as_deref(), file.tool_version.as_deref()),
            (Some("acme-eval"), Some("1.2"))
        );
        assert_eq!(file.run_at.unwrap().timestamp(), 1_795_414_669);
        let first = &evaluation(&file, "Support", "none").metrics[0];
        assert_eq!(
            (first.name.as_str(), value(first), first.n),
            (
                "acc",
                "0.910".parse::<Decimal>().unwrap().to_string(),
                Some(200)
            )
        );
        assert_eq!(
            (first.unit, &first.direction),
            (Some(Unit::Fraction), &Some(Direction::Higher))
        );
        assert_eq!(first.stderr, Some("0.0203".parse().unwrap()));
        assert_eq!(
            first.interval.as_ref().unwrap().low,
            "0.87".parse().unwrap()
        );
        let second = &evaluation(&file, "Support", "latency").metrics[0];
        assert_eq!(
            (value(second), second.unit),
            ("0.25".into(), Some(Unit::Seconds))
        );
        assert_eq!(second.direction, Some(Direction::Lower));
        assert!(
            file.unmapped
                .contains(&"/detailed_evaluation_results".to_owned())
        );
        assert!(flags(evaluation(&file, "Support", "none")).contains(&"self_reported"));
    }

    #[test]
    fn what_is_not_said_is_not_guessed() {
        let file = fixture("every_eval_ever", "record.json");
        let odd = &evaluation(&file, "Odd scale", "none").metrics[0];
        assert_eq!(
            (odd.unit, odd.state),
            (None, MetricState::Known),
            "bounds of 0 and 100 may be percent or points"
        );
        let grade = &evaluation(&file, "Grade", "none").metrics[0];
        assert_eq!(
            (grade.state, grade.unit),
            (MetricState::Unknown, Some(Unit::Score))
        );
        let bias = &evaluation(&file, "crows_pairs_french", "none").metrics[0];
        assert_eq!(
            bias.direction,
            Some(Direction::Target("0.5".parse().unwrap()))
        );
    }

    #[test]
    fn documentation_is_declared() {
        let text = String::from_utf8(bytes("every_eval_ever", "record.json")).unwrap();
        let file = parse(
            "r.json",
            text.replace("evaluation_run", "documentation").as_bytes(),
        )
        .unwrap();
        assert_eq!(file.source, Source::Declared);
        let other = parse("r.json", text.replace("\"0.3.0\"", "\"9\"").as_bytes()).unwrap();
        assert!(codes(&other).contains("version_unknown"));
        survives("record.json", text.as_bytes());
    }

    #[test]
    fn every_real_record_is_read() {
        for (name, bytes) in corpus("every-eval-ever") {
            if name.starts_with("schema/") {
                assert!(parse(&name, &bytes).is_err());
                continue;
            }
            let file = parse(&name, &bytes).unwrap();
            assert_eq!((file.source, file.evaluations.len()), (Source::Declared, 6));
            assert_eq!(
                value(&evaluation(&file, "IFEval", "none").metrics[0]),
                "0.4486"
            );
        }
    }
}
