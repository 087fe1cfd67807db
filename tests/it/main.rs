//! The service as its clients see it: over HTTP, on its own database, with a clock that the test moves.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

mod access;
mod approvals;
mod away;
mod beside;
mod claim_rules;
mod comments;
mod comparisons;
mod connections;
mod contract;
mod coverage;
mod demo;
mod embedded_postgres;
mod evaluations;
mod evidence_pack;
mod findings;
mod fold;
mod imports;
mod jwt;
mod log;
mod manifests;
mod meanings;
mod migrations;
mod models;
mod names;
mod observe;
mod overview;
mod policies;
mod promotions;
mod races;
mod registry;
mod roles;
mod routes;
mod schema;
mod secrets;
mod sessions;
mod shutdown;
mod stages;
mod standing;
mod tour;
mod uses;
mod waivers;
