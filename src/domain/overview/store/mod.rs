//! SQL of read models.

mod labels;
mod search;
mod today;

pub use labels::labels;
pub use search::{Hit, HitKind, search};
pub use today::{TodayFile, TodayFinding, TodayPromotion, findings, promotions, waiting_files};
