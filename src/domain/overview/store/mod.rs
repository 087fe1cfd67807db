//! SQL of read models.

mod labels;
mod search;
mod today;

pub use labels::labels;
pub use search::{Hit, HitKind, search};
pub use today::{
    EndingToken, MembersWithoutRole, TodayFile, TodayFinding, TodayPromotion, ending_tokens,
    findings, members_without_role, promotions, waiting_files,
};
