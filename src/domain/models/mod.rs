//! Models and their versions. Invariants: what a version is never changes; numbers within a model are dense,
//! ascending and never reused; an alias points into its own model.

mod alias;
mod configuration;
mod lineage;
mod model;
mod refs;
mod source;
mod stage;
mod tag;
mod version;

pub mod rules;
pub mod store;

pub mod commands;

pub mod http;

pub use alias::Alias;
pub use configuration::{Adapter, Configuration, Parameters, ServedAs};
pub use lineage::{LineageKind, Parent};
pub use model::Model;
pub use refs::{RouteRef, Serve, VersionRef};
pub use source::{Source, SourceKind};
pub use stage::{Basis, Stage};
pub use tag::{Tag, TagState};
pub use version::Version;
