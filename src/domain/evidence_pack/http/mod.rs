//! HTTP of stories and packs.

mod packs;
mod send;
mod story;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the operations.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(story::get_story)
        .service(packs::get_promotion_evidence)
        .service(packs::get_route_evidence);
}
