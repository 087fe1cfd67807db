//! Every operation of the API, in one list.

use utoipa_actix_web::service_config::ServiceConfig;

use crate::domain::{
    access, comparisons, evaluations, models, overview, promotions, routes, stages,
};

/// Registers all operations under `/api/v1`.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .configure(access::http::configure)
        .configure(models::http::configure)
        .configure(evaluations::http::configure)
        .configure(comparisons::http::configure)
        .configure(routes::http::configure)
        .configure(stages::http::configure)
        .configure(promotions::http::configure)
        .configure(overview::http::configure);
}
