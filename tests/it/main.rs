//! Everything that needs a database or a process: one binary, one cluster for all of it.

mod support;

mod embedded_postgres;
