//! What people do with policies and promotions. Each function: lock version then promotion, read the clock, judge, write.

mod case;
mod comments;
mod decide;
mod open;
mod policies;
mod preview;
mod proposal;
mod review;
mod standing;
mod uses;
mod void;
mod waivers;

pub use comments::comment;
pub use decide::{apply, expire, refresh, withdraw};
pub use open::{OpenPromotion, Opened, judge_now, open};
pub use policies::{
    create_policy, create_policy_in, publish_policy, publish_policy_in, turn_policy, turn_policy_in,
};
pub use preview::{Preview, preview};
pub use proposal::{Draft, Proposal, bring_up_to_date, read_proposal};
pub use review::{approve, reject};
pub use standing::{recheck, unmet};
pub use uses::new_use;
pub use waivers::{Waive, end_waiver, waive};
