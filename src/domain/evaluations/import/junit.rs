//! JUnit XML: tests of any tool, counted. An error is no failure: what did not run is in no rate.
//!
//! Each `testsuite` with test cases is an evaluation, its pass rate counted over the cases that ran. Declarations of a
//! document type are refused, because they define entities.

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::detect::{Candidate, Confidence, Format, Sniffed};
use super::json::{self, DEPTH_MAX, Node};
use super::reading::{Mean, Remarks, check_name, date_or_time, item_key};
use super::{
    Direction, Flag, ITEMS_MAX, Items, ParseProblem, ParsedEvaluation, ParsedFile, ParsedMetric,
    TASKS_MAX, Unit,
};
use crate::domain::evaluations::Item;

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "junit",
    name: "JUnit XML report",
    sniff,
    parse,
};

/// How a test case ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Passed,
    Failed,
    Errored,
    Skipped,
}

/// A suite and the cases in it.
struct Suite {
    name: String,
    timestamp: Option<String>,
    cases: Vec<(String, End)>,
}

fn sniff(file: &Candidate<'_>) -> Sniffed {
    let text = file.text.trim_start();
    let head = text.get(..text.len().min(4096)).unwrap_or(text);
    (text.starts_with('<') && (head.contains("<testsuite") || head.contains("<testsuites")))
        .then_some((Confidence::Certain, "XML with testsuite"))
}

fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let text = json::utf8(bytes)?;
    let suites = read(text)?;
    let mut remarks = Remarks::default();
    let mut evaluations = Vec::new();
    let mut taken = std::collections::BTreeSet::new();
    for (number, suite) in suites.into_iter().enumerate() {
        if suite.cases.is_empty() {
            continue;
        }
        check_name(&suite.name, &["testsuite", &number.to_string()])?;
        let evaluation = evaluation(suite, number, &mut taken, &mut remarks);
        evaluations.push(evaluation);
    }
    if evaluations.is_empty() || evaluations.len() > TASKS_MAX {
        let message = format!(
            "the report holds {} suites with test cases",
            evaluations.len()
        );
        let expected = format!("1 to {TASKS_MAX} suites with test cases");
        return Err(ParseProblem::new("suites_count", message, "", expected));
    }
    let message = "the report does not say which model was tested";
    remarks.note("model_not_named", message, &[]);
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: FORMAT.id,
        layout: "JUnit XML",
        tool: None,
        evaluations,
        unmapped,
        notes,
        ..ParsedFile::default()
    })
}

fn evaluation(
    suite: Suite,
    number: usize,
    taken: &mut std::collections::BTreeSet<(String, String)>,
    remarks: &mut Remarks,
) -> ParsedEvaluation {
    let mut passed = Mean::default();
    let (mut errors, mut skipped) = (0_i64, 0_i64);
    let mut epochs: BTreeMap<String, i32> = BTreeMap::new();
    let mut list = Vec::new();
    for (key, end) in suite.cases {
        match end {
            End::Passed => passed.add(1.0),
            End::Failed => passed.add(0.0),
            End::Errored => errors += 1,
            End::Skipped => {
                skipped += 1;
                continue;
            }
        }
        let epoch = epochs.entry(key.clone()).or_insert(0);
        *epoch += 1;
        let right = (end != End::Errored).then_some(end == End::Passed);
        list.push(Item {
            key,
            epoch: *epoch,
            score: right.map(|right| i64::from(right).into()),
            correct: right,
            error_kind: (end == End::Errored).then(|| "error".into()),
            ..Item::default()
        });
    }
    let place = number.to_string();
    let stated = suite.timestamp.map(|text| Node::Text(text.into()));
    let filters =
        std::iter::once("none".to_owned()).chain((2..).map(|number| format!("none/{number}")));
    let mut keys = filters.map(|filter| (suite.name.clone(), filter));
    let (task, filter) = keys
        .find(|key| taken.insert(key.clone()))
        .unwrap_or_default();
    let flags = [
        (Flag::ItemErrors, errors > 0),
        (Flag::Partial, skipped > 0),
        (Flag::PromptDigestMissing, true),
    ];
    ParsedEvaluation {
        pointer: json::pointer(&["testsuite", &place]),
        task,
        filter,
        run_at: date_or_time(
            stated.as_ref(),
            &["testsuite", &place, "timestamp"],
            remarks,
        ),
        n: Some(i64::from(passed.n())),
        n_errors: Some(errors),
        n_total: Some(i64::from(passed.n()) + errors + skipped),
        flags: flags
            .into_iter()
            .filter(|(_, set)| *set)
            .map(|(flag, _)| flag)
            .collect(),
        metrics: vec![ParsedMetric {
            unit: Some(Unit::Fraction),
            direction: Some(Direction::Higher),
            ..passed.metric("pass_rate")
        }],
        items: (!list.is_empty()).then(|| Items {
            metric: "pass_rate".into(),
            list,
        }),
        ..ParsedEvaluation::default()
    }
}

/// The line of a place in bytes.
fn line_at(text: &str, place: u64) -> String {
    let place = usize::try_from(place).map_or(text.len(), |place| place.min(text.len()));
    let before = &text.as_bytes()[..place];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    format!("line {line}")
}

/// The suites of a report with their cases.
fn read(text: &str) -> Result<Vec<Suite>, ParseProblem> {
    let mut reader = Reader::from_str(text);
    let at = |reader: &Reader<&[u8]>| line_at(text, reader.buffer_position());
    let mut suites: Vec<Suite> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let (mut depth, mut cases) = (0_usize, 0_usize);
    loop {
        let event = reader.read_event();
        let problem = |code, message: String, expected: &str| {
            ParseProblem::new(code, message, at(&reader), expected)
        };
        match event {
            Err(error) => return Err(problem("xml_invalid", error.to_string(), "well-formed XML")),
            Ok(Event::Eof) if depth > 0 => {
                return Err(problem(
                    "xml_truncated",
                    "the report ends inside an element".into(),
                    "a whole report",
                ));
            }
            Ok(Event::Eof) => return Ok(suites),
            Ok(Event::DocType(_)) => {
                let message = "a document type may define entities".into();
                return Err(problem(
                    "xml_doctype",
                    message,
                    "a report without a document type",
                ));
            }
            Ok(Event::Start(element)) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    let message = format!("elements are nested more than {DEPTH_MAX} levels deep");
                    return Err(problem("too_deep", message, "fewer levels"));
                }
                if element.name().as_ref() == "testsuite" {
                    open.push(suites.len());
                }
                begin(&element, &mut suites, &open, &mut cases).map_err(|problem| {
                    ParseProblem {
                        pointer: at(&reader),
                        ..problem
                    }
                })?;
            }
            Ok(Event::Empty(element)) => {
                begin(&element, &mut suites, &open, &mut cases).map_err(|problem| {
                    ParseProblem {
                        pointer: at(&reader),
                        ..problem
                    }
                })?;
            }
            Ok(Event::End(element)) => {
                depth = depth.saturating_sub(1);
                if element.name().as_ref() == "testsuite" {
                    open.pop();
                }
            }
            Ok(_) => {}
        }
    }
}

fn begin(
    element: &BytesStart<'_>,
    suites: &mut Vec<Suite>,
    open: &[usize],
    cases: &mut usize,
) -> Result<(), ParseProblem> {
    match element.name().as_ref() {
        "testsuite" => {
            let name = attribute(element, "name")?.filter(|name| !name.trim().is_empty());
            suites.push(Suite {
                name: name.unwrap_or_else(|| "junit".to_owned()),
                timestamp: attribute(element, "timestamp")?,
                cases: Vec::new(),
            });
        }
        "testcase" => {
            *cases += 1;
            if *cases > ITEMS_MAX {
                let expected = format!("at most {ITEMS_MAX} test cases");
                return Err(ParseProblem::new(
                    "too_many_items",
                    "the report has too many test cases",
                    "",
                    expected,
                ));
            }
            let Some(suite) = open.last().and_then(|place| suites.get_mut(*place)) else {
                let message = "a test case stands outside of a suite";
                return Err(ParseProblem::new(
                    "xml_case",
                    message,
                    "",
                    "test cases inside a testsuite",
                ));
            };
            let name = attribute(element, "name")?.unwrap_or_default();
            let class = attribute(element, "classname")?.filter(|class| !class.is_empty());
            let full = class.map_or(name.clone(), |class| format!("{class}.{name}"));
            let key = item_key(&Node::Text(full.into())).unwrap_or_else(|| format!("case {cases}"));
            suite.cases.push((key, End::Passed));
        }
        name @ ("failure" | "error" | "skipped") => {
            let case = open
                .last()
                .and_then(|place| suites.get_mut(*place)?.cases.last_mut());
            if let Some((_, end)) = case {
                *end = match name {
                    "failure" => End::Failed,
                    "error" => End::Errored,
                    _ => End::Skipped,
                };
            }
        }
        _ => {}
    }
    Ok(())
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, ParseProblem> {
    let wrong = |error: &dyn std::fmt::Display| {
        let message = format!("an attribute cannot be read: {error}");
        ParseProblem::new("xml_invalid", message, "", "well-formed XML")
    };
    let Some(found) = element
        .try_get_attribute(name)
        .map_err(|error| wrong(&error))?
    else {
        return Ok(None);
    };
    let value = found
        .normalized_value(XmlVersion::Implicit1_0)
        .map_err(|error| wrong(&error))?;
    Ok(Some(value.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::import::parse;
    use crate::domain::evaluations::import::testing::{
        bytes, codes, evaluation, fixture, flags, survives, value,
    };

    #[test]
    fn cases_are_counted_by_suite_and_an_error_is_no_failure() {
        let file = fixture("junit", "report.xml");
        assert_eq!((file.format, &file.model_ref), ("junit", &None));
        let inner = evaluation(&file, "answers & tone", "none");
        assert_eq!(
            (inner.n, inner.n_errors, inner.n_total),
            (Some(3), Some(1), Some(5))
        );
        assert_eq!(value(&inner.metrics[0]), "0.666666666666667");
        assert_eq!(
            flags(inner),
            ["partial", "item_errors", "prompt_digest_missing"]
        );
        let items = &inner.items.as_ref().unwrap().list;
        let keys: Vec<_> = items
            .iter()
            .map(|item| (item.key.as_str(), item.epoch, item.correct))
            .collect();
        assert_eq!(
            keys,
            [
                ("fr.greets", 1, Some(true)),
                ("fr.greets", 2, Some(false)),
                ("fr.thanks", 1, Some(true)),
                ("fr.asks", 1, None)
            ]
        );
        assert_eq!(
            inner.run_at.unwrap().to_rfc3339(),
            "2026-11-01T10:00:00+00:00"
        );
        let outer = evaluation(&file, "all", "none");
        assert_eq!(
            outer.n,
            Some(1),
            "cases after an inner suite belong to the outer one"
        );
        assert!(
            codes(&file).contains("date_not_read"),
            "a time without a zone"
        );
        survives("report.xml", &bytes("junit", "report.xml"));
    }

    #[test]
    fn what_is_wrong_or_hostile_is_refused_with_its_line() {
        let refused = |text: &str| {
            let problem = parse("r.xml", text.as_bytes()).unwrap_err();
            (problem.code, problem.pointer)
        };
        let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]>\n<testsuite/>";
        assert_eq!(refused(bomb), ("xml_doctype", "line 1".into()));
        assert_eq!(
            refused("<testsuite>\n<testcase name='a'>"),
            ("xml_truncated", "line 2".into())
        );
        assert_eq!(
            refused("<testsuite>\n</testcase>"),
            ("xml_invalid", "line 2".into())
        );
        assert_eq!(
            refused("<testsuites><testcase name='a'/></testsuites><testsuite/>").0,
            "xml_case"
        );
        assert_eq!(
            refused("<testsuite name='&x;'></testsuite>").0,
            "xml_invalid"
        );
        assert_eq!(refused("<testsuite></testsuite>").0, "suites_count");
        assert_eq!(refused(&"<testsuite>".repeat(DEPTH_MAX + 1)).0, "too_deep");
    }
}
