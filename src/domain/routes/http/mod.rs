//! HTTP of applications, environments, routes, resolving and the serving record.

mod applications;
mod changes;
mod environments;
mod identify;
mod record;
mod resolve;
mod resolved;
mod routes;
mod timeline;
mod view;

use crate::ground::http::Operations;

pub use applications::ApplicationView;
pub use identify::Hot;
pub use record::{Grounds, ServingRow, rows as serving_rows};
pub use view::{EffectPreview, RouteView, ShareView, preview};

/// Registers the hot path, by its whole path: it is in no scope, so nothing is around it.
pub fn configure_hot(config: &mut impl Operations) {
    config.service(resolve::resolve_route);
}

/// Registers the other operations.
pub fn configure(config: &mut impl Operations) {
    config
        .service(environments::list_environments)
        .service(applications::list_applications)
        .service(applications::define_application)
        .service(applications::get_application)
        .service(applications::redescribe_application)
        .service(routes::list_routes)
        .service(routes::create_route)
        .service(routes::get_route)
        .service(changes::switch_route)
        .service(changes::kill_on_route)
        .service(changes::roll_back_route)
        .service(changes::revive_on_route)
        .service(changes::pin_on_route)
        .service(changes::kill_version)
        .service(routes::list_snapshots)
        .service(routes::get_slot)
        .service(routes::get_route_by_key)
        .service(record::get_serving)
        .service(timeline::get_timeline);
}
