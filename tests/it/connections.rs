//! Connections to the database: each thread's own, those that all share, and who hears of a commit.

use std::time::Duration;

use serde_json::json;
use sqlx::postgres::PgPoolOptions;
use tenure::ground::audit::UnitOfWork;
use tenure::ground::config::Config;
use tenure::ground::identity::Caller;
use tenure::ground::kernel::{App, Ids, KEPT_MAX, NEAR_MAX};
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
    let uow = UnitOfWork::begin(&here, &Caller::system()).await.unwrap();
    uow.finish_operational().await.unwrap();
    let closed = timeout(Duration::from_secs(10), app.close()).await;
    assert!(closed.is_ok(), "what waits for work is closed too");
    assert!(here.read().await.is_err());
    tenure.done().await;
}

async fn backend(uow: &mut UnitOfWork) -> i32 {
    let pid = sqlx::query_scalar("select pg_backend_pid()").fetch_one(uow.conn());
    pid.await.unwrap()
}

#[tokio::test]
async fn the_connection_of_a_command_serves_the_next_one_at_once() {
    let tenure = Tenure::bare().await;
    let here = tenure.app.here();
    let system = Caller::system();
    let mut first = UnitOfWork::begin(&here, &system).await.unwrap();
    let pid = backend(&mut first).await;
    first.finish_operational().await.unwrap();
    let mut second = UnitOfWork::begin(&here, &system).await.unwrap();
    assert_eq!(backend(&mut second).await, pid);
    drop(second);
    tenure.done().await;
}

#[tokio::test]
async fn connections_that_have_waited_too_long_make_room_for_new_ones() {
    let tenure = Tenure::bare().await;
    let (clock, ids) = (tenure.app.clock.clone(), Ids::Random);
    let pool = PgPoolOptions::new()
        .idle_timeout(Duration::from_nanos(1))
        .acquire_timeout(Duration::from_secs(5))
        .connect_with((*tenure.pool.connect_options()).clone());
    let app = App::new(pool.await.unwrap(), clock, ids, Config::default());
    let here = app.here();
    let system = Caller::system();
    for _ in 0..2 {
        let mut all = Vec::new();
        for _ in 0..KEPT_MAX {
            all.push(UnitOfWork::begin(&here, &system).await.unwrap());
        }
        for uow in all {
            uow.finish_operational().await.unwrap();
        }
    }
    app.close().await;
    tenure.done().await;
}

#[tokio::test]
async fn what_a_dropped_command_holds_is_free_and_its_connection_serves_again() {
    let tenure = Tenure::bare().await;
    let here = tenure.app.here();
    let system = Caller::system();
    let mut dropped = UnitOfWork::begin(&here, &system).await.unwrap();
    sqlx::query("select pg_advisory_xact_lock(7)")
        .execute(dropped.conn())
        .await
        .unwrap();
    let pid = backend(&mut dropped).await;
    drop(dropped);
    let mut next = UnitOfWork::begin(&here, &system).await.unwrap();
    sqlx::query("select pg_advisory_xact_lock(7)")
        .execute(next.conn())
        .await
        .expect("whoever waits for the lock gets it");
    drop(next);
    let serves = async {
        loop {
            let mut again = UnitOfWork::begin(&here, &system).await.unwrap();
            if backend(&mut again).await == pid {
                break;
            }
        }
    };
    timeout(Duration::from_secs(10), serves).await.unwrap();
    tenure.done().await;
}

#[tokio::test]
async fn a_connection_that_has_broken_fails_one_command_and_no_more() {
    let tenure = Tenure::bare().await;
    let here = tenure.app.here();
    let system = Caller::system();
    let mut uow = UnitOfWork::begin(&here, &system).await.unwrap();
    let pid = backend(&mut uow).await;
    uow.finish_operational().await.unwrap();
    sqlx::query("select pg_terminate_backend($1, 10000)")
        .bind(pid)
        .execute(&tenure.pool)
        .await
        .unwrap();
    assert!(UnitOfWork::begin(&here, &system).await.is_err());
    let mut uow = UnitOfWork::begin(&here, &system).await.unwrap();
    assert_ne!(backend(&mut uow).await, pid);
    drop(uow);
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
