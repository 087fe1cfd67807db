//! The database goes away: resolving goes on, from memory and after a restart from the file; everything else says so
//! and comes back by itself. With the real program and a real PostgreSQL that is stopped.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;
use tenure::server::embedded_postgres::{Cluster, Durability, create_database};

use crate::support::Client;
use crate::support::client::Answered;
use crate::support::program::{Serving, said, tenure};

/// How long the service may take to notice what became of its database.
const PATIENCE: Duration = Duration::from_secs(30);
const WHY: &str = "because the test says so";

/// A PostgreSQL under an address that stays the same when it is started again.
struct Database {
    cluster: Cluster,
    directory: PathBuf,
    address: PathBuf,
}

impl Database {
    async fn start(directory: &Path, address: &Path) -> Self {
        let root = directory.to_owned();
        let cluster = tokio::task::spawn_blocking(move || {
            Cluster::start(&root, Durability::Durable).unwrap()
        })
        .await
        .unwrap();
        let socket = socket(&cluster);
        let _ = fs::remove_file(address);
        symlink(socket, address).unwrap();
        Self {
            cluster,
            directory: directory.to_owned(),
            address: address.to_owned(),
        }
    }

    fn url(&self) -> String {
        format!(
            "postgres://tenure@localhost/tenure?host={}&sslmode=disable&port={}",
            self.address.display(),
            query(&self.cluster, None)
        )
    }

    async fn stop(mut self) -> (PathBuf, PathBuf) {
        tokio::task::spawn_blocking(move || {
            self.cluster.stop();
            (self.directory, self.address)
        })
        .await
        .unwrap()
    }
}

fn query(cluster: &Cluster, name: Option<&str>) -> String {
    let url = url::Url::parse(&cluster.url("tenure")).unwrap();
    match name {
        Some(name) => url
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .unwrap(),
        None => url.port().unwrap().to_string(),
    }
}

/// The directory of its socket.
fn socket(cluster: &Cluster) -> String {
    query(cluster, Some("host"))
}

/// Asks until the answer is as it should be.
async fn until(client: &Client, path: &str, right: impl Fn(&Answered) -> bool) -> Answered {
    let began = Instant::now();
    loop {
        let answered = client.get(path).await;
        if right(&answered) {
            return answered;
        }
        assert!(began.elapsed() < PATIENCE, "{path}: {}", answered.text);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn scratch() -> TempDir {
    let directory = tempfile::Builder::new()
        .prefix("tenure-away-")
        .tempdir()
        .unwrap();
    // PostgreSQL does not run as root; its user has to pass through.
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755)).unwrap();
    directory
}

const RESOLVE: &str = "/resolve/staging/bot?unit=u1";

#[actix_web::test]
async fn resolving_survives_the_loss_of_the_database_and_a_restart_without_it() {
    let home = scratch();
    let cache = home.path().join("known.json");
    let kept_in = ["--cache", cache.to_str().unwrap()];
    let address = home.path().join("socket");
    let database = Database::start(&home.path().join("data"), &address).await;
    create_database(&database.cluster.url("postgres"))
        .await
        .unwrap();
    let url = database.url();
    said(&["migrate"], &url);
    let token = |role: &str| said(&["token", role, "--role", role], &url);
    let (contributor, operator) = (token("contributor"), token("operator"));

    let serving = Serving::start(&url, &kept_in);
    let writer = Client::new(&serving.base, Some(&contributor));
    let model = writer.post("/models", json!({"name": "triage"})).await.id();
    let source =
        json!({"source": {"kind": "hosted", "platform": "openai", "native_id": "gpt-5-mini"}});
    let version = writer
        .post(&format!("/models/{model}/versions"), source)
        .await
        .id();
    let up = json!({"target": "staging", "reason": WHY});
    writer
        .post(&format!("/versions/{version}/promotions"), up)
        .await
        .ok();
    let application = crate::routes::application(&writer, "helpdesk").await;
    let caller = Client::new(&serving.base, Some(&operator));
    let route = json!({
        "environment": "staging", "key": "bot", "application_id": application, "reason": WHY,
        "allocation": [{"version_id": version, "slots": 10_000}],
    });
    caller.post("/routes", route).await.ok();
    until(&caller, RESOLVE, |answered| answered.status == 200).await;

    // Lost while it runs: resolving goes on and says how old its knowledge is.
    let (directory, address) = database.stop().await;
    let aged = |answered: &Answered| answered.json["snapshot"]["age_ms"].as_u64() > Some(1_000);
    let answered = until(&caller, RESOLVE, aged).await;
    assert_eq!(answered.json["call"]["model"], "gpt-5-mini");
    let write = writer.post("/models", json!({"name": "other"})).await;
    assert_eq!(write.problem(), (503, "unavailable".into()));
    assert_eq!(serving.get("/readyz").await.0, 200, "ready to resolve");
    assert_eq!(serving.get("/readyz?for=writes").await.0, 503);
    drop(serving);

    // Started without it: from the file, which only its owner reads.
    assert_eq!(
        fs::metadata(&cache).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let kept = fs::read_to_string(&cache).unwrap();
    assert!(!kept.contains(&operator), "no secret is kept");
    let serving = Serving::start(&url, &kept_in);
    let caller = Client::new(&serving.base, Some(&operator));
    let answered = caller.get(RESOLVE).await.ok();
    assert_eq!(answered["call"]["model"], "gpt-5-mini");
    assert!(
        answered["snapshot"]["age_ms"].as_u64() > Some(1_000),
        "{answered}"
    );
    let stranger = Client::new(
        &serving.base,
        Some("tnr_mch_0000000000000000000000000000000000"),
    )
    .get(RESOLVE)
    .await;
    assert_eq!(stranger.status, 401);
    assert_eq!(serving.get("/readyz").await.1["degraded"], json!(true));

    // And when it is back, so is everything else.
    let database = Database::start(&directory, &address).await;
    let writer = Client::new(&serving.base, Some(&contributor));
    until(&writer, "/models", |answered| answered.status == 200).await;
    writer.post("/models", json!({"name": "other"})).await.ok();
    let fresh = |answered: &Answered| answered.json["snapshot"]["age_ms"].as_u64() < Some(1_000);
    until(&caller, RESOLVE, fresh).await;
    drop(serving);
    assert_eq!(
        said(&["doctor"], &url),
        "Everything fits together: the tables are what the log says."
    );
    database.stop().await;
}

#[actix_web::test]
async fn without_database_and_file_it_does_not_start_and_says_why() {
    let home = scratch();
    let url = format!(
        "postgres://tenure@localhost/tenure?host={}&sslmode=disable",
        home.path().display()
    );
    let done = tenure(&["serve", "--listen", "127.0.0.1:0"], &url)
        .output()
        .unwrap();
    assert!(!done.status.success());
    let error = String::from_utf8(done.stderr).unwrap();
    assert!(error.contains("cannot reach the database"), "{error}");
}
