//! Writing what is not part of the log: sessions, one-time links, last use.
//!
//! Nothing audited can be changed this way: the database refuses such a row without its event.

use sqlx::{PgConnection, Postgres, Transaction};

use crate::ground::kernel::{App, Failure};

/// A transaction on operational tables.
pub struct Operational(Transaction<'static, Postgres>);

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
        &mut self.0
    }

    /// Commits.
    ///
    /// # Errors
    /// The database refused; nothing is changed.
    pub async fn commit(self) -> Result<(), Failure> {
        Ok(self.0.commit().await?)
    }
}
