//! HTTP of comparisons: wire types, permission, command, answer.

mod compare;
mod items;
mod saved;
mod view;

use crate::ground::http::Operations;

pub use view::ComparisonView;

/// Registers the operations. What has a name of its own stands before what takes an id.
pub fn configure(config: &mut impl Operations) {
    config
        .service(compare::compare_versions)
        .service(compare::plan_comparison)
        .service(items::list_changed_items)
        .service(saved::list_comparisons)
        .service(saved::save_comparison)
        .service(saved::get_comparison)
        .service(saved::replay_comparison);
}
