//! What every domain stands on. Nothing here knows a model, a route or a policy.

/// Clock, ids, digests, decimals, pages, errors.
pub mod kernel;

/// The process's settings, read once.
pub mod config;

/// The HTTP kit: problems, JSON, ETag, pages.
pub mod http;

/// Who is asking: callers, roles, permissions.
pub mod identity;

/// The log: one command, one transaction, one event for each changed entity.
pub mod audit;

/// Bytes, kept once under their SHA-256.
pub mod content;
