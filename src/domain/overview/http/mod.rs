//! HTTP of read models.

mod event;
mod events;
mod export;
mod rows;
mod search;
mod today;

use crate::ground::http::Operations;

pub use event::{EventView, views};

/// Registers the operations.
pub fn configure(config: &mut impl Operations) {
    config
        .service(today::get_today)
        .service(today::count_today)
        .service(search::search)
        .service(search::version_info)
        .service(events::get_log)
        .service(events::list_events)
        .service(export::export_events)
        .service(events::get_event)
        .service(events::get_entity);
}
