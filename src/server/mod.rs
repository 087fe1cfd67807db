//! The process: which operations exist, how it starts and stops.

mod console;
mod database;
pub mod demo;
mod docs;
pub mod doctor;
pub mod embedded_postgres;
pub mod health;
mod install;
mod listen;
mod observe;
mod openapi;
mod operations;
mod schema;

pub use database::{connect, connect_later};
pub use install::install;
pub use listen::{Listening, listen};
pub use observe::{LogFormat, start_log};
pub use openapi::{document, documents_schema, problems_document};
pub use operations::{configure, configure_hot};
pub use schema::{SchemaError, schema_comes, schema_is_known};
