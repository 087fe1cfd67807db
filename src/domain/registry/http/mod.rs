//! HTTP of what everything with a name has in common.

mod actions;
mod turns;
mod uses;

use crate::ground::http::Operations;

/// Registers the operations.
pub fn configure(config: &mut impl Operations) {
    config
        .service(turns::hide_model)
        .service(turns::unhide_model)
        .service(turns::rename_model)
        .service(turns::hide_application)
        .service(turns::unhide_application)
        .service(turns::rename_application)
        .service(turns::hide_suite)
        .service(turns::unhide_suite)
        .service(turns::rename_suite)
        .service(turns::hide_policy)
        .service(turns::unhide_policy)
        .service(turns::rename_policy)
        .service(turns::hide_route)
        .service(turns::unhide_route)
        .service(uses::list_model_uses)
        .service(uses::list_application_uses)
        .service(uses::list_suite_uses)
        .service(uses::list_policy_uses)
        .service(uses::list_route_uses)
        .service(actions::model_actions)
        .service(actions::application_actions)
        .service(actions::suite_actions)
        .service(actions::policy_actions)
        .service(actions::route_actions);
}
