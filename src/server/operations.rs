//! Every operation of the API, in one list.

use crate::domain::{
    access, comparisons, evaluations, evidence_pack, findings, manifests, models, overview,
    promotions, registry, routes, stages,
};
use crate::ground::http::Operations;

/// Registers all operations under `/api/v1` but those of [`configure_hot`].
pub fn configure(config: &mut impl Operations) {
    // The router tries one after another: what machines ask comes before what people ask.
    config
        .configure(models::http::configure)
        .configure(evaluations::http::configure)
        .configure(comparisons::http::configure)
        // Before `/routes/{environment}/{key}`, which would take their last word for a key.
        .configure(registry::http::configure)
        .configure(evidence_pack::http::configure)
        .configure(routes::http::configure)
        .configure(stages::http::configure)
        .configure(promotions::http::configure)
        .configure(access::http::configure)
        .configure(findings::http::configure)
        .configure(manifests::http::configure)
        .configure(overview::http::configure);
}

/// Registers the operations around which nothing stands, by their whole paths.
pub fn configure_hot(config: &mut impl Operations) {
    config.configure(routes::http::configure_hot);
}
