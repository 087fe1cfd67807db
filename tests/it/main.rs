//! The service as its clients see it: over HTTP, on its own database, with a clock that the test moves.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

mod access;
mod approvals;
mod away;
mod comparisons;
mod embedded_postgres;
mod evaluations;
mod findings;
mod fold;
mod jwt;
mod log;
mod models;
mod overview;
mod policies;
mod promotions;
mod routes;
mod schema;
mod stages;
mod tour;
