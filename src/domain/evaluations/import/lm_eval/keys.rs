//! Keys of a result row: which are metrics, which are standard errors, which are neither.

use super::super::json::Object;

/// Keys of a row that are no metrics. Older releases write a blank key for a group without metrics.
const RESERVED: &[&str] = &["alias", "name", "sample_len", "sample_count", " "];

/// Which keys a file uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// `metric,filter`.
    V04,
    /// `metric`.
    V03,
}

impl Layout {
    /// 0.4 when a row has a key with a comma, or the document has a table that only 0.4 writes.
    pub fn of(root: &Object<'_>, results: &Object<'_>) -> Self {
        let tables = [
            "n-shot",
            "n-samples",
            "higher_is_better",
            "configs",
            "group_subtasks",
        ];
        let comma = |row: &Object<'_>| row.keys().any(|key| key.contains(','));
        let rows = || results.iter().filter_map(|(_, row)| row.object());
        if tables.iter().any(|table| root.get(table).is_some()) || rows().any(comma) {
            Self::V04
        } else {
            Self::V03
        }
    }

    /// For people and for the artefact.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V04 => "lm-eval 0.4",
            Self::V03 => "lm-eval 0.3",
        }
    }
}

/// What a key of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'a> {
    /// A metric under a filter.
    Metric(&'a str, &'a str),
    /// The standard error of a metric under a filter.
    Stderr(&'a str, &'a str),
    /// It describes the row.
    Reserved,
    /// Unknown.
    Other,
}

impl<'a> Key<'a> {
    /// Reads a key. A filter's name may hold commas; a metric's name does not.
    pub fn of(key: &'a str, layout: Layout) -> Self {
        if RESERVED.contains(&key) {
            return Self::Reserved;
        }
        let (name, filter) = match (key.split_once(','), layout) {
            (Some((name, "")), Layout::V04) => (name, "none"),
            (Some((name, filter)), Layout::V04) => (name, filter),
            (None, Layout::V04) => return Self::Other,
            (_, Layout::V03) => (key, "none"),
        };
        match name.strip_suffix("_stderr") {
            _ if name.is_empty() => Self::Other,
            Some("") => Self::Other,
            Some(metric) => Self::Stderr(metric, filter),
            None => Self::Metric(name, filter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_split_at_the_first_comma_only() {
        for (key, read) in [
            ("acc,none", Key::Metric("acc", "none")),
            ("acc_stderr,none", Key::Stderr("acc", "none")),
            (
                "pass@1_stderr,create_test",
                Key::Stderr("pass@1", "create_test"),
            ),
            ("em,get-answer,v2", Key::Metric("em", "get-answer,v2")),
            ("acc,", Key::Metric("acc", "none")),
            (",none", Key::Other),
            ("_stderr,none", Key::Other),
            ("acc", Key::Other),
            ("alias", Key::Reserved),
            (" ", Key::Reserved),
        ] {
            assert_eq!(Key::of(key, Layout::V04), read, "{key}");
        }
        assert_eq!(Key::of("acc", Layout::V03), Key::Metric("acc", "none"));
        assert_eq!(
            Key::of("acc_stderr", Layout::V03),
            Key::Stderr("acc", "none")
        );
    }
}
