//! The log. Invariant: no entity changes without exactly one event of its own in the same transaction.
//!
//! [`UnitOfWork`] is the only way to write an audited table, and it commits only with [`Changes`].
//! The database holds the same rule for everybody else (`migrations/*_log.sql`).

mod answer;
mod changes;
mod event;
mod idempotency;
mod log;
mod operational;
mod planned;
mod sequencer;
mod unit_of_work;

pub use answer::Answer;
pub use changes::{Changes, Entity};
pub use event::{ActorPart, EntityPart, EventBody, Evidence, leaf_hash};
pub use log::{
    EventFilter, LogEntry, Position, entity_at, entries, entry, position_at, resolve_known,
};
pub use operational::Operational;
pub use planned::{Planned, PlannedChange, planned};
pub use sequencer::{LogHead, tick};
pub use unit_of_work::{Decided, UnitOfWork};
