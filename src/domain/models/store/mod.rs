//! SQL of models, versions and aliases. No decisions.

mod lock;
mod models;
mod versions;
mod views;
mod write;

pub use lock::{lock_alias, lock_model, lock_version, next_number, visible_versions};
pub use models::{ModelFilter, ModelRow, model, models};
pub use versions::{VersionFilter, VersionRow, children, version, version_refs, versions};
pub use views::{AliasRow, aliases, serving_of_model, serving_of_version};
pub use write::{
    insert_alias, insert_model, insert_parents, insert_tags, insert_version, set_tags,
    update_alias, update_model_labels, update_version_labels, update_version_stage,
};
