//! Writing what is not part of the log: sessions, one-time links, last use.
//!
//! Nothing audited can be changed this way: the database refuses such a row without its event.

use sqlx::PgConnection;

use crate::ground::kernel::{App, Failure, Writing};

/// A transaction on operational tables.
pub struct Operational(Writing);

impl Operational {
    /// Opens the transaction.
    ///
    /// # Errors
    /// The database is away.
    pub async fn begin(app: &App) -> Result<Self, Failure> {
        Ok(Self(app.begin().await?))
    }

    /// The connection, to lock, read and write with.
    pub fn conn(&mut self) -> &mut PgConnection {
        self.0.conn()
    }

    /// Commits.
    ///
    /// # Errors
    /// The database refused; nothing is changed.
    pub async fn commit(self) -> Result<(), Failure> {
        Ok(self.0.commit().await?)
    }
}
