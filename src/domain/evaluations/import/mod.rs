//! Result files of evaluation tools, read into one shape.
//!
//! Invariants: pure (no clock, no database, no network); never a panic, whatever the bytes; a number keeps its own
//! characters; what a file does not say stays unknown, and nothing is dropped without a note or a pointer.
//!
//! A further format is one file or folder with its marks and its reader ([`Format`]) and one entry in [`FORMATS`].

mod catalogue;
mod detect;
mod every_eval_ever;
mod helm;
mod hugging_face;
mod inspect;
mod json;
mod junit;
mod light_eval;
mod lm_eval;
mod native;
mod parsed;
mod perf;
mod problem;
mod promptfoo;
mod reading;
#[cfg(test)]
mod testing;

pub use catalogue::{Known, is_rate, known};
pub use detect::{Confidence, Detection, FORMATS, Format, detect};
pub use parsed::{
    Dataset, Direction, Flag, Items, MetricState, Note, ParsedEvaluation, ParsedFile, ParsedMetric,
    Slice, Source, Stated, StatedBy, StderrMethod, Unit,
};
pub use problem::ParseProblem;
pub use reading::{
    ENTRIES_MAX, ENTRY_BYTES_MAX, LINE_BYTES_MAX, RATIO_MAX, TOTAL_BYTES_MAX, within_bounds,
};

use super::ITEM_TEXT_BYTES_MAX;

/// Bytes of a file at most: 64 MiB.
pub const FILE_BYTES_MAX: usize = 64 << 20;
/// Levels of nesting at most.
pub const DEPTH_MAX: usize = json::DEPTH_MAX;
/// JSON values in one file at most.
pub const VALUES_MAX: usize = json::VALUES_MAX;
/// Tasks and groups of one file at most.
pub const TASKS_MAX: usize = 10_000;
/// Metrics of one file at most.
pub const METRICS_MAX: usize = 100_000;
/// Bytes of a name, a reference or another single text at most.
pub const TEXT_BYTES_MAX: usize = 1024;
/// Bytes of the model's arguments, or of generation parameters, at most; more stays in the raw file.
pub const ARGUMENTS_BYTES_MAX: usize = 64 << 10;
/// Items of one file at most.
pub const ITEMS_MAX: usize = 500_000;
/// Notes and unmapped pointers that are kept of one file at most.
pub const REMARKS_MAX: usize = 1000;

/// Reads a result file of any format in [`FORMATS`].
///
/// # Errors
/// The file is too large, no format matches, the format is known but not imported, or a place in it is wrong.
pub fn parse(name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    if bytes.len() > FILE_BYTES_MAX {
        let message = format!("the file has {} bytes", bytes.len());
        let expected = format!("at most {FILE_BYTES_MAX} bytes");
        return Err(ParseProblem::new("file_too_large", message, "", expected));
    }
    if bytes.is_empty() {
        let expected = "a result file of an evaluation tool";
        return Err(ParseProblem::new(
            "file_empty",
            "the file is empty",
            "",
            expected,
        ));
    }
    if reading::is_archive(bytes) {
        reading::Archive::open(bytes).map_err(ParseProblem::told)?;
    } else {
        json::utf8(bytes)?;
    }
    let detection = detect(name, bytes);
    match detection.format {
        Some(format) => (format.parse)(name, bytes).map_err(ParseProblem::told),
        None => Err(detect::not_recognised(&detection)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &[u8] = include_bytes!("../../../../tests/fixtures/lm_eval/group_0_4.json");

    #[test]
    fn a_file_that_is_empty_or_too_large_is_refused_by_name() {
        assert_eq!(parse("a.json", b"").unwrap_err().code, "file_empty");
        let large = vec![b' '; FILE_BYTES_MAX + 1];
        assert_eq!(parse("a.json", &large).unwrap_err().code, "file_too_large");
    }

    #[test]
    fn a_good_file_cut_off_anywhere_gives_a_clean_error() {
        assert!(parse("results.json", GOOD).is_ok());
        let end = GOOD.trim_ascii_end().len();
        for cut in (0..end).step_by(97) {
            let problem = parse("results.json", &GOOD[..cut]).unwrap_err();
            let codes = [
                "file_empty",
                "format_unknown",
                "json_truncated",
                "encoding_unsupported",
            ];
            assert!(codes.contains(&problem.code), "cut at {cut}: {problem:?}");
            assert!(!problem.message.is_empty() && !problem.expected.is_empty());
        }
    }

    #[test]
    fn a_good_file_with_one_changed_byte_never_panics() {
        for at in (0..GOOD.len()).step_by(11) {
            for byte in *b"\"{}[],:0eN\xff\0" {
                let mut bytes = GOOD.to_vec();
                bytes[at] = byte;
                let _outcome = parse("results.json", &bytes);
            }
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _outcome = parse("results_x.json", &bytes);
        }

        #[test]
        fn arbitrary_results_never_panic(
            task in "\\PC{0,8}",
            key in "[a-z_]{0,8}(_stderr)?(,[a-z]{0,4})?",
            value in "\\PC{0,12}|-?[0-9]{1,50}(\\.[0-9]{1,50})?(e-?[0-9]{1,9})?|NaN|null|\\{\\}|\\[\\]",
            shots in "-?[0-9]{1,20}|\\[\\]|\\[5\\]|null|\"x\"",
        ) {
            let file = format!(
                "{{\"results\": {{{task:?}: {{\"{key}\": {value}}}}}, \"versions\": {{}}, \
                 \"config\": {{\"num_fewshot\": {shots}, \"limit\": {shots}}}, \"date\": {shots}}}",
            );
            let _outcome = parse("results.json", file.as_bytes());
        }
    }
}
