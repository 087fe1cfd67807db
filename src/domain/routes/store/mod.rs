//! SQL of applications, environments, routes and snapshots. No decisions.

mod applications;
mod lock;
mod memory;
mod record;
mod views;
mod write;

pub use applications::{
    ApplicationFilter, ApplicationRow, application, applications, insert_application,
    lock_application, share_application, update_application,
};
pub use lock::{
    LockedRoute, environment_of_slug, environments, lock_route, lock_versions, mark_locks,
    named_versions, release_locks, route_id_of, routes_naming, scopes_naming, snapshot_of,
    version_facts,
};
pub use memory::{
    RouteRow as MemoryRoute, TokenRow as MemoryToken, VersionRow as MemoryVersion, load_routes,
    load_tokens, load_versions, relevant_since,
};
pub use record::{GroundsRow, RecordFilter, RecordRow, grounds, record, version_labels_at};
pub use views::{
    RouteFilter, RouteRow, SnapshotRow, route, routes, serving_routes, snapshots, version_labels,
};
pub use write::{insert_environment, insert_route, insert_snapshot, update_route};
