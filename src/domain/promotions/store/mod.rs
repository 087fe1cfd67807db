//! SQL of policies, promotions, approvals and the facts of a decision. No decisions.

mod approvals;
mod comments;
mod facts;
mod policies;
mod promotions;
mod proposals;
mod running;
mod waivers;

pub use approvals::{
    ApprovalRow, Reviewer, approvals, insert_approval, reviewers, update_approval,
};
pub use comments::{CommentRow, comment, comments, count_comments, insert_comment, team_of};
pub use facts::{Collected, collect, stands_adopted, use_decided};
pub use policies::{
    PolicyFilter, PolicyRow, contents, insert_policy, insert_policy_version, lock_policy, policies,
    policies_in_force, policy, policy_versions, share_policies, update_policy,
};
pub use promotions::{
    PromotionFilter, PromotionRow, due, insert_promotion, lock_promotion, next_number, not_over,
    open_promotion, promotion, promotions, update_promotion, version_of,
};
pub use proposals::{kept_proposal, proposal_names};
pub use running::{PastMove, concerns_all, past_moves, running, uses};
pub use waivers::{
    WaiverRow, end_waiver, insert_waiver, lock_waiver, open_waiver, waived_version, waivers,
    waivers_in_force,
};
