//! Opens the database that the arguments name, or starts the private one.

use anyhow::Context;

use super::Database;
use crate::ground::config::Config;
use crate::ground::kernel::{App, Clock, Ids};
use crate::server::embedded_postgres::{
    Cluster, DATABASE, Durability, create_database, default_data_dir,
};

/// An open database, with the cluster that this process started for it.
pub struct Opened {
    /// The service's parts.
    pub app: App,
    cluster: Option<Cluster>,
}

impl Opened {
    /// Opens what `database` names.
    pub async fn open(database: &Database, config: Config) -> anyhow::Result<Self> {
        let (url, cluster) = match &database.database_url {
            Some(url) => (url.clone(), None),
            None => {
                let cluster = private(database).await?;
                create_database(&cluster.url("postgres"))
                    .await
                    .context("create the database")?;
                (cluster.url(DATABASE), Some(cluster))
            }
        };
        let pool = crate::server::connect(&url)
            .await
            .context("cannot reach the database")?;
        Ok(Self {
            app: App::new(pool, Clock::Database, Ids::Random, config),
            cluster,
        })
    }

    /// Opens the database of a URL without asking whether it is there.
    pub fn later(url: &str, config: Config) -> anyhow::Result<Self> {
        let pool = crate::server::connect_later(url).context("the database's URL")?;
        Ok(Self {
            app: App::new(pool, Clock::Database, Ids::Random, config),
            cluster: None,
        })
    }

    /// What is open already, with the cluster that was started for it.
    pub const fn with(app: App, cluster: Cluster) -> Self {
        Self {
            app,
            cluster: Some(cluster),
        }
    }

    /// Brings the schema up to date and makes what every installation has.
    pub async fn prepare(&self) -> anyhow::Result<()> {
        self.app.migrate().await.context("migrate")?;
        crate::server::install(&self.app).await?;
        Ok(())
    }

    /// Gives the connections back, then stops what was started.
    pub async fn close(self) -> anyhow::Result<()> {
        self.app.close().await;
        if let Some(mut cluster) = self.cluster {
            tokio::task::spawn_blocking(move || cluster.stop()).await?;
        }
        Ok(())
    }
}

async fn private(database: &Database) -> anyhow::Result<Cluster> {
    let directory = database.data_dir.clone().unwrap_or_else(default_data_dir);
    let started =
        tokio::task::spawn_blocking(move || Cluster::start(&directory, Durability::Durable))
            .await?;
    Ok(started?)
}
