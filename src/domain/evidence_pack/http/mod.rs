//! HTTP of stories and packs.

mod packs;
mod send;
mod story;

use crate::ground::http::Operations;

/// Registers the operations.
pub fn configure(config: &mut impl Operations) {
    config
        .service(story::get_story)
        .service(packs::get_promotion_evidence)
        .service(packs::get_route_evidence);
}
