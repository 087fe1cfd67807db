//! What models, applications, suites, policies and routes have in common: people hide them, show them again, give them
//! other names, and ask what uses them. Invariant: what is hidden serves nowhere and is used by nothing.

mod subject;

pub mod store;

pub mod commands;

pub mod http;

pub use subject::Subject;
