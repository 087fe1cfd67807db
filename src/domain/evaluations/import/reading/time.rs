//! Times as tools write them. A time without its zone is no time: it is noted and stays unknown.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::json::Node;
use super::{Remarks, cut};
use crate::ground::kernel::Decimal;

/// 2020-01-01, in microseconds since 1970: the tools are younger, so an earlier number is a counter.
const RUN_MICROS_MIN: i64 = 1_577_836_800_000_000;
/// 2200-01-01: a later time is no time of a run.
const RUN_MICROS_MAX: i64 = 7_258_118_400_000_000;

/// Seconds since 1970, with a fraction; read from its characters and cut to microseconds.
pub fn seconds_since_1970(
    node: Option<&Node<'_>>,
    at: &[&str],
    remarks: &mut Remarks,
) -> Option<DateTime<Utc>> {
    let node = node?;
    let micros = node
        .number()
        .or_else(|| node.text())
        .and_then(|seconds| seconds.parse::<Decimal>().ok())
        .and_then(|seconds| seconds.units_of(6))
        .filter(|micros| (RUN_MICROS_MIN..RUN_MICROS_MAX).contains(micros));
    if micros.is_none() {
        let shown: String = node.raw().chars().take(40).collect();
        let message = format!("{shown} is no time of a run in seconds since 1970");
        remarks.note("date_not_read", message, at);
    }
    micros.and_then(DateTime::from_timestamp_micros)
}

/// An RFC 3339 time, or a date alone, which is read as its first instant in UTC and noted.
pub fn date_or_time(
    node: Option<&Node<'_>>,
    at: &[&str],
    remarks: &mut Remarks,
) -> Option<DateTime<Utc>> {
    let stated = node.filter(|node| **node != Node::Null)?;
    let text = stated.text().unwrap_or_default().trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return within(time.to_utc(), text, at, remarks);
    }
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        let message = "only the day is stated: the time is read as its beginning in UTC";
        remarks.note("day_without_time", message, at);
        let midnight = date.and_hms_opt(0, 0, 0)?.and_utc();
        return within(midnight, text, at, remarks);
    }
    let message = format!("{} is no time with a zone", cut(&stated.raw()));
    remarks.note("date_not_read", message, at);
    None
}

fn within(
    time: DateTime<Utc>,
    text: &str,
    at: &[&str],
    remarks: &mut Remarks,
) -> Option<DateTime<Utc>> {
    let micros = time.timestamp_micros();
    if (RUN_MICROS_MIN..RUN_MICROS_MAX).contains(&micros) {
        return DateTime::from_timestamp_micros(micros);
    }
    let message = format!("{text} is no time of a run of a language model");
    remarks.note("date_not_read", message, at);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, usize) {
        let mut remarks = Remarks::default();
        let time = date_or_time(Some(&Node::Text(text.into())), &["at"], &mut remarks);
        (
            time.map(|time| time.to_rfc3339()),
            remarks.into_parts().1.len(),
        )
    }

    #[test]
    fn a_time_has_a_zone_and_is_one_of_a_run() {
        let good = Some("2026-11-23T06:12:09.123456+00:00".to_owned());
        assert_eq!(read("2026-11-23T07:12:09.1234567+01:00"), (good, 0));
        let day = Some("2026-11-23T00:00:00+00:00".to_owned());
        assert_eq!(read("2026-11-23"), (day, 1));
        for wrong in [
            "2026-11-23T06:12:09",
            "4508.96",
            "",
            "1999-01-01T00:00:00Z",
            "2300-01-01",
        ] {
            let (time, notes) = read(wrong);
            assert!(time.is_none() && notes >= 1, "{wrong}");
        }
    }

    #[test]
    fn seconds_that_are_a_counter_are_no_time() {
        let mut remarks = Remarks::default();
        let mut read =
            |text: &str| seconds_since_1970(Some(&Node::Number(text.into())), &["t"], &mut remarks);
        assert_eq!(read("4508.965332298"), None);
        assert_eq!(read("1e12"), None);
        assert_eq!(
            read("1795412906.17251359").map(|time| time.timestamp_micros()),
            Some(1_795_412_906_172_513)
        );
    }
}
