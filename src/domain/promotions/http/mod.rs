//! HTTP of policies, promotions and approvals.

mod actions;
mod approvals;
mod comments;
mod decisions;
mod drafts;
mod people;
mod policies;
mod promotions;
mod view;
mod waivers;

use crate::ground::http::Operations;

pub use policies::PolicyView;

/// Registers the operations.
pub fn configure(config: &mut impl Operations) {
    config
        .service(policies::list_policies)
        .service(policies::create_policy)
        .service(drafts::check_policy)
        .service(drafts::preview_policy)
        .service(drafts::list_templates)
        .service(drafts::get_context)
        .service(policies::get_policy)
        .service(policies::list_policy_versions)
        .service(policies::publish_policy)
        .service(policies::turn_policy_on)
        .service(policies::turn_policy_off)
        .service(promotions::open_promotion)
        .service(promotions::list_promotions)
        .service(promotions::get_promotion)
        .service(promotions::replay_promotion)
        .service(promotions::get_facts)
        .service(decisions::approve_promotion)
        .service(decisions::reject_promotion)
        .service(decisions::withdraw_promotion)
        .service(decisions::apply_promotion)
        .service(comments::write_comment)
        .service(comments::list_comments)
        .service(waivers::waive_requirement)
        .service(waivers::list_waivers)
        .service(waivers::get_waiver)
        .service(waivers::waiver_actions)
        .service(waivers::end_waiver)
        .service(actions::version_actions)
        .service(actions::promotion_actions);
}
