//! The domain, in order of dependence: a module may use those above it, never those below (`tests/tidy.rs`).
//!
//! Inside a module: types, then `rules` (pure), `store` (SQL), `commands` (one transaction each), `http`.

/// Teams, people, machines, roles, tokens, sessions: who may do what.
pub mod access;

/// What the service noticed and somebody owns.
pub mod findings;

/// Names as labels: what was called otherwise, what is hidden and what uses it.
pub mod names;

/// Models, immutable versions, lineage, aliases.
pub mod models;

/// Suites and what they measured: the evidence that gates read.
pub mod evaluations;

/// Is one version worse than another: paired statistics against margins.
pub mod comparisons;

/// Applications, environments, routes: which version answers, and what ran when.
pub mod routes;

/// Moves between stages that are not promotions: deprecate, archive, revoke.
pub mod stages;

/// May this version go up: policies, facts, approvals.
pub mod promotions;

/// What everything with a name has in common: hiding it, renaming it, what uses it, what can be done with it.
pub mod registry;

/// What a company has as files: exported, compared, applied.
pub mod manifests;

/// What crosses modules: the audit log as stories, as-of answers, today, search.
pub mod overview;

/// One promotion, or one route over an interval, as one story with everything that it stands on.
pub mod evidence_pack;
