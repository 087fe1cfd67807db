//! What holds for every reader of result files, whatever the bytes. The tests and `fuzz/` use the same checks.

use std::collections::BTreeSet;

use serde_json::Value;
use tenure::domain::evaluations::import::{
    ARGUMENTS_BYTES_MAX, Direction, FORMATS, ITEMS_MAX, METRICS_MAX, MetricState, Note,
    ParseProblem, ParsedEvaluation, ParsedFile, ParsedMetric, REMARKS_MAX, TASKS_MAX,
    TEXT_BYTES_MAX, detect, parse,
};
use tenure::domain::evaluations::{ITEM_HASH_BYTES_MAX, ITEM_TEXT_BYTES_MAX, Item};
use tenure::ground::kernel::Decimal;

use crate::reorder::reversed;

/// Bytes of a pointer, or of a sentence about a place, at most: a file must not write our answers.
const WORDS_BYTES_MAX: usize = 4096;
/// Bytes of a file whose members are also read in another order at most: that reads it twice again.
const REORDERED_BYTES_MAX: usize = 256 << 10;

/// Reads bytes as a file of this name and panics when something does not hold. Answers with the id of the format.
pub fn check(name: &str, bytes: &[u8]) -> &'static str {
    let detection = detect(name, bytes);
    assert!(!detection.why.is_empty(), "a detection says why");
    assert_eq!(detection.id(), detect(name, bytes).id());
    let outcome = parse(name, bytes);
    assert_eq!(
        outcome,
        parse(name, bytes),
        "the same bytes, the same outcome"
    );
    match &outcome {
        Err(problem) => problem_holds(problem),
        Ok(file) => {
            // A reader may know better which layout it is, never that it is another tool's.
            assert_eq!(file.format, detection.id());
            assert!(FORMATS.iter().any(|format| format.id == file.format));
            file_holds(file);
            order_means_nothing(name, bytes, file);
        }
    }
    detection.id()
}

fn problem_holds(problem: &ParseProblem) {
    code_holds(problem.code);
    let ParseProblem {
        message,
        expected,
        pointer,
        ..
    } = problem;
    assert!(!message.is_empty() && !expected.is_empty(), "{problem:?}");
    for words in [message, expected, pointer] {
        words_hold(words);
    }
    // Of an archive the place stands behind the name of the entry, or is the entry.
    let place = pointer
        .rsplit_once('#')
        .map_or(pointer.as_str(), |(_, place)| place);
    let known = place.is_empty()
        || place.starts_with('/')
        || is_line(place)
        || problem.code.starts_with("archive_")
        || place.len() < pointer.len();
    assert!(known || is_entry(place), "{problem:?}");
}

/// `line 3`, `line 3, column 7` or `line 3, column unit`.
fn is_line(place: &str) -> bool {
    let number = |text: &str| text.parse::<usize>().is_ok_and(|number| number > 0);
    place
        .strip_prefix("line ")
        .is_some_and(|rest| match rest.split_once(", column ") {
            Some((line, column)) => number(line) && !column.is_empty(),
            None => number(rest),
        })
}

fn is_entry(place: &str) -> bool {
    place.ends_with(".json")
}

fn code_holds(code: &str) {
    let plain = |byte: u8| byte == b'_' || byte.is_ascii_lowercase() || byte.is_ascii_digit();
    assert!(!code.is_empty() && code.bytes().all(plain), "{code:?}");
}

fn words_hold(words: &str) {
    assert!(!words.contains(char::is_control), "{words:?}");
    assert!(
        words.len() <= WORDS_BYTES_MAX,
        "{} bytes: {:.80}",
        words.len(),
        words
    );
}

fn file_holds(file: &ParsedFile) {
    let evaluations = &file.evaluations;
    assert!(
        evaluations.len() <= TASKS_MAX,
        "{} evaluations",
        evaluations.len()
    );
    let metrics: usize = evaluations.iter().map(|one| one.metrics.len()).sum();
    assert!(metrics <= METRICS_MAX, "{metrics} metrics");
    let items = evaluations.iter().filter_map(|one| one.items.as_ref());
    let items: usize = items.map(|items| items.list.len()).sum();
    assert!(items <= ITEMS_MAX, "{items} items");
    assert!(file.unmapped.len() <= REMARKS_MAX);
    // One more says that some were left out.
    assert!(file.notes.len() <= REMARKS_MAX + 1);
    for pointer in &file.unmapped {
        words_hold(pointer);
        assert!(pointer.starts_with('/'), "{pointer:?}");
    }
    for Note {
        code,
        message,
        pointer,
    } in &file.notes
    {
        code_holds(code);
        assert!(!message.is_empty(), "{code}");
        words_hold(message);
        words_hold(pointer);
        assert!(
            pointer.is_empty() || pointer.starts_with('/') || is_line(pointer),
            "{pointer:?}"
        );
    }
    let texts = [
        &file.tool,
        &file.tool_version,
        &file.tool_commit,
        &file.model_ref,
    ];
    texts
        .into_iter()
        .flatten()
        .for_each(|text| text_holds(text));
    let digests = [&file.chat_template_digest, &file.system_config_digest];
    digests.into_iter().flatten().for_each(|digest| {
        let hex = digest.strip_prefix("sha256:").unwrap_or_default();
        assert!(
            hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{digest}"
        );
    });
    file.seeds.keys().for_each(|name| text_holds(name));
    [&file.model_args, &file.gen_params]
        .into_iter()
        .flatten()
        .for_each(value_holds);
    file.details
        .iter()
        .for_each(|(_, value)| value_holds(value));
    evaluations.iter().for_each(evaluation_holds);
}

fn evaluation_holds(one: &ParsedEvaluation) {
    words_hold(&one.pointer);
    assert!(
        one.pointer.is_empty() || one.pointer.starts_with('/'),
        "{:?}",
        one.pointer
    );
    text_holds(&one.task);
    text_holds(&one.filter);
    let texts = [
        &one.model_ref,
        &one.task_version,
        &one.parent_task,
        &one.task_digest,
        &one.prompt_digest,
        &one.language,
    ];
    texts
        .into_iter()
        .flatten()
        .for_each(|text| text_holds(text));
    if let Some(dataset) = &one.dataset {
        text_holds(&dataset.path);
        let more = [&dataset.name, &dataset.revision, &dataset.split];
        more.into_iter().flatten().for_each(|text| text_holds(text));
    }
    [&one.model_args, &one.gen_params]
        .into_iter()
        .flatten()
        .for_each(value_holds);
    one.details.iter().for_each(|(_, value)| value_holds(value));
    let counts = [one.n_shot.map(i64::from), one.n, one.n_errors, one.n_total];
    assert!(
        counts.into_iter().flatten().all(|count| count >= 0),
        "{counts:?}"
    );
    one.limit.iter().for_each(decimal_holds);
    let mut names = BTreeSet::new();
    for metric in &one.metrics {
        metric_holds(metric);
        let slice = metric
            .slice
            .as_ref()
            .map(|slice| (&slice.kind, &slice.value));
        assert!(
            names.insert((&metric.raw_name, slice)),
            "{} twice",
            metric.raw_name
        );
    }
    if let Some(items) = &one.items {
        text_holds(&items.metric);
        let mut keys = BTreeSet::new();
        for item in &items.list {
            item_holds(item);
            assert!(keys.insert((&item.key, item.epoch)), "{} twice", item.key);
        }
    }
}

fn metric_holds(metric: &ParsedMetric) {
    text_holds(&metric.name);
    text_holds(&metric.raw_name);
    assert!(metric.value_raw.len() <= TEXT_BYTES_MAX && !metric.value_raw.contains('\0'));
    let known = metric.state == MetricState::Known;
    assert_eq!(known, metric.value.is_some(), "{metric:?}");
    let decimals = [&metric.value, &metric.stderr];
    decimals.into_iter().flatten().for_each(decimal_holds);
    assert!(
        !metric.stderr.as_ref().is_some_and(Decimal::is_negative),
        "{metric:?}"
    );
    assert!(metric.n.is_none_or(|n| n >= 0), "{metric:?}");
    if let Some(interval) = &metric.interval {
        [&interval.low, &interval.high, &interval.level]
            .into_iter()
            .for_each(decimal_holds);
        assert!(interval.low <= interval.high, "{metric:?}");
    }
    if let Some(Direction::Target(target)) = &metric.direction {
        decimal_holds(target);
    }
    if let Some(slice) = &metric.slice {
        text_holds(&slice.kind);
        text_holds(&slice.value);
    }
}

fn item_holds(item: &Item) {
    assert!(!item.key.is_empty() && item.epoch >= 1, "{item:?}");
    let texts = [
        Some(&item.key),
        item.cluster.as_ref(),
        item.error_kind.as_ref(),
    ];
    for text in texts.into_iter().flatten() {
        text_holds(text);
        assert!(text.len() <= ITEM_TEXT_BYTES_MAX, "{} bytes", text.len());
    }
    let hash = item.hash.as_ref().map_or(1, Vec::len);
    assert!((1..=ITEM_HASH_BYTES_MAX).contains(&hash), "{hash} bytes");
    item.score.iter().for_each(decimal_holds);
}

/// A text that a table takes: not empty, of one line, not long.
fn text_holds(text: &str) {
    assert!(!text.is_empty(), "an empty text is no text");
    assert!(
        text.len() <= TEXT_BYTES_MAX,
        "{} bytes: {text:.80}",
        text.len()
    );
    assert!(!text.chars().any(char::is_control), "{text:?}");
}

/// A value that is stored as JSON: small, without floats and without NUL.
fn value_holds(value: &Value) {
    fn inside(value: &Value) {
        match value {
            Value::Number(number) => assert!(!number.is_f64(), "{number} is a float"),
            Value::String(text) => assert!(!text.contains('\0'), "{text:?}"),
            Value::Array(values) => values.iter().for_each(inside),
            Value::Object(values) => values.iter().for_each(|(key, value)| {
                assert!(!key.contains('\0'), "{key:?}");
                inside(value);
            }),
            Value::Null | Value::Bool(_) => {}
        }
    }
    let bytes = value.to_string().len();
    assert!(bytes <= ARGUMENTS_BYTES_MAX, "{bytes} bytes");
    inside(value);
}

/// A decimal that is printed and read back is the same.
fn decimal_holds(value: &Decimal) {
    let printed = value.to_string();
    let back: Decimal = printed.parse().expect("what we print we read");
    assert_eq!(&back, value);
    assert_eq!(back.to_string(), printed);
}

/// JSON objects have no order: the same file with the members of each object reversed says the same.
fn order_means_nothing(name: &str, bytes: &[u8], file: &ParsedFile) {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(text) {
        Ok(text) if text.len() <= REORDERED_BYTES_MAX => text,
        Ok(_) | Err(_) => return,
    };
    let Some(other) = reversed(text) else { return };
    // A cut list of remarks is cut elsewhere, and one old layout counts on the order and says so.
    if file
        .notes
        .iter()
        .any(|note| matches!(note.code, "remarks_cut" | "num_fewshot_by_order"))
    {
        return;
    }
    let other = parse(name, other.as_bytes());
    let other = other.unwrap_or_else(|problem| panic!("reversed it is refused: {problem}"));
    let (said, other) = (unordered(file), unordered(&other));
    let differ: Vec<_> = said.symmetric_difference(&other).collect();
    assert!(
        differ.is_empty(),
        "the order of members was read: {differ:#?}"
    );
}

/// What a file says, without the order in which it says it, and without places by line.
fn unordered(file: &ParsedFile) -> BTreeSet<String> {
    let mut whole = file.clone();
    let mut said = BTreeSet::new();
    for mut one in std::mem::take(&mut whole.evaluations) {
        for metric in std::mem::take(&mut one.metrics) {
            said.insert(format!(
                "{} {:?} {} {metric:?}",
                one.task, one.model_ref, one.filter
            ));
        }
        one.details.sort_by_key(|(name, _)| *name);
        said.insert(format!("{one:?}"));
    }
    for note in std::mem::take(&mut whole.notes) {
        said.insert(note.code.to_owned());
    }
    said.extend(std::mem::take(&mut whole.unmapped));
    whole.details.sort_by_key(|(name, _)| *name);
    said.insert(format!("{whole:?}"));
    said
}
