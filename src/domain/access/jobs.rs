//! What access needs from time: last uses are written once a minute, never with a request.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::MissedTickBehavior;

use super::commands;
use crate::ground::identity::{Gate, Uses};
use crate::ground::kernel::{App, Failure};

/// Between two writes.
const EVERY: Duration = Duration::from_secs(60);

/// Writes what was noted since the last time. What cannot be written is noted again.
///
/// # Errors
/// The database is away.
pub async fn flush_uses(app: &App, uses: &Uses) -> Result<(), Failure> {
    let noted = uses.take();
    if noted.is_empty() {
        return Ok(());
    }
    let written = commands::write_uses(app, &noted).await;
    if written.is_err() {
        for (secret, at) in noted {
            uses.note(secret, at);
        }
    }
    written
}

/// Writes for as long as the service runs.
pub async fn follow_uses(app: App, gate: Arc<Gate>) {
    let mut every = tokio::time::interval(EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        if let Err(error) = flush_uses(&app, &gate.uses).await {
            tracing::warn!(%error, "last uses were not written");
        }
    }
}
