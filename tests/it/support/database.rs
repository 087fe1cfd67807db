//! A database for each test, copied from a migrated template.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};
use tenure::ground::kernel::MIGRATOR;

static NEXT: AtomicU32 = AtomicU32::new(0);
static TEMPLATE: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();

pub struct TestDatabase {
    pub url: String,
    name: String,
}

fn base() -> String {
    std::env::var("TENURE_TEST_DATABASE_URL").expect("TENURE_TEST_DATABASE_URL")
}

async fn template() -> String {
    TEMPLATE
        .get_or_init(|| async {
            let name = format!("tmpl_{}", std::process::id());
            let mut admin = PgConnection::connect(&base()).await.unwrap();
            admin
                .execute(AssertSqlSafe(format!("drop database if exists {name}")))
                .await
                .unwrap();
            admin
                .execute(AssertSqlSafe(format!("create database {name}")))
                .await
                .unwrap();
            let options: PgConnectOptions = base().parse().unwrap();
            let mut conn = options.database(&name).connect().await.unwrap();
            MIGRATOR.run(&mut conn).await.unwrap();
            conn.close().await.unwrap();
            name
        })
        .await
        .clone()
}

pub async fn fresh() -> TestDatabase {
    let template = template().await;
    let name = format!(
        "t_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let mut admin = PgConnection::connect(&base()).await.unwrap();
    let sql = format!("create database {name} template {template} strategy file_copy");
    admin.execute(AssertSqlSafe(sql)).await.unwrap();
    let options: PgConnectOptions = base().parse().unwrap();
    let url = options.database(&name).to_url_lossy().to_string();
    TestDatabase { url, name }
}

impl TestDatabase {
    pub async fn remove(self) {
        let mut admin = PgConnection::connect(&base()).await.unwrap();
        let sql = format!("drop database {} with (force)", self.name);
        admin.execute(AssertSqlSafe(sql)).await.unwrap();
    }
}
