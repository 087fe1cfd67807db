//! Comparisons of versions: pairs, weakness, margins, what was kept, what policies read.

use serde_json::{Value, json};
use tenure::domain::evaluations::Item;
use tenure::ground::identity::Role;
use tenure::ground::kernel::{Decimal, Sha256};
use tokio::process::Command;
use uuid::Uuid;

use crate::models::{hosted, model, version};
use crate::promotions::WHY;
use crate::support::client::Answered;
use crate::support::{Client, Tenure};

/// Two versions of a model and an internal suite in French.
struct Bench {
    tenure: Tenure,
    base: String,
    candidate: String,
    suite: String,
}

impl Bench {
    async fn start() -> Self {
        let tenure = Tenure::start().await;
        let admin = &tenure.admin;
        let triage = model(admin, "triage").await;
        let serving = json!({
            "source": hosted("claude-sonnet-4-5-20250929"),
            "adopted": {"since": "2026-01-01T00:00:00Z", "reason": WHY, "stage": "production"},
        });
        let base = admin
            .post(&format!("/models/{triage}/versions"), serving)
            .await
            .id();
        let candidate = version(admin, &triage).await;
        let suite = json!({
            "name": "support-fr", "trust_class": "internal", "language": "fr", "tasks": [], "primary_metric": "acc",
        });
        let suite = admin.post("/suites", suite).await.id();
        Self {
            base,
            candidate,
            suite,
            tenure,
        }
    }

    /// Records a number; gives the evaluation.
    async fn record(&self, version: &str, value: &str, n: i64, more: Value) -> String {
        let mut metric = json!({"name": "acc", "value": value, "n": n, "direction": "higher", "unit": "fraction"});
        let mut body = json!({
            "version_id": version, "suite_id": self.suite, "n": n, "run_at": "2026-11-20T00:00:00Z",
            "dataset_digest": "tickets-7",
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            let place = if name == "stderr" || name == "name" {
                &mut metric
            } else {
                &mut body
            };
            place[name] = value.clone();
        }
        body["metrics"] = json!([metric]);
        self.tenure.admin.post("/evaluations", body).await.id()
    }

    async fn store(&self, evaluation: &str, items: &[Item]) {
        let column = |text: fn(&Item) -> Option<String>| items.iter().map(text).collect::<Vec<_>>();
        let hashes: Vec<Option<Vec<u8>>> = items.iter().map(|item| item.hash.clone()).collect();
        let epochs: Vec<i32> = items.iter().map(|item| item.epoch).collect();
        let scores: Vec<Option<Decimal>> = items.iter().map(|item| item.score.clone()).collect();
        let correct: Vec<Option<bool>> = items.iter().map(|item| item.correct).collect();
        sqlx::query(
            "insert into evaluation_item (evaluation_id, item_key, item_hash, epoch, score, correct, cluster)
             select $1, i.* from unnest($2::text[], $3::bytea[], $4::int[], $5::numeric[], $6::boolean[], $7::text[]) i",
        )
        .bind(evaluation.parse::<Uuid>().unwrap())
        .bind(column(|item| Some(item.key.clone())))
        .bind(hashes)
        .bind(epochs)
        .bind(scores)
        .bind(correct)
        .bind(column(|item| item.cluster.clone()))
        .execute(&self.tenure.pool)
        .await
        .unwrap();
    }

    async fn compared(&self, more: &str) -> Answered {
        let path = format!(
            "/comparisons?base={}&with={}{more}",
            self.base, self.candidate
        );
        self.tenure.admin.get(&path).await
    }

    /// The only row of the only comparison.
    async fn row(&self) -> Value {
        let found = self.compared("").await.ok();
        let rows = found["items"][0]["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 1, "{found}");
        rows[0].clone()
    }
}

fn item(n: usize) -> Item {
    Item {
        hash: Some(Sha256::of(&n.to_be_bytes()).0.to_vec()),
        key: format!("ticket {n}"),
        epoch: 1,
        ..Item::default()
    }
}

fn answered(n: usize, right: bool) -> Item {
    Item {
        correct: Some(right),
        ..item(n)
    }
}

fn scored(n: usize, score: &str) -> Item {
    Item {
        score: Some(score.parse().unwrap()),
        ..item(n)
    }
}

/// Of 500 items both have 430 right, only the base 21, only the candidate 14: the published vector.
fn published() -> (Vec<Item>, Vec<Item>) {
    let base = (0..500).map(|n| answered(n, n < 451)).collect();
    let candidate = (0..500)
        .map(|n| answered(n, n < 430 || (451..465).contains(&n)))
        .collect();
    (base, candidate)
}

/// Records and stores the published vector; gives the two evaluations.
async fn measured(bench: &Bench) -> (String, String) {
    let (base, candidate) = published();
    let of_base = bench.record(&bench.base, "0.902", 500, json!({})).await;
    let of_candidate = bench
        .record(&bench.candidate, "0.888", 500, json!({}))
        .await;
    bench.store(&of_base, &base).await;
    bench.store(&of_candidate, &candidate).await;
    (of_base, of_candidate)
}

fn codes(reasons: &Value) -> Vec<&str> {
    let reasons = reasons.as_array().unwrap();
    reasons
        .iter()
        .map(|reason| reason["code"].as_str().unwrap())
        .collect()
}

#[actix_web::test]
async fn items_are_paired_by_their_content_whatever_their_order_and_key() {
    let bench = Bench::start().await;
    let (base, mut candidate) = published();
    candidate.reverse();
    for (n, item) in candidate.iter_mut().enumerate() {
        item.key = format!("other key {n}");
    }
    let of_base = bench.record(&bench.base, "0.902", 500, json!({})).await;
    let of_candidate = bench
        .record(&bench.candidate, "0.888", 500, json!({}))
        .await;
    // Without items two shares are compared.
    assert_eq!(bench.row().await["method"], "newcombe");
    bench.store(&of_base, &base).await;
    bench.store(&of_candidate, &candidate).await;
    let row = bench.row().await;
    assert_eq!(row["method"], "tango");
    assert_eq!(
        (row["base_only"].as_u64(), row["candidate_only"].as_u64()),
        (Some(21), Some(14))
    );
    assert_eq!(
        (row["n"].as_u64(), row["unmatched"].as_u64()),
        (Some(500), Some(0))
    );
    assert_eq!(row["delta"], "-0.014");
    assert_eq!(
        (row["ci_low"].as_str(), row["ci_high"].as_str()),
        (Some("-0.03872331142"), Some("0.009652070729"))
    );
    assert_eq!(
        (row["verdict"].as_str(), row["tier"].as_str()),
        (Some("inconclusive"), Some("critical"))
    );
    assert_eq!(row["language"], "fr");
    let found = bench.compared("&margin=0.05").await.ok();
    let compared = &found["items"][0];
    assert_eq!(compared["rows"][0]["verdict"], "non_inferior");
    assert_eq!(
        compared["headline"]["message"],
        "triage/2 is not worse than triage/1 on any of 1 critical comparisons."
    );
    let path = format!("/comparisons/items?base={of_base}&candidate={of_candidate}");
    let changed = bench.tenure.admin.get(&path).await.ok();
    let items = changed["items"].as_array().unwrap();
    assert_eq!(items.len(), 35);
    let lost = items
        .iter()
        .take_while(|item| item["candidate_score"] == "0")
        .count();
    assert_eq!(lost, 21, "what was lost stands first");
    bench.tenure.done().await;
}

#[actix_web::test]
async fn an_item_asked_several_times_counts_once_and_groups_are_respected() {
    let bench = Bench::start().await;
    let of_base = bench.record(&bench.base, "0.5", 60, json!({})).await;
    let of_candidate = bench.record(&bench.candidate, "0.625", 60, json!({})).await;
    // Sixty questions of twelve conversations: one half, the other a half or three quarters of two answers.
    let in_group = |n: usize, mut item: Item| {
        item.cluster = Some(format!("conversation {}", n / 5));
        item
    };
    let base: Vec<Item> = (0..60).map(|n| in_group(n, scored(n, "0.5"))).collect();
    let candidate: Vec<Item> = (0..60)
        .flat_map(|n| {
            let better = if n % 2 == 0 { "1" } else { "0.5" };
            let again = Item {
                epoch: 2,
                ..scored(n, better)
            };
            [in_group(n, scored(n, "0.5")), in_group(n, again)]
        })
        .collect();
    bench.store(&of_base, &base).await;
    bench.store(&of_candidate, &candidate).await;
    let row = bench.row().await;
    assert_eq!(row["method"], "clustered_t");
    assert_eq!(
        (row["n"].as_u64(), row["groups"].as_u64()),
        (Some(60), Some(12))
    );
    assert_eq!(row["delta"], "0.125");
    assert_eq!(row["base_only"], Value::Null);
    // Groups of 2 or 3 improved questions: each is an eighth of a question off the mean of 2.5 quarters.
    // SE = sqrt(12/11 * 12 * 0.125^2) / 60, t(11) = 2.200985160082949.
    let low =
        0.125 - 2.200_985_160_082_949 * (12.0_f64 / 11.0 * 12.0 * 0.125 * 0.125).sqrt() / 60.0;
    let found: f64 = row["ci_low"].as_str().unwrap().parse().unwrap();
    assert!((found - low).abs() < 1e-9, "{found} {low}");
    assert_eq!(row["verdict"], "superior");
    bench.tenure.done().await;
}

#[actix_web::test]
async fn what_is_weak_is_said_and_never_passes() {
    let bench = Bench::start().await;
    let (base, candidate) = published();
    let of_base = bench.record(&bench.base, "0.902", 500, json!({})).await;
    let more = json!({"dataset_digest": "tickets-8", "prompt_template_digest": "p"});
    let of_candidate = bench.record(&bench.candidate, "0.888", 500, more).await;
    bench.store(&of_base, &base).await;
    // Some items of the candidate have no content hash, some were not scored.
    let nameless = candidate.into_iter().enumerate().map(|(n, mut item)| {
        item.hash = item.hash.filter(|_| n % 10 > 0);
        item
    });
    bench
        .store(&of_candidate, &nameless.collect::<Vec<_>>())
        .await;
    let row = bench.row().await;
    assert_eq!(row["verdict"], "insufficient");
    assert_eq!(codes(&row["weak"]), ["dataset_differs", "items_unmatched"]);
    assert_eq!(
        (row["n"].as_u64(), row["unmatched"].as_u64()),
        (Some(450), Some(100))
    );
    let headline = &bench.compared("").await.ok()["items"][0]["headline"];
    assert_eq!(headline["code"], "unclear");
    bench.tenure.done().await;
}

#[actix_web::test]
async fn the_last_attempt_counts_never_the_best_and_what_is_missing_is_named() {
    let bench = Bench::start().await;
    measured(&bench).await;
    let again = bench.record(&bench.candidate, "0.6", 500, json!({})).await;
    let elsewhere = json!({"task": "refunds"});
    bench.record(&bench.base, "0.9", 500, elsewhere).await;
    let found = bench.compared("").await.ok();
    let compared = &found["items"][0];
    let row = &compared["rows"][0];
    assert_eq!(row["candidate_evaluation_id"], again);
    assert_eq!(
        (row["candidate_value"].as_str(), row["method"].as_str()),
        (Some("0.6"), Some("newcombe"))
    );
    assert_eq!(codes(&row["notes"]), ["several_attempts"]);
    assert_eq!(row["verdict"], "inferior");
    let missing = &compared["missing"][0];
    assert_eq!(
        (missing["task"].as_str(), missing["on_candidate"].as_bool()),
        (Some("refunds"), Some(true))
    );
    assert_eq!(compared["critical"]["missing"], 1);
    bench.tenure.done().await;
}

#[actix_web::test]
async fn a_comparison_is_kept_once_never_changes_and_computes_again() {
    let bench = Bench::start().await;
    measured(&bench).await;
    let engineer = bench
        .tenure
        .member("Ines Costa", &[Role::Contributor])
        .await;
    let body = json!({"base_id": bench.base, "candidate_id": bench.candidate, "margin": "0.03", "note": WHY});
    let viewer = bench.tenure.member("Kim", &[Role::Viewer]).await;
    assert_eq!(viewer.post("/comparisons", body.clone()).await.status, 403);
    let saved = engineer.post("/comparisons", body.clone()).await;
    let id = saved.id();
    assert_eq!((saved.status.as_u16(), saved.tag()), (201, "\"1\""));
    let again = engineer.post("/comparisons", body.clone()).await;
    assert_eq!(
        again.refusal(),
        (409, "refused".into(), vec!["comparison_kept".into()])
    );
    let kept = engineer.get(&format!("/comparisons/{id}")).await;
    assert_eq!(kept.json["found"]["rows"][0]["margin"], "0.03");
    assert_eq!(
        kept.json["found"]["inputs_digest"],
        saved.json["inputs_digest"]
    );
    // Evidence that comes later, and a suite that is read otherwise, change nothing.
    bench.record(&bench.candidate, "0.2", 500, json!({})).await;
    let suite = bench
        .tenure
        .admin
        .get(&format!("/suites/{}", bench.suite))
        .await;
    let public = json!({"trust_class": "public"});
    let path = format!("/suites/{}", bench.suite);
    bench
        .tenure
        .admin
        .patch_at(&path, suite.tag(), public)
        .await
        .ok();
    assert_eq!(
        engineer.get(&format!("/comparisons/{id}")).await.text,
        kept.text
    );
    let replay = engineer
        .get(&format!("/comparisons/{id}/replay"))
        .await
        .ok();
    assert_eq!(
        (replay["same"].as_bool(), &replay["first_difference"]),
        (Some(true), &Value::Null)
    );
    let newer = engineer.post("/comparisons", body).await.id();
    let list = |query: String| {
        let engineer = engineer.clone();
        async move {
            let found = engineer
                .get(&format!("/comparisons/saved?{query}"))
                .await
                .ok();
            let items = found["items"].as_array().unwrap().clone();
            items
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(
        list(format!("version={}", bench.base)).await,
        [newer.clone(), id]
    );
    assert_eq!(list("limit=1".into()).await, [newer]);
    assert_eq!(
        list(format!("version={}", Uuid::nil())).await,
        Vec::<String>::new()
    );
    bench.tenure.done().await;
}

#[actix_web::test]
async fn what_cannot_be_compared_is_refused_with_what_would_be_right() {
    let bench = Bench::start().await;
    let admin = &bench.tenure.admin;
    let (base, candidate) = (&bench.base, &bench.candidate);
    let many = vec![Uuid::nil().to_string(); 11].join(",");
    for (query, status) in [
        (format!("base={base}"), 400),
        (format!("base={base}&with=x"), 422),
        (format!("base={base}&with={base}"), 422),
        (format!("base={base}&with={candidate},{candidate}"), 422),
        (format!("base={base}&with={many}"), 422),
        (format!("base={base}&with={candidate}&margin=0"), 422),
        (format!("base={base}&with={candidate}&margin=1"), 422),
        (format!("base={base}&with={candidate}&margin=much"), 400),
        (format!("base={base}&with={candidate}&correction=none"), 400),
        (format!("base={base}&with={}", Uuid::nil()), 404),
    ] {
        let answer = admin.get(&format!("/comparisons?{query}")).await;
        assert_eq!(answer.status.as_u16(), status, "{query} {}", answer.text);
    }
    let body = json!({"base_id": base, "candidate_id": base});
    let same = admin.post("/comparisons", body).await;
    assert_eq!(same.json["errors"][0]["pointer"], "/candidate_id");
    let wide = json!({"base_id": base, "candidate_id": candidate, "margin": "2"});
    assert_eq!(
        admin.post("/comparisons", wide).await.json["errors"][0]["pointer"],
        "/margin"
    );
    let nowhere = Uuid::nil();
    for path in [
        format!("/comparisons/{nowhere}"),
        format!("/comparisons/{nowhere}/replay"),
        format!("/comparisons/items?base={nowhere}&candidate={nowhere}"),
    ] {
        assert_eq!(admin.get(&path).await.status.as_u16(), 404, "{path}");
    }
    // Nothing was measured: the answer says so.
    let nothing = bench.compared("").await.ok();
    assert_eq!(nothing["items"][0]["headline"]["code"], "nothing");
    let plan = admin
        .get("/comparisons/plan?items=300&margin=0.02")
        .await
        .ok();
    assert_eq!(plan["n_needed"], 2102);
    let wrong = admin.get("/comparisons/plan?items=0").await;
    assert_eq!(wrong.problem(), (422, "invalid".into()));
    bench.tenure.done().await;
}

/// A policy of one requirement, as the templates propose it.
async fn not_worse(admin: &Client, margins: Value) -> Value {
    let templates = admin.get("/policies/templates").await.ok();
    let template = templates["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|template| template["code"] == "not_worse_than_incumbent")
        .unwrap();
    json!({
        "applies": {"target": "production"}, "requirements": [template["requirement"]],
        "approvals": {"quorum": 0, "expires_days": 14}, "margins": margins,
    })
}

#[actix_web::test]
async fn a_policy_reads_the_comparison_with_the_version_that_serves() {
    let bench = Bench::start().await;
    let admin = &bench.tenure.admin;
    let content = not_worse(
        admin,
        json!({"default": "0.03", "suites": {"support-fr": "0.02"}}),
    )
    .await;
    let policy = admin
        .post(
            "/policies",
            json!({"name": "not worse", "content": content}),
        )
        .await;
    let ask = |dry: bool| {
        let path = format!("/versions/{}/promotions?dry_run={dry}", bench.candidate);
        let admin = admin.clone();
        async move {
            let body = json!({"target": "production", "reason": WHY});
            admin.post(&path, body).await.ok()
        }
    };
    assert_eq!(ask(true).await["requirements"][0]["outcome"], "unknown");
    // What serves was measured, the candidate was not: that does not pass.
    let (base, candidate) = published();
    let of_base = bench.record(&bench.base, "0.902", 500, json!({})).await;
    bench.store(&of_base, &base).await;
    let lacking = ask(true).await;
    assert_eq!(lacking["requirements"][0]["outcome"], "fail");
    assert_eq!(lacking["requirements"][0]["measured"]["text"], "unknown");
    let of_candidate = bench
        .record(&bench.candidate, "0.888", 500, json!({}))
        .await;
    bench.store(&of_candidate, &candidate).await;
    let verdict = ask(true).await;
    let requirement = &verdict["requirements"][0];
    assert_eq!(requirement["outcome"], "fail");
    assert_eq!(
        requirement["measured"]["text"],
        "-0.014 [-0.0387, 0.0097] n 500"
    );
    assert_eq!(requirement["needed"]["value"], "-0.02");
    assert_eq!(requirement["evidence"][0]["evaluation_id"], of_candidate);
    // Both evaluations are evidence that an approval would bind to.
    let hash = verdict["proposal_hash"].clone();
    bench
        .record(
            &bench.base,
            "0.902",
            500,
            json!({"task": "aside", "name": "f1"}),
        )
        .await;
    assert_ne!(ask(true).await["proposal_hash"], hash);
    // A wider margin for the suite, declared in the policy, lets it pass; the decision keeps the comparison.
    let wider = not_worse(
        admin,
        json!({"default": "0.01", "suites": {"support-fr": "0.05"}}),
    )
    .await;
    let path = format!("/policies/{}/versions", policy.id());
    admin
        .post_at(&path, policy.tag(), json!({"content": wider}))
        .await
        .ok();
    assert_eq!(
        bench.compared("").await.ok()["items"][0]["rows"][0]["margin"],
        "0.05"
    );
    let applied = ask(false).await;
    assert_eq!(applied["state"], "applied", "{applied}");
    let id = applied["id"].as_str().unwrap();
    let facts = admin.get(&format!("/promotions/{id}/facts")).await.ok();
    let mut kept = facts["cmp"].as_array().unwrap().iter();
    let one = kept.find(|one| one["tier"] == "critical").unwrap();
    assert_eq!(
        (facts["schema"].as_u64(), one["verdict"].as_str()),
        (Some(2), Some("non_inferior"))
    );
    assert_eq!(one["incumbent_id"], of_base);
    let replay = admin.get(&format!("/promotions/{id}/replay")).await.ok();
    assert_eq!(replay["same"], true, "{replay}");
    bench.tenure.done().await;
}

#[actix_web::test]
async fn a_hundred_thousand_pairs_are_counted_exactly() {
    let bench = Bench::start().await;
    let of_base = bench.record(&bench.base, "0.9", 100_000, json!({})).await;
    let of_candidate = bench
        .record(&bench.candidate, "0.899", 100_000, json!({}))
        .await;
    let fill = |evaluation: String, right: &'static str| {
        let pool = bench.tenure.pool.clone();
        async move {
            let sql = format!(
                "insert into evaluation_item (evaluation_id, item_key, item_hash, epoch, correct)
                 select $1, n::text, sha256(n::text::bytea), 1, {right} from generate_series(1, 100000) as n"
            );
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(evaluation.parse::<Uuid>().unwrap())
                .execute(&pool)
                .await
                .unwrap();
        }
    };
    fill(of_base, "n % 10 > 0").await;
    // One in a thousand lost.
    fill(of_candidate, "n % 10 > 0 and n % 1000 <> 1").await;
    let row = bench.row().await;
    assert_eq!(
        (
            row["n"].as_u64(),
            row["base_only"].as_u64(),
            row["candidate_only"].as_u64()
        ),
        (Some(100_000), Some(100), Some(0))
    );
    assert_eq!(
        (row["delta"].as_str(), row["verdict"].as_str()),
        (Some("-0.001"), Some("non_inferior"))
    );
    bench.tenure.done().await;
}

#[actix_web::test]
async fn the_command_line_prints_the_comparison_and_plans_a_run() {
    let bench = Bench::start().await;
    measured(&bench).await;
    let run = |arguments: &'static str| {
        let (url, token) = (
            bench.tenure.base.clone(),
            bench.tenure.admin.token().to_owned(),
        );
        async move {
            let done = Command::new(env!("CARGO_BIN_EXE_tenure"))
                .args(arguments.split(' '))
                .env("TENURE_URL", url)
                .env("TENURE_TOKEN", token)
                .env("COLUMNS", "200")
                .output()
                .await
                .unwrap();
            (done.status.code(), String::from_utf8(done.stdout).unwrap())
        }
    };
    let (code, text) = run("compare triage/1 triage/2 --margin 0.02").await;
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.starts_with("triage/2 is not shown to be as good as triage/1"),
        "{text}"
    );
    assert!(
        text.contains("21/14") && text.contains("-0.0140 [-0.0387, 0.0097]"),
        "{text}"
    );
    let (_, text) = run("plan --items 300 --margin 0.02").await;
    assert!(
        text.starts_with("300 items can show 5.3 pt at best"),
        "{text}"
    );
    let (code, text) = run("compare triage/1 triage/2 --save").await;
    assert!(
        code == Some(0) && text.starts_with("kept triage/2 against triage/1 as "),
        "{text}"
    );
    assert_eq!(run("compare triage/1 triage/2 --save").await.0, Some(3));
    bench.tenure.done().await;
}
