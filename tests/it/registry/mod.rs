//! What people are offered is what they can do; what they try first changes nothing; lists find what is there.

mod actions;
mod dry_runs;
mod lists;
mod plans;
