//! What readers of formats share: remarks, texts, numbers, times, languages, flags, lines, archives, YAML.

mod archive;
mod fields;
mod flags;
mod hardware;
mod language;
mod lines;
mod means;
mod remarks;
mod time;
mod units;
mod values;
mod yaml;

pub use archive::{Archive, ENTRIES_MAX, ENTRY_BYTES_MAX, RATIO_MAX, TOTAL_BYTES_MAX, is_archive};
pub use fields::{
    arguments, check_name, count, hash_of, item_key, language_of, object_at, sha256, text,
};
pub use flags::flagged;
pub use hardware::{devices, is_local};
pub use language::bcp47;
pub use lines::{LINE_BYTES_MAX, lines};
pub use means::{Mean, as_milliseconds};
pub use remarks::Remarks;
pub use time::{date_or_time, seconds_since_1970};
pub use units::settle_units;
pub use values::{Named, cut, decimal, metric, stderr_of, value_of, within_bounds};
pub use yaml::read_yaml;
