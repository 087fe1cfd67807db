//! SQL of comparisons. No decisions.

mod collect;
mod items;
mod saved;

pub use collect::{collect, names, team_of};
pub use items::{CHANGED_MAX, ChangedItem, changed, item_sums};
pub use saved::{
    ComparisonFilter, ComparisonRecord, comparison, comparisons, find, insert_comparison,
};
