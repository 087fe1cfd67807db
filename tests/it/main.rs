//! The service as its clients see it: over HTTP, on its own database, with a clock that the test moves.

mod support;

mod evaluations;
mod models;
