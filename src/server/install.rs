//! What a new database gets after its migrations.

use crate::domain::access;
use crate::ground::kernel::{App, Failure};

/// Makes what every installation has. Does nothing when it is there.
///
/// # Errors
/// The database is away.
pub async fn install(app: &App) -> Result<(), Failure> {
    access::commands::install(app).await
}
