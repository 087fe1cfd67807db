//! Lists read what fits their filters, however many rows there are: plans over 100 000 versions and evaluations.

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};

use crate::support::database::{TestDatabase, fresh};

/// Rows that the plan of one page may visit in tables that grow: a tenth of them, for filters that fit one in a hundred.
const VISITED_MAX: f64 = 10_000.0;
/// Tables that grow with use; others are read whole.
const GROW: [&str; 8] = [
    "audit_event",
    "audit_leaf",
    "version",
    "evaluation",
    "tag",
    "alias",
    "version_words",
    "evaluation_term",
];

/// What all rows hang on, behind the service's back.
const PEOPLE: &[&str] = &[
    "set session_replication_role = replica",
    "insert into team values (md5('team')::uuid, 'plans', 'Plans', '2026-01-01', null, 1)",
    "insert into principal values (md5('who')::uuid, 'user', null, 'active', '2026-01-01', 1)",
];

/// Rows behind the service's back: 2 000 models of 50 versions, and an evaluation of each version.
const ROWS: &[&str] = &[
    "insert into model (id, team_id, name, tags, search_name, created_by, created_at, revision)
     select md5('m' || m)::uuid, md5('team')::uuid, 'model-' || m, '[]', 'model-' || m, md5('who')::uuid,
            '2026-01-01', 1
       from generate_series(1, 2000) m",
    "insert into version (id, model_id, number, stage, basis, source, source_key, configuration, lineage, tags,
                          registered_by, created_at, revision)
     select md5('v' || m || '/' || n)::uuid, md5('m' || m)::uuid, n,
            case when n = 50 and m % 100 = 0 then 'production' else 'registered' end, 'registered',
            jsonb_build_object('kind', case when n = 7 and m % 50 = 0 then 'weights' else 'hosted' end,
                               'platform', 'platform-' || m % 40),
            'native-' || m || '-' || n, '{}', '[]', '[]', md5('who')::uuid, '2026-01-01', 1
       from generate_series(1, 2000) m, generate_series(1, 50) n",
    "insert into version_words
     select id, array_to_tsvector(string_to_array(source_key, '-')) from version",
    "insert into tag select id, 'size', 'size-' || number from version where number <= 20",
    "insert into alias select md5('a' || m)::uuid, md5('m' || m)::uuid, case when m % 20 = 0 then 'champion' else 'x' end,
            md5('v' || m || '/1')::uuid, md5('who')::uuid, '2026-01-01', '2026-01-01', 1
       from generate_series(1, 2000) m",
    "insert into suite (id, team_id, name, search_name, trust_class, language, tasks, created_at, revision)
     select md5('s' || s)::uuid, md5('team')::uuid, 'suite-' || s, 'suite-' || s,
            case when s = 1 then 'safety' else 'public' end, case when s = 2 then 'fr' end, '[]', '2026-01-01', 1
       from generate_series(1, 100) s",
    "insert into suite_version
     select md5('w' || s)::uuid, md5('s' || s)::uuid, '1', null, '2026-01-01', 1 from generate_series(1, 100) s",
    "insert into evaluation (id, version_id, suite_version_id, task, filter, attempt, is_aggregate, source_type, tool,
                             tool_version, n_shot, language, run_at, prompt_template_digest, dataset_digest, details,
                             flags, reported_by, created_at, revision)
     select md5('e' || m || '/' || n)::uuid, md5('v' || m || '/' || n)::uuid, md5('w' || (m % 100) + 1)::uuid,
            'task-' || m, 'none', 1, false, 'recorded', 'tool-' || m % 50, n::text, n,
            case when m = 3 then 'de' end, timestamptz '2026-01-01' + m * interval '1 hour', 'prompt-' || m, 'data-' || m,
            '{}', '{}', md5('who')::uuid, '2026-01-01', 1
       from generate_series(1, 2000) m, generate_series(1, 50) n",
    "insert into evaluation_term
     select md5('e' || m || '/' || n)::uuid, kind, 'name', m::text
       from generate_series(1, 2000) m, generate_series(1, 50) n, unnest(array['model_arg', 'seed']) kind",
    "analyze",
];

/// The statement of a list, as it is checked and committed.
fn statement(holds: &str) -> String {
    let mut found = std::fs::read_dir(".sqlx").unwrap().filter_map(|entry| {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let query: Value = serde_json::from_str(&text).unwrap();
        let query = query["query"].as_str().unwrap().to_owned();
        query.contains(holds).then_some(query)
    });
    let one = found
        .next()
        .unwrap_or_else(|| panic!("no statement holds {holds}"));
    assert!(found.next().is_none(), "{holds} is in several statements");
    one
}

/// The statement with values for its parameters; what is not given is null.
fn with(statement: &str, values: &[(usize, &str)]) -> String {
    let mut sql = statement.to_owned();
    for n in (1..=30).rev() {
        let value = values.iter().find(|(at, _)| *at == n);
        sql = sql.replace(&format!("${n}"), value.map_or("null", |(_, value)| value));
    }
    sql
}

/// Adds up the rows that scans of growing tables visited.
fn visited(node: &Value, all: &mut Vec<(String, f64)>) {
    let number = |name: &str| node[name].as_f64().unwrap_or_default();
    if let Some(table) = node["Relation Name"]
        .as_str()
        .filter(|table| GROW.contains(table))
    {
        let rows = number("Actual Rows")
            + number("Rows Removed by Filter")
            + number("Rows Removed by Index Recheck");
        let kind = node["Node Type"].as_str().unwrap();
        all.push((format!("{kind} on {table}"), rows * number("Actual Loops")));
    }
    for inner in node["Plans"].as_array().into_iter().flatten() {
        visited(inner, all);
    }
}

/// A database with these rows.
async fn filled(rows: &[&'static str]) -> (TestDatabase, PgConnection) {
    let database = fresh().await;
    let mut conn = PgConnection::connect(&database.url).await.unwrap();
    for sql in PEOPLE.iter().chain(rows) {
        conn.execute(*sql).await.unwrap();
    }
    (database, conn)
}

/// Every scan of a growing table when a statement runs, with the rows that it visited.
async fn scans(conn: &mut PgConnection, sql: &str) -> Vec<(String, f64)> {
    let sql = format!("explain (analyze, format json) {sql}");
    let row = conn.fetch_one(AssertSqlSafe(sql.clone())).await;
    let plan: Value = row.unwrap_or_else(|error| panic!("{sql}: {error}")).get(0);
    let mut all = Vec::new();
    visited(&plan[0]["Plan"], &mut all);
    all
}

fn sum(scans: &[(String, f64)]) -> f64 {
    scans.iter().map(|(_, rows)| rows).sum()
}

async fn is_bound(conn: &mut PgConnection, list: &str, values: &[(usize, &str)]) {
    let all = scans(conn, &with(list, values)).await;
    let sum = sum(&all);
    assert!(sum <= VISITED_MAX, "{values:?} visits {sum} rows: {all:?}");
    assert!(
        !all.iter().any(|(node, _)| node.starts_with("Seq Scan")),
        "{values:?}: {all:?}"
    );
}

/// Two models with many versions each, and statistics from before: what the planner knows least about.
const TWO_LONG: &[&str] = &[
    "insert into model (id, team_id, name, tags, search_name, created_by, created_at, revision)
     select md5('m' || m)::uuid, md5('team')::uuid, 'model-' || m, '[]', 'model-' || m, md5('who')::uuid,
            '2026-01-01', 1
       from generate_series(1, 42) m",
    "insert into version (id, model_id, number, stage, basis, source, source_key, configuration, lineage, tags,
                          registered_by, created_at, revision)
     select md5('v' || m || '/' || n)::uuid, md5('m' || m)::uuid, n, 'registered', 'registered', '{}', 'x', '{}', '[]',
            '[]', md5('who')::uuid, '2026-01-01', 1
       from generate_series(1, 10) n, generate_series(3, 42) m",
    "analyze",
    "insert into version (id, model_id, number, stage, basis, source, source_key, configuration, lineage, tags,
                          registered_by, created_at, revision)
     select md5('v' || m || '/' || n)::uuid, md5('m' || m)::uuid, n, 'registered', 'registered', '{}', 'x', '{}', '[]',
            '[]', md5('who')::uuid, '2026-01-01', 1
       from generate_series(1, 20000) n, generate_series(1, 2) m where m = 1 or n <= 2000",
];

#[actix_web::test]
async fn the_next_number_of_a_model_is_found_without_walking_those_of_others() {
    let (_database, mut conn) = filled(TWO_LONG).await;
    let next = statement("from version where model_id between $1 and $1");
    for analyzed in [false, true] {
        if analyzed {
            conn.execute("analyze").await.unwrap();
        }
        let all = scans(&mut conn, &with(&next, &[(1, "md5('m2')::uuid")])).await;
        let sum = sum(&all);
        assert!(sum <= 1.0, "{sum} rows: {all:?}");
    }
}

/// A log of 20 000 events of which the last three have no position, and statistics from when it was empty.
const LOG: &[&str] = &[
    "analyze",
    "insert into audit_event (command_id, entity_kind, entity_id, entity_seq, body)
     select md5('c' || n)::uuid, 'version', md5('v' || n)::uuid, 1,
            jsonb_build_object('kind', 'version.registered', 'at', '2026-01-01T00:00:00.000000Z', 'entity',
                               jsonb_build_object('kind', 'version', 'id', md5('v' || n)::uuid, 'seq', 1))
       from generate_series(1, 20000) n",
    "insert into audit_leaf (idx, event_id, leaf_hash, integrated_at)
     select row_number() over (order by id) - 1, id, sha256('x'), timestamptz '2026-01-01' + id * interval '1 second'
       from audit_event order by id limit 19997",
    "insert into audit_pending select id from audit_event order by id desc limit 3",
    "update audit_tree set size = 19997, last_at = '2026-02-01'",
];

#[actix_web::test]
async fn what_follows_the_log_reads_its_end_and_nothing_else() {
    let (_database, mut conn) = filled(LOG).await;
    let last = "19990";
    for (holds, values, most) in [
        ("delete from audit_pending", vec![(1, "4096")], 3.0),
        (
            "'token', 'principal', 'model', 'claim_rule'",
            vec![(1, last)],
            20.0,
        ),
        ("'policy', 'suite', 'application'", vec![(1, last)], 20.0),
        (
            "f.kind = 'requirements_unmet'",
            vec![(2, last), (3, "100")],
            60.0,
        ),
    ] {
        let all = scans(&mut conn, &with(&statement(holds), &values)).await;
        let events: Vec<_> = all
            .into_iter()
            .filter(|(node, _)| node.ends_with("audit_event"))
            .collect();
        let sum = sum(&events);
        assert!(sum <= most, "{holds}: {sum} events: {events:?}");
        assert!(!events.is_empty(), "{holds} reads no event");
    }
}

#[actix_web::test]
async fn a_list_reads_what_fits_its_filter_and_never_the_whole_of_a_hundred_thousand_rows() {
    let (_database, mut conn) = filled(ROWS).await;
    let versions = statement("from version_words w where");
    let shown = (1, "false");
    let model = "md5('m7')::uuid";
    for filter in [
        vec![],
        vec![(2, model)],
        vec![(2, model), (5, "7")],
        vec![(3, "'model-7'")],
        vec![(4, "md5('team')::uuid")],
        vec![(5, "7")],
        vec![(6, "'production'")],
        vec![(6, "'registered'")],
        vec![(7, "'native-7-7'")],
        vec![(11, "'weights'")],
        vec![(12, "'platform-7'")],
        vec![(13, "'size'"), (14, "'size-7'")],
        vec![(15, "'champion'")],
        vec![(16, "'''777'':*'"), (17, "'777'")],
        vec![(8, "25"), (9, "md5('v7/25')::uuid")],
    ] {
        let values: Vec<_> = filter.into_iter().chain([shown, (10, "51")]).collect();
        is_bound(&mut conn, &versions, &values).await;
    }
    let evaluations = statement("t.kind = 'model_arg'");
    for filter in [
        vec![],
        vec![(2, "md5('v7/7')::uuid")],
        vec![(3, "md5('s7')::uuid")],
        vec![(4, "'task-7'")],
        vec![(5, "md5('e7/7')::uuid")],
        vec![(7, "'safety'")],
        vec![(8, "'de'")],
        vec![(8, "'fr'")],
        vec![(9, "'tool-7'")],
        vec![(9, "'tool-7'"), (10, "'7'")],
        vec![(11, "7")],
        vec![(12, "'name'"), (13, "'7'")],
        vec![(14, "'name'"), (15, "'7'")],
        vec![(16, "'data-7'")],
        vec![(17, "'prompt-7'")],
        vec![(19, "timestamptz '2026-03-24'")],
        vec![(20, "timestamptz '2026-01-01 03:00'")],
    ] {
        let values: Vec<_> = filter.into_iter().chain([(6, "51")]).collect();
        is_bound(&mut conn, &evaluations, &values).await;
    }
    conn.close().await.unwrap();
}
