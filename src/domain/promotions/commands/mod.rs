//! What people do with policies and promotions. Each function: lock version then promotion, read the clock, judge, write.

mod decide;
mod open;
mod policies;
mod proposal;

pub use decide::{apply, approve, expire, reject, withdraw};
pub use open::{OpenPromotion, Opened, judge_now, open};
pub use policies::{create_policy, publish_policy, turn_policy};
pub use proposal::{Proposal, read_proposal};
