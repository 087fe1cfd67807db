//! Every constraint of the database is attacked, with plain SQL, and refuses.
//!
//! The list of what there is to attack comes from the catalogue, so a new constraint without an attack fails here.
//! An attack is a valid row, copied with a change; it runs in a transaction that never commits.

mod attacks;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use sqlx::{AssertSqlSafe, Executor, PgPool, Row};
use tenure::domain::evaluations::Item;

use crate::promotions::{Company, WHY};
use attacks::{ATTEMPT, BEHIND_ANOTHER, CHECKS, FRESH, STATEMENTS, TRIGGERS, UNIQUES, WITH_IT};

/// A database with rows in every table.
#[expect(
    clippy::too_many_lines,
    reason = "one row or two for each table, told one after the other"
)]
async fn populated() -> Company {
    let company = Company::start(1).await;
    let admin = &company.tenure.admin;
    company.measure("0.9", 400).await;
    company.measure("0.91", 400).await;
    let promotion = company.ask(false).await.ok();
    company.approve(&company.reviewer, &promotion).await.ok();
    company.ask(false).await.ok();
    let version = company
        .engineer
        .get(&format!("/versions/{}", company.version))
        .await
        .ok();
    let model = version["model"]["id"].as_str().unwrap();
    let child = json!({
        "source": {"kind": "weights", "uri": "s3://acme/small", "digest": format!("sha256:{}", "ab".repeat(32))},
        "lineage": [{"kind": "quantisation", "parent_version_id": company.version}],
        "tags": [{"key": "size", "value": "small"}],
        "adopted": {"since": "2026-01-01T00:00:00Z", "reason": WHY, "stage": "staging"},
    });
    let child = admin
        .post(&format!("/models/{model}/versions"), child)
        .await
        .id();
    let ask = json!({"target": "production", "reason": WHY});
    company
        .engineer
        .post(&format!("/versions/{child}/promotions"), ask)
        .await
        .ok();
    let path = format!("/promotions/{}/comments", promotion["id"].as_str().unwrap());
    let comment = json!({"text": "The two failing items are known."});
    company.engineer.post(&path, comment).await.ok();
    company.waive(&company.reviewer, 14).await.ok();
    let alias = json!({"alias": "champion", "version_id": company.version});
    admin
        .post(&format!("/models/{model}/aliases"), alias)
        .await
        .ok();
    let other = crate::models::model(admin, "another-model").await;
    crate::models::version(admin, &other).await;
    let application = crate::routes::application(admin, "helpdesk").await;
    let route = json!({
        "environment": "production", "key": "bot", "application_id": application, "reason": WHY,
        "allocation": [{"version_id": company.version, "slots": 10_000}],
    });
    admin.post_once("/routes", "a key", route).await.ok();
    let invited = admin
        .post("/invitations", json!({"name": "Kim", "role": "viewer"}))
        .await
        .ok();
    let link = crate::access::secret(invited["link"].as_str().unwrap());
    crate::access::sign_in(&company.tenure, json!({"token": link}))
        .await
        .unwrap();
    crate::claim_rules::any_rule(&company.tenure).await;
    let evaluation = crate::evaluations::import_one(&company.engineer, &company.version).await;
    crate::evaluations::import_waiting(&company.engineer, &company.version).await;
    let item = Item {
        key: "item 1".into(),
        epoch: 1,
        ..Item::default()
    };
    crate::evaluations::store_items(&company.tenure, evaluation, &[item]).await;
    let rename = json!({"name": "renamed-model", "reason": WHY});
    let path = format!("/models/{other}");
    admin
        .post_at(&format!("{path}/rename"), "\"1\"", rename)
        .await
        .ok();
    let compare = json!({"base_id": company.version, "candidate_id": child});
    company.engineer.post("/comparisons", compare).await.ok();
    admin.get("/log").await.ok();
    operational_rows(&company.tenure.pool).await;
    company
}

/// Rows of the service's own work, which no command writes.
async fn operational_rows(pool: &PgPool) {
    for sql in [
        "insert into session select (jsonb_populate_record(null::session, jsonb_build_object(
            'id', gen_random_uuid(), 'secret_sha256', sha256('s'), 'principal_id', id, 'created_at', created_at,
            'last_used_at', created_at, 'expires_at', created_at))).* from principal limit 1",
        "insert into external_identity select (jsonb_populate_record(null::external_identity, jsonb_build_object(
            'issuer', 'https://id.example.org', 'subject', 'kim', 'principal_id', id, 'created_at', created_at))).*
            from principal limit 1",
        "insert into token_use select (jsonb_populate_record(null::token_use, jsonb_build_object(
            'token_id', id, 'last_used_at', created_at))).* from access_token limit 1",
    ] {
        pool.execute(sql).await.unwrap();
    }
}

struct Attacked<'a> {
    pool: &'a PgPool,
    columns: BTreeMap<String, Vec<String>>,
}

impl Attacked<'_> {
    /// The constraint that refuses a statement, or what is said instead. Nothing is ever committed.
    async fn said(&self, sql: &str) -> String {
        let mut tx = self.pool.begin().await.unwrap();
        let done = match tx.execute(AssertSqlSafe(sql.to_owned())).await {
            Ok(_) => tx
                .execute("set constraints all immediate")
                .await
                .map(|_| ()),
            Err(error) => Err(error),
        };
        tx.rollback().await.unwrap();
        let Err(error) = done else {
            return "nothing: it was done".into();
        };
        let error = error.as_database_error().expect("the database answers");
        match error.constraint() {
            Some(name) => name.to_owned(),
            None => error.message().to_owned(),
        }
    }

    /// Which constraint refuses a changed copy of a row of a table.
    async fn copy(&self, table: &str, which: &str, changes: &[&str]) -> String {
        let from = if table == "attempt" { ATTEMPT } else { table };
        let columns = self.columns[table].join(", ");
        let mut record = "to_jsonb(r)".to_owned();
        if self.columns[table]
            .iter()
            .any(|name| name == "\"revision\"")
        {
            record.push_str(" || jsonb_build_object('revision', 1)");
        }
        for change in changes {
            record.push_str(&format!(" || jsonb_build_object({change})"));
        }
        self.said(&format!(
            "insert into {table} ({columns}) overriding system value
             select {columns} from jsonb_populate_record(null::public.{table},
                 (select {record} from {from} r where {which} limit 1)) n"
        ))
        .await
    }
}

/// The columns of each table that a statement may write.
async fn columns(pool: &PgPool) -> BTreeMap<String, Vec<String>> {
    let rows = sqlx::query(
        "select table_name::text, column_name::text from information_schema.columns
          where table_schema = 'public' and is_generated = 'NEVER' order by ordinal_position",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        columns
            .entry(row.get(0))
            .or_default()
            .push(format!("\"{}\"", row.get::<String, _>(1)));
    }
    columns
}

/// Table, kind, name and columns of every constraint and unique index.
async fn constraints(pool: &PgPool) -> Vec<(String, String, String, Vec<String>)> {
    let rows = sqlx::query(
        "select conrelid::regclass::text, contype::text, conname::text,
                array(select attname::text from pg_attribute where attrelid = conrelid and attnum = any(conkey))
           from pg_constraint
          where connamespace = 'public'::regnamespace and conrelid <> 0 and contype in ('c', 'f', 'p', 'u')
            and conrelid::regclass::text !~ '^_sqlx'
         union all
         select i.indrelid::regclass::text, 'u', i.indexrelid::regclass::text,
                array(select attname::text from pg_attribute where attrelid = i.indrelid and attnum = any(i.indkey))
           from pg_index i join pg_class c on c.oid = i.indrelid
          where i.indisunique and c.relnamespace = 'public'::regnamespace
            and not exists (select from pg_constraint where conindid = i.indexrelid)
          order by 1, 2, 3",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    rows.into_iter()
        .map(|row| (row.get(0), row.get(1), row.get(2), row.get(3)))
        .collect()
}

/// A value of a column that no row of another table has.
fn nowhere(column: &str) -> &'static str {
    if column.contains("sha256") {
        "sha256('nowhere')"
    } else if column == "event_id" || column.ends_with("revision") {
        "424242"
    } else {
        "gen_random_uuid()"
    }
}

fn find<'a>(list: &'a [(&str, &str)], name: &str) -> Option<&'a str> {
    list.iter()
        .find(|(one, _)| *one == name)
        .map(|(_, what)| *what)
}

async fn attack(
    attacked: &Attacked<'_>,
    table: &str,
    kind: &str,
    name: &str,
    columns: &[String],
) -> String {
    if let Some(sql) = find(STATEMENTS, name) {
        return attacked.said(sql).await;
    }
    let fresh = find(FRESH, table).unwrap_or_default();
    let with = find(WITH_IT, name).unwrap_or_default();
    match kind {
        "c" => match find(CHECKS, name) {
            Some(change) => attacked.copy(table, "true", &[change]).await,
            None => "no attack is written".into(),
        },
        "p" => attacked.copy(table, "true", &[]).await,
        "f" => {
            // One of its columns is enough to point nowhere.
            let column = columns.last().expect("a key has columns");
            let lost = format!("'{column}', {}", nowhere(column));
            attacked.copy(table, "true", &[fresh, with, &lost]).await
        }
        _ => match UNIQUES.iter().find(|(one, _, _)| *one == name) {
            Some((_, which, change)) => attacked.copy(table, which, &[change]).await,
            None => {
                let kept: Vec<String> = columns
                    .iter()
                    .map(|column| format!("'{column}', r.{column}"))
                    .collect();
                attacked
                    .copy(table, "true", &[fresh, &kept.join(", ")])
                    .await
            }
        },
    }
}

#[actix_web::test]
async fn every_constraint_refuses_its_attack() {
    let company = populated().await;
    let pool = &company.tenure.pool;
    let attacked = Attacked {
        pool,
        columns: columns(pool).await,
    };
    let mut wrong = Vec::new();
    let all = constraints(pool).await;
    for (table, kind, name, columns) in &all {
        if find(BEHIND_ANOTHER, name).is_some() {
            continue;
        }
        let said = attack(&attacked, table, kind, name, columns).await;
        if said != *name {
            wrong.push(format!("{name} ({kind}): {said}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} stand open:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let names: BTreeSet<&str> = all.iter().map(|(_, _, name, _)| name.as_str()).collect();
    let uniques = UNIQUES.iter().map(|(name, _, _)| *name);
    let lists = [CHECKS, BEHIND_ANOTHER, WITH_IT, STATEMENTS];
    let attacks = lists.into_iter().flatten().map(|(name, _)| *name);
    for name in attacks.chain(uniques) {
        assert!(names.contains(name), "there is no constraint {name}");
    }
    company.tenure.done().await;
}

/// Table, name and function of every trigger.
async fn triggers(pool: &PgPool) -> Vec<(String, String, String)> {
    let rows = sqlx::query(
        "select tgrelid::regclass::text, tgname::text, tgfoid::regproc::text from pg_trigger
          where not tgisinternal order by 1, 2",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    rows.into_iter()
        .map(|row| (row.get(0), row.get(1), row.get(2)))
        .collect()
}

#[actix_web::test]
async fn every_trigger_refuses_its_attack() {
    let company = populated().await;
    let pool = &company.tenure.pool;
    let attacked = Attacked {
        pool,
        columns: columns(pool).await,
    };
    let mut wrong = Vec::new();
    for (table, name, function) in triggers(pool).await {
        let fresh = find(FRESH, &table).unwrap_or_default();
        let mut expected = "is not allowed";
        let said = match function.as_str() {
            // It keeps a list and refuses nothing.
            "tenure_event_is_pending" => continue,
            "tenure_refuse" if name.ends_with("_not_truncated") => {
                attacked.said(&format!("truncate {table} cascade")).await
            }
            "tenure_refuse" if table == "attempt" => continue,
            "tenure_refuse" => attacked.said(&format!("delete from {table}")).await,
            "tenure_revision_steps" => {
                expected = "must start at revision 1";
                attacked
                    .copy(&table, "true", &[fresh, "'revision', 2"])
                    .await
            }
            "tenure_change_has_event" => {
                expected = "without an event";
                attacked.copy(&table, "true", &[fresh]).await
            }
            _ => match TRIGGERS.iter().find(|(one, _, _)| *one == name) {
                Some((_, sql, answer)) => {
                    expected = answer;
                    attacked.said(sql).await
                }
                None => "no attack is written".into(),
            },
        };
        if !said.contains(expected) {
            wrong.push(format!("{name} on {table}: {said}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} stand open:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    company.tenure.done().await;
}
