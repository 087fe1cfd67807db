//! A database of its own for each test.
//!
//! The first test that asks starts a cluster in memory; the cluster's guard stops and removes it
//! when this process ends, however it ends. `TENURE_TEST_DATABASE_URL` names a server to use
//! instead: its user must be allowed to create databases.
//!
//! The migrations run once, into a template named by their content. A test's database is a copy of
//! that, which takes about 40 ms, and is dropped with the [`TestDatabase`].

use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tenure::ground::kernel::MIGRATOR;
use tenure::server::embedded_postgres::{Cluster, Durability};
use tokio::sync::OnceCell;

/// Held while a template is made, so that the processes of one server make it once.
const TEMPLATE_LOCK: i64 = 0x7465_6e75_7265; // "tenure"

/// A database that nobody else uses, with the newest schema and no rows. Dropped at the end.
#[derive(Debug)]
pub struct TestDatabase {
    /// A connection URL for sqlx.
    pub url: String,
    name: String,
}

/// Makes a database for one test.
pub async fn fresh() -> TestDatabase {
    static COUNT: AtomicU32 = AtomicU32::new(0);

    let template = template().await;
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}_{number}", run());
    let mut server = connect(server_url()).await;
    server
        .execute(AssertSqlSafe(format!(
            "create database {name} template {template} strategy file_copy"
        )))
        .await
        .expect("create the database of a test");
    server.close().await.expect("close");
    TestDatabase {
        url: url_of(&name),
        name,
    }
}

/// A database without a schema.
pub async fn empty() -> TestDatabase {
    let name = format!(
        "{}_{}",
        run(),
        tenure::ground::kernel::Ids::Random.next().simple()
    );
    let mut server = connect(server_url()).await;
    let statement = format!("create database {name} template template0 encoding 'UTF8'");
    server
        .execute(AssertSqlSafe(statement))
        .await
        .expect("create an empty database");
    server.close().await.expect("close");
    TestDatabase {
        url: url_of(&name),
        name,
    }
}

impl Drop for TestDatabase {
    /// Cuts off whoever is still connected. On a thread of its own, because a runtime is already
    /// busy with this one; waits, because the process may end with this test.
    fn drop(&mut self) {
        let statement = format!("drop database if exists {} with (force)", self.name);
        let dropped = std::thread::spawn(move || {
            runtime().block_on(async {
                let mut server = PgConnection::connect(server_url()).await?;
                server.execute(AssertSqlSafe(statement)).await?;
                server.close().await
            })
        })
        .join();
        let failed = !matches!(dropped, Ok(Ok(())));
        if failed && !std::thread::panicking() {
            panic!("the database {} was not dropped: {dropped:?}", self.name);
        }
    }
}

/// The URL of the server's own database.
fn server_url() -> &'static str {
    static URL: LazyLock<String> = LazyLock::new(|| {
        std::env::var("TENURE_TEST_DATABASE_URL").unwrap_or_else(|_| CLUSTER.url("postgres"))
    });
    &URL
}

/// Never dropped: statics are not. The end of the process closes the guard's pipe.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    };
    Cluster::start(&base.join(run()), Durability::Ephemeral).expect("start PostgreSQL")
});

/// A name for this run of the tests that no other has.
fn run() -> &'static str {
    static NAME: LazyLock<String> = LazyLock::new(|| {
        format!(
            "tenure_test_{}",
            tenure::ground::kernel::Ids::Random.next().simple()
        )
    });
    &NAME
}

fn url_of(database: &str) -> String {
    let mut url = url::Url::parse(server_url()).expect("a database URL");
    url.set_path(database);
    url.into()
}

pub async fn connect(url: &str) -> PgConnection {
    let options: PgConnectOptions = url.parse().expect("a database URL");
    PgConnection::connect_with(&options)
        .await
        .expect("connect to the test server")
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// The template with all migrations applied, made by the first that needs it.
async fn template() -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE.get_or_init(make_template).await
}

async fn make_template() -> String {
    let name = format!("tenure_template_{:016x}", fingerprint(&MIGRATOR));
    let mut server = connect(server_url()).await;
    sqlx::query("select pg_advisory_lock($1)")
        .bind(TEMPLATE_LOCK)
        .execute(&mut server)
        .await
        .expect("lock");
    let complete: bool = sqlx::query_scalar(
        "select exists (select from pg_database where datname = $1 and datistemplate)",
    )
    .bind(&name)
    .fetch_one(&mut server)
    .await
    .expect("look for the template");
    if !complete {
        // What a killed run left is not marked as a template yet.
        for statement in [
            format!("drop database if exists {name} with (force)"),
            format!("create database {name} template template0 encoding 'UTF8'"),
        ] {
            server
                .execute(AssertSqlSafe(statement))
                .await
                .expect("create the template");
        }
        let mut inside = connect(&url_of(&name)).await;
        MIGRATOR.run(&mut inside).await.expect("apply migrations/");
        inside.close().await.expect("close");
        server
            .execute(AssertSqlSafe(format!(
                "alter database {name} is_template true"
            )))
            .await
            .expect("mark the template");
    }
    server.close().await.expect("close"); // gives the lock back
    name
}

/// A number that changes with the content of any migration (FNV-1a, 64 bits).
fn fingerprint(migrator: &Migrator) -> u64 {
    let bytes = migrator
        .iter()
        .flat_map(|migration| migration.checksum.iter());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[tokio::test]
async fn each_test_has_a_database_of_its_own() {
    let (one, other) = (fresh().await, fresh().await);
    connect(&one.url)
        .await
        .execute("create table here (id int)")
        .await
        .expect("create");
    let seen: bool = sqlx::query_scalar("select to_regclass('here') is not null")
        .fetch_one(&mut connect(&other.url).await)
        .await
        .expect("ask the other");
    assert!(!seen, "a table of one database is seen in the other");
}

#[tokio::test]
async fn a_test_database_is_dropped_at_the_end_although_somebody_is_connected() {
    let database = fresh().await;
    let name = database.name.clone();
    let _connected = connect(&database.url).await;
    drop(database);
    let left: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(name)
            .fetch_one(&mut connect(server_url()).await)
            .await
            .expect("ask the server");
    assert!(!left, "the database is still there");
}

#[tokio::test]
async fn a_test_database_is_utf_8_and_sorts_by_code_point() {
    let database = fresh().await;
    let (encoding, sorted): (String, bool) =
        sqlx::query_as("select getdatabaseencoding()::text, 'Z' < 'a' and 'z' < 'ä'")
            .fetch_one(&mut connect(&database.url).await)
            .await
            .expect("ask");
    assert_eq!((encoding.as_str(), sorted), ("UTF8", true));
}
