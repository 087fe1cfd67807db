//! A transaction whose connection comes back to the thread that used it.
//!
//! The library's own transaction gives its connection to the pool, which asks the database once more whether the
//! connection is in order. After the answer to a commit it is.

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, Postgres, raw_sql};

use super::pools::Home;

/// One transaction. When it is dropped before its end it is undone.
#[derive(Debug)]
pub struct Writing {
    /// None once the transaction has ended.
    connection: Option<PoolConnection<Postgres>>,
    home: Home,
}

impl Writing {
    pub(super) async fn begin(
        connection: PoolConnection<Postgres>,
        home: Home,
        statement: &'static str,
    ) -> sqlx::Result<Self> {
        let mut writing = Self {
            connection: Some(connection),
            home,
        };
        raw_sql(statement).execute(writing.conn()).await?;
        Ok(writing)
    }

    /// The connection, to lock, read and write with.
    ///
    /// # Panics
    /// Never: only what takes the transaction ends it.
    pub fn conn(&mut self) -> &mut PgConnection {
        self.connection.as_mut().expect("it has not ended")
    }

    /// Ends it for good.
    ///
    /// # Errors
    /// The database refused, and nothing is changed; or it is away, and nobody knows.
    pub async fn commit(self) -> sqlx::Result<()> {
        self.end("commit").await
    }

    /// Undoes it.
    ///
    /// # Errors
    /// The database is away: it is undone there.
    pub async fn rollback(self) -> sqlx::Result<()> {
        self.end("rollback").await
    }

    async fn end(mut self, how: &'static str) -> sqlx::Result<()> {
        raw_sql(how).execute(self.conn()).await?;
        if let Some(connection) = self.connection.take() {
            self.home.keep(connection);
        }
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else {
            return;
        };
        let home = self.home.clone();
        tokio::spawn(async move {
            match raw_sql("rollback").execute(&mut *connection).await {
                Ok(_) => home.keep(connection),
                // The database undoes what a connection leaves behind.
                Err(_) => connection.close_on_drop(),
            }
        });
    }
}
