//! HTTP of models, versions and aliases: wire types, permission, command, answer.

mod aliases;
mod models;
mod version_lists;
mod version_view;
mod versions;

use crate::ground::http::Operations;

pub use models::ModelView;
pub use version_view::VersionView;

/// Registers the operations.
pub fn configure(config: &mut impl Operations) {
    config
        .service(models::list_models)
        .service(models::register_model)
        .service(models::get_model)
        .service(models::relabel_model)
        .service(version_lists::list_model_versions)
        .service(versions::register_version)
        .service(version_lists::list_versions)
        .service(versions::get_version)
        .service(versions::relabel_version)
        .service(aliases::list_aliases)
        .service(aliases::move_alias);
}
