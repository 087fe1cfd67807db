//! The doctor: reads everything and names what does not fit together.
//!
//! Invariant: `fold(log) == tables`. The state of each row is the `after` of its entity's last event.

mod chain;
mod compare;
mod tables;

use serde::Serialize;

use crate::ground::audit::tick;
use crate::ground::kernel::{App, Failure};

/// Something that does not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ailment {
    /// Which check: `tables`, `chain`, `leaves` ...
    pub check: &'static str,
    /// What exactly, with ids.
    pub what: String,
}

/// Rows read at once.
const ROWS: i32 = 500;
/// Ailments named at most; the first ones say enough.
const AILMENTS_MAX: usize = 100;

/// Runs every check.
///
/// # Errors
/// The database is away.
pub async fn examine(app: &App) -> Result<Vec<Ailment>, Failure> {
    tick(app).await?;
    let mut conn = app.read().await?;
    let mut ailments = tables::examine(&mut conn).await?;
    ailments.extend(chain::examine(&mut conn).await?);
    ailments.truncate(AILMENTS_MAX);
    Ok(ailments)
}
