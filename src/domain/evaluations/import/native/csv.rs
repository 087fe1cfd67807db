//! The CSV: one number in each row, columns by name.

use std::collections::{BTreeMap, BTreeSet};

use super::super::json::{self, Node};
use super::super::reading::{
    Named, Remarks, check_name, count, date_or_time, decimal, flagged, language_of, metric,
    settle_units, stderr_of,
};
use super::super::{
    METRICS_MAX, ParseProblem, ParsedEvaluation, ParsedFile, ParsedMetric, Slice, StatedBy,
    TASKS_MAX,
};
use super::{
    CONTAMINATION, CONTAMINATIONS, CSV, DIRECTIONS, Identity, UNITS, contamination, direction,
    identity, twice, unit,
};

const COLUMNS: &[&str] = &[
    "task",
    "metric",
    "value",
    "filter",
    "task_version",
    "model",
    "unit",
    "direction",
    "target",
    "stderr",
    "n",
    "n_errors",
    "n_shot",
    "language",
    "hardware",
    "contamination",
    "run_at",
    "slice_kind",
    "slice_value",
];

/// What is said of a whole evaluation: its first row counts.
const OF_EVALUATION: &[&str] = &[
    "task_version",
    "hardware",
    CONTAMINATION,
    "n_errors",
    "n_shot",
    "language",
    "run_at",
];

/// A row by the names of its columns; an empty cell says nothing.
struct Row<'a> {
    cells: BTreeMap<&'a str, &'a str>,
    line: String,
}

impl<'a> Row<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        self.cells
            .get(name)
            .copied()
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
    }

    /// The cell as a number if it is written like one, else as a text.
    fn node(&self, name: &str) -> Option<Node<'a>> {
        let cell = self.get(name)?;
        let is_number = decimal(Some(&Node::Text(cell.into()))).is_some();
        Some(if is_number {
            Node::Number(cell.into())
        } else {
            Node::Text(cell.into())
        })
    }

    fn problem(&self, name: &str, expected: &str) -> ParseProblem {
        let message = format!("the cell of column {name} is missing or not known");
        ParseProblem::new(
            "cell_invalid",
            message,
            format!("{}, column {name}", self.line),
            expected,
        )
    }
}

/// Reads a CSV.
///
/// # Errors
/// A row has too few or too many cells, or a cell is wrong. The place is the line.
pub fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let text = json::utf8(bytes)?;
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let head = reader.headers().map_err(|error| invalid(&error))?.clone();
    let mut remarks = Remarks::default();
    check_columns(&head, &mut remarks)?;
    let mut groups = Groups::default();
    for record in reader.records() {
        let record = record.map_err(|error| invalid(&error))?;
        let line = record.position().map_or_else(
            || "line".into(),
            |position| format!("line {}", position.line()),
        );
        let row = Row {
            cells: head.iter().map(str::trim).zip(record.iter()).collect(),
            line,
        };
        groups.add(&row, &mut remarks)?;
    }
    let evaluations = groups.evaluations;
    if evaluations.is_empty() {
        return Err(ParseProblem::new(
            "no_metrics",
            "the file has no row",
            "line 2",
            "at least one row",
        ));
    }
    let mut evaluations: Vec<_> = evaluations.into_iter().map(flagged).collect();
    settle_units(&mut evaluations, &mut remarks);
    let models: BTreeSet<_> = evaluations.iter().map(|e| e.model_ref.clone()).collect();
    let model_ref = if models.len() == 1 {
        models.into_iter().next().flatten()
    } else {
        None
    };
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: CSV.id,
        layout: "tenure CSV",
        model_ref,
        evaluations,
        unmapped,
        notes,
        ..ParsedFile::default()
    })
}

fn invalid(error: &csv::Error) -> ParseProblem {
    let line = error.position();
    let line = line.map_or_else(String::new, |position| format!("line {}", position.line()));
    let expected = "a CSV with as many cells in each row as columns";
    ParseProblem::new("csv_invalid", error.to_string(), line, expected)
}

fn check_columns(head: &csv::StringRecord, remarks: &mut Remarks) -> Result<(), ParseProblem> {
    for (place, column) in head.iter().enumerate() {
        if head.iter().take(place).any(|other| other == column) {
            let message = format!("the column {column} stands twice");
            let expected = "each column once";
            return Err(ParseProblem::new(
                "duplicate_key",
                message,
                "line 1",
                expected,
            ));
        }
        if !COLUMNS.contains(&column.trim()) {
            remarks.unmapped(&[column.trim()]);
        }
    }
    Ok(())
}

/// Rows by model, task and filter.
#[derive(Default)]
struct Groups {
    places: BTreeMap<[String; 3], usize>,
    evaluations: Vec<ParsedEvaluation>,
    /// What the first row of each says of the whole.
    said: Vec<BTreeMap<&'static str, String>>,
    seen: BTreeSet<(usize, Identity)>,
    rows: usize,
}

impl Groups {
    fn add(&mut self, row: &Row<'_>, remarks: &mut Remarks) -> Result<(), ParseProblem> {
        let beyond = |code, what: &str, most: usize| {
            let message = format!("the file has too many {what}");
            Err(ParseProblem::new(
                code,
                message,
                &row.line,
                format!("at most {most} {what}"),
            ))
        };
        self.rows += 1;
        if self.rows > METRICS_MAX {
            return beyond("too_many_metrics", "rows", METRICS_MAX);
        }
        let task = row.get("task");
        let task = task.ok_or_else(|| row.problem("task", "the task's name"))?;
        let filter = row.get("filter").unwrap_or("none");
        check_name(task, &[&row.line, "task"])?;
        check_name(filter, &[&row.line, "filter"])?;
        for name in [
            "task_version",
            "model",
            "hardware",
            "slice_kind",
            "slice_value",
        ] {
            if let Some(cell) = row.get(name) {
                check_name(cell, &[&row.line, name])?;
            }
        }
        let model = row.get("model").unwrap_or_default();
        let key = [model, task, filter].map(str::to_owned);
        let place = *self.places.entry(key).or_insert(self.evaluations.len());
        if place == self.evaluations.len() {
            if place >= TASKS_MAX {
                return beyond("too_many_tasks", "tasks", TASKS_MAX);
            }
            self.evaluations
                .push(evaluation(row, task, filter, remarks)?);
            let said = |name: &&'static str| Some((*name, row.get(name)?.to_owned()));
            self.said
                .push(OF_EVALUATION.iter().filter_map(said).collect());
        }
        for name in OF_EVALUATION {
            let said = self.said[place].get(name).map(String::as_str);
            if row.get(name).is_some_and(|cell| said != Some(cell)) {
                let message =
                    format!("the first row of the evaluation says another {name}; it counts");
                remarks.note("row_differs", message, &[&row.line, name]);
            }
        }
        let read = one_metric(row, task, remarks)?;
        if !self.seen.insert((place, identity(&read))) {
            return Err(twice(&read, row.line.clone()));
        }
        self.evaluations[place].metrics.push(read);
        Ok(())
    }
}

fn evaluation(
    row: &Row<'_>,
    task: &str,
    filter: &str,
    remarks: &mut Remarks,
) -> Result<ParsedEvaluation, ParseProblem> {
    let at = |name: &'static str| [row.line.clone(), name.to_owned()];
    let counted = |name: &str| count(row.node(name).as_ref());
    let pointer = json::pointer(&[&row.line]);
    let (line, run_at) = (at("language"), at("run_at"));
    let contaminated = row.get(CONTAMINATION).map(|word| {
        let known = contamination(word);
        known.ok_or_else(|| row.problem(CONTAMINATION, CONTAMINATIONS))
    });
    let contaminated = contaminated.transpose()?;
    Ok(ParsedEvaluation {
        details: contaminated
            .map(|word| (CONTAMINATION, word))
            .into_iter()
            .collect(),
        pointer,
        task: task.to_owned(),
        filter: filter.to_owned(),
        task_version: row.get("task_version").map(str::to_owned),
        model_ref: row.get("model").map(str::to_owned),
        hardware: row.get("hardware").map(str::to_owned),
        n_shot: counted("n_shot").and_then(|n| i32::try_from(n).ok()),
        n: counted("n").filter(|_| row.get("slice_kind").is_none()),
        n_errors: counted("n_errors"),
        language: language_of(
            row.get("language"),
            &line.each_ref().map(String::as_str),
            remarks,
        ),
        run_at: date_or_time(
            row.node("run_at").as_ref(),
            &run_at.each_ref().map(String::as_str),
            remarks,
        ),
        ..ParsedEvaluation::default()
    })
}

fn one_metric(
    row: &Row<'_>,
    task: &str,
    remarks: &mut Remarks,
) -> Result<ParsedMetric, ParseProblem> {
    let name = row
        .get("metric")
        .ok_or_else(|| row.problem("metric", "the metric's name"))?;
    check_name(name, &[&row.line, "metric"])?;
    let named = Named {
        task,
        name,
        raw: name,
    };
    let value = row.node("value").unwrap_or(Node::Null);
    let at = [row.line.as_str(), "value"];
    let read =
        metric(named, &value, &at, remarks).ok_or_else(|| row.problem("value", "a number"))?;
    let (unit, unit_by) = match row.get("unit") {
        None => (read.unit, read.unit_by),
        Some(name) => {
            let stated = unit(name).ok_or_else(|| row.problem("unit", UNITS))?;
            (Some(stated), StatedBy::File)
        }
    };
    let target = decimal(row.node("target").as_ref());
    let (direction, direction_by) = match row.get("direction") {
        None => (read.direction, read.direction_by),
        Some(name) => {
            let stated =
                direction(name, target).ok_or_else(|| row.problem("direction", DIRECTIONS))?;
            (Some(stated), StatedBy::File)
        }
    };
    let slice = row.get("slice_kind").zip(row.get("slice_value"));
    Ok(ParsedMetric {
        unit,
        unit_by,
        direction,
        direction_by,
        stderr: row
            .node("stderr")
            .and_then(|node| stderr_of(&node, &[&row.line, "stderr"], remarks)),
        n: count(row.node("n").as_ref()),
        slice: slice
            .map(|(kind, value)| Slice {
                kind: kind.to_owned(),
                value: value.to_owned(),
            })
            .or(read.slice),
        ..read
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::domain::evaluations::import::testing::{codes, survives, value};
    use crate::domain::evaluations::import::{Direction, MetricState, Unit, parse};

    const GOOD: &str = "task,metric,value,unit,direction,n,model,owner,slice_kind,slice_value,hardware,contamination\n\
        support,resolved,0.910,fraction,higher,200,acme/large,me,,,NVIDIA L4,high\n\
        support,resolved,0.88,fraction,higher,90,acme/large,me,language,fr,,\n\
        \"support, phone\",wait,12.5,seconds,lower,40,acme/small,me,,,,\n\
        support,other,N/A,,,,acme/large,me,,,,\n";

    #[test]
    fn rows_of_a_model_a_task_and_a_filter_are_one_evaluation() {
        let file = parse("numbers.csv", GOOD.as_bytes()).unwrap();
        assert_eq!((file.format, &file.model_ref), ("tenure-csv", &None));
        assert_eq!(file.unmapped, ["/owner"]);
        let names: Vec<_> = file
            .evaluations
            .iter()
            .map(|e| (e.task.as_str(), e.model_ref.as_deref().unwrap()))
            .collect();
        assert_eq!(
            names,
            [("support", "acme/large"), ("support, phone", "acme/small")]
        );
        let hardware: Vec<_> = file
            .evaluations
            .iter()
            .map(|e| e.hardware.as_deref())
            .collect();
        assert_eq!(hardware, [Some("NVIDIA L4"), None]);
        let details = file.evaluations.iter().map(|e| e.details.as_slice());
        assert_eq!(
            details.collect::<Vec<_>>(),
            [[("contamination", "high".into())].as_slice(), &[]]
        );
        let first = &file.evaluations[0].metrics;
        assert_eq!(
            (value(&first[0]), first[0].value_raw.as_str(), first[0].n),
            ("0.91".into(), "0.910", Some(200))
        );
        assert_eq!(
            (first[0].unit, &first[0].direction),
            (Some(Unit::Fraction), &Some(Direction::Higher))
        );
        assert_eq!(
            (first[1].n, first[1].slice.as_ref().unwrap().value.as_str()),
            (Some(90), "fr")
        );
        assert_eq!(
            (first[2].state, first[2].unit),
            (MetricState::NotApplicable, None)
        );
        let bom = [b"\xef\xbb\xbf".as_slice(), GOOD.as_bytes()].concat();
        assert_eq!(
            parse("numbers.csv", &bom).unwrap().evaluations,
            file.evaluations
        );
        assert!(codes(&file).is_empty());
    }

    #[test]
    fn what_a_later_row_says_otherwise_of_the_evaluation_is_noted() {
        let text = GOOD.replacen("me,language,fr,,", "me,language,fr,NVIDIA L4,low", 1);
        let file = parse("numbers.csv", text.as_bytes()).unwrap();
        assert_eq!(codes(&file), BTreeSet::from(["row_differs"]));
        assert_eq!(file.notes[0].pointer, "/line 3/contamination");
        let details = &file.evaluations[0].details;
        assert_eq!(details, &[("contamination", "high".into())]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_column() {
        for (from, to, code, place) in [
            (
                "seconds",
                "fortnights",
                "cell_invalid",
                "line 4, column unit",
            ),
            ("lower", "down", "cell_invalid", "line 4, column direction"),
            (
                "support,other",
                ",other",
                "cell_invalid",
                "line 5, column task",
            ),
            (
                "support,other",
                "support,",
                "cell_invalid",
                "line 5, column metric",
            ),
            (",me,,,,\n", ",me\n", "csv_invalid", "line 4"),
            (
                "L4,high",
                "L4,maybe",
                "cell_invalid",
                "line 2, column contamination",
            ),
            ("n,model", "n,n", "duplicate_key", "line 1"),
        ] {
            let text = GOOD.replacen(from, to, 1);
            let problem = parse("numbers.csv", text.as_bytes()).unwrap_err();
            assert_eq!(
                (problem.code, problem.pointer.as_str()),
                (code, place),
                "{text}"
            );
        }
        let latin = GOOD
            .replace("phone", "t\u{e9}l")
            .chars()
            .map(|c| c as u8)
            .collect::<Vec<u8>>();
        assert_eq!(
            parse("numbers.csv", &latin).unwrap_err().code,
            "encoding_unsupported"
        );
        survives("numbers.csv", GOOD.as_bytes());
    }
}
