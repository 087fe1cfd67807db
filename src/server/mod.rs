//! What makes the library a running service.

pub mod embedded_postgres;
