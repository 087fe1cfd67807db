//! Connections to the database: each thread's own, those that all share, and who hears of a commit.

use std::time::Duration;

use serde_json::json;
use sqlx::postgres::PgPoolOptions;
use tenure::ground::config::Config;
use tenure::ground::kernel::{App, Ids, NEAR_MAX};
use tokio::time::timeout;

use crate::support::Tenure;

#[tokio::test]
async fn a_thread_whose_connections_are_all_busy_takes_a_shared_one() {
    let tenure = Tenure::bare().await;
    let shared = tenure.pool.size();
    let here = tenure.app.here();
    let mut held = Vec::new();
    for _ in 0..NEAR_MAX {
        held.push(here.read().await.unwrap());
    }
    assert_eq!(
        tenure.pool.size(),
        shared,
        "the thread opens connections of its own"
    );
    let before = here.connections().in_use;
    let one_more = here.read().await.unwrap();
    assert_eq!(
        here.connections().in_use,
        before + 1,
        "all of them are counted"
    );
    assert!(
        tenure.pool.num_idle() < usize::try_from(tenure.pool.size()).unwrap(),
        "and then it takes a shared one"
    );
    drop((held, one_more));
    tenure.done().await;
}

#[tokio::test]
async fn closing_closes_the_connections_of_every_thread() {
    let tenure = Tenure::bare().await;
    let options = (*tenure.pool.connect_options()).clone();
    let pool = PgPoolOptions::new().connect_with(options).await.unwrap();
    let app = App::new(
        pool,
        tenure.app.clock.clone(),
        Ids::Random,
        Config::default(),
    );
    let here = app.here();
    drop(here.read().await.unwrap());
    app.close().await;
    assert!(here.read().await.is_err());
    tenure.done().await;
}

#[tokio::test]
async fn who_waits_hears_of_a_commit_and_of_nothing_that_is_undone() {
    let tenure = Tenure::start().await;
    let told = || timeout(Duration::ZERO, tenure.app.committed());
    // What the start has committed.
    let _ = told().await;

    let model = tenure
        .admin
        .post("/models", json!({"name": "chat"}))
        .await
        .id();
    let source = json!({"kind": "hosted", "platform": "openai", "native_id": "gpt-5-mini"});
    let version = json!({"source": source});
    let path = format!("/models/{model}/versions");
    let version = tenure.admin.post(&path, version).await.id();
    assert!(told().await.is_ok(), "another thread has committed");

    let path = format!("/versions/{version}/promotions?dry_run=true");
    let asked = json!({"target": "staging", "reason": "Only to see what would be."});
    assert_eq!(tenure.admin.post(&path, asked).await.status, 200);
    assert!(told().await.is_err(), "a dry run commits nothing");
    tenure.done().await;
}
