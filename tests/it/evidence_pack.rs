//! Evidence for who has to check it: stories and packs of promotions and routes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use chrono::Duration;
use serde_json::{Value, json};
use tenure::domain::evidence_pack::store::{RouteLimits, route_dossier};
use tenure::ground::audit::resolve_known;
use tenure::ground::identity::Role;
use tenure::ground::kernel::{Instant, RouteId, Sha256};

use crate::promotions::{Company, WHY};
use crate::support::Client;

/// A name that would be a program if a page took it for one.
const ATTACK: &str = "<script>alert('x')</script>\"'&<img src=x onerror=y>";

async fn download(client: &Client, path: &str) -> (u16, Vec<u8>) {
    let request = client.request(reqwest::Method::GET, path);
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    (status, response.bytes().await.unwrap().to_vec())
}

async fn files(client: &Client, path: &str) -> BTreeMap<String, Vec<u8>> {
    let (status, bytes) = download(client, path).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
    unpacked(bytes)
}

fn unpacked(bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|number| {
            let mut file = archive.by_index(number).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn json_of(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(&files[name]).unwrap()
}

fn page_of(files: &BTreeMap<String, Vec<u8>>) -> String {
    String::from_utf8(files["index.html"].clone()).unwrap()
}

async fn comment(client: &Client, promotion: &str, text: &str) {
    let path = format!("/promotions/{promotion}/comments");
    client.post(&path, json!({"text": text})).await.ok();
}

/// A promotion that was measured in a file, commented on, approved and applied; its id.
async fn applied(company: &Company) -> String {
    company.measure("0.95", 3000).await;
    crate::evaluations::import_one(&company.engineer, &company.version).await;
    let promotion = company.ask(false).await.ok();
    let id = promotion["id"].as_str().unwrap().to_owned();
    comment(&company.engineer, &id, "Please look at the French items.").await;
    company.approve(&company.reviewer, &promotion).await.ok();
    assert_eq!(company.ask(false).await.ok()["state"], "applied");
    id
}

fn pack(promotion: &str) -> String {
    format!("/promotions/{promotion}/evidence")
}

#[actix_web::test]
async fn a_story_goes_from_request_to_effect_with_what_people_said() {
    let company = Company::start(1).await;
    let id = applied(&company).await;
    let path = format!("/promotions/{id}/story");
    let story = company.engineer.get(&path).await.ok();
    let items = story["items"].as_array().unwrap();
    let kinds: Vec<_> = items
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "promotion.opened",
            "comment.written",
            "approval.given",
            "promotion.approved",
            "promotion.applied",
            "version.promoted",
        ]
    );
    assert_eq!(items[1]["words"], "Please look at the French items.");
    assert_eq!(items[2]["words"], "looks right");
    let token = company.engineer.get(&format!("{path}?limit=5")).await.ok();
    let next = token["next_page_token"].as_str().unwrap();
    let rest = format!("{path}?limit=5&page_token={next}");
    let rest = company.engineer.get(&rest).await.ok();
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    let known = items[1]["position"].as_i64().unwrap();
    let then = format!("{path}?known=@{known}");
    let then = company.engineer.get(&then).await.ok();
    assert_eq!(then["items"].as_array().unwrap().len(), 2);
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_pack_holds_what_was_decided_and_every_file_is_what_the_manifest_says() {
    let company = Company::start(1).await;
    let id = applied(&company).await;
    let files = files(&company.reviewer, &pack(&id)).await;
    let manifest = json_of(&files, "manifest.json");
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len() + 1, files.len(), "{manifest}");
    for file in listed {
        let bytes = &files[file["name"].as_str().unwrap()];
        assert_eq!(file["sha256"], Sha256::of(bytes).to_string());
        assert_eq!(file["size"], bytes.len());
    }
    let promotion = company.promotion(&id).await.ok();
    let verdict = &promotion["verdict"];
    let facts = Sha256::of(&files["facts.json"]).to_string();
    assert_eq!(
        verdict["facts_digest"], facts,
        "the file is what was decided on"
    );
    let told = json_of(&files, "promotion.json");
    assert_eq!(told["promotion"]["state"], "applied");
    assert_eq!(told["judged_again"]["same"], true);
    assert_eq!(
        told["comments"][0]["text"],
        "Please look at the French items."
    );
    assert_eq!(told["approvals"][0]["roles"], json!(["reviewer"]));
    assert_eq!(told["approvals"][0]["void"], Value::Null);
    let raw = files.keys().find(|name| name.starts_with("raw/")).unwrap();
    assert_eq!(
        raw.split('/').nth(1).unwrap(),
        Sha256::of(&files[raw]).hex()
    );
    let page = page_of(&files);
    let hash = verdict["proposal_hash"].as_str().unwrap();
    for text in [
        "PR-0001: triage version 1 to production was applied",
        "French quality is at least 0.85",
        "at least 0.85 at the low end",
        "Please look at the French items.",
        "looks right",
        "the same verdict",
        "Nothing was left out.",
        &facts,
        hash,
        raw,
    ] {
        assert!(page.contains(text), "the page does not say: {text}");
    }
    company.tenure.done().await;
}

#[actix_web::test]
async fn the_same_position_gives_the_same_bytes_whatever_happens_after() {
    let company = Company::start(1).await;
    let id = applied(&company).await;
    let head = company.engineer.get("/log").await.ok();
    let known = format!("{}?known=@{}", pack(&id), head["position"]);
    let (_, first) = download(&company.reviewer, &known).await;
    company.tenure.later(Duration::days(40));
    comment(&company.engineer, &id, "Said later.").await;
    company.measure("0.5", 100).await;
    crate::routes::application(&company.tenure.admin, "later").await;
    let (_, again) = download(&company.reviewer, &known).await;
    assert_eq!(first, again);
    let later = page_of(&files(&company.reviewer, &pack(&id)).await);
    assert!(later.contains("Said later."));
    assert!(!page_of(&unpacked(first)).contains("Said later."));
    company.tenure.done().await;
}

#[actix_web::test]
async fn the_reason_is_that_of_the_request_though_a_waiver_came_first() {
    let company = Company::start(1).await;
    company.measure("0.80", 412).await;
    company.waive(&company.reviewer, 14).await.ok();
    let ask = json!({"target": "production", "reason": "French customers wait for it"});
    let path = format!("/versions/{}/promotions", company.version);
    let promotion = company.engineer.post(&path, ask).await.ok();
    let packed = files(&company.engineer, &pack(promotion["id"].as_str().unwrap())).await;
    let told = json_of(&packed, "promotion.json");
    assert_eq!(told["reason"], "French customers wait for it");
    assert!(page_of(&packed).contains("“French customers wait for it”"));
    company.tenure.done().await;
}

#[actix_web::test]
async fn of_what_is_not_decided_only_the_end_of_the_log_is_told() {
    let company = Company::start(1).await;
    company.measure("0.80", 412).await;
    let promotion = company.ask(false).await.ok();
    let id = promotion["id"].as_str().unwrap();
    company.waive(&company.reviewer, 14).await.ok();
    let then = company.engineer.get("/log").await.ok();
    let known = format!("{}?known=@{}", pack(id), then["position"]);
    let first = files(&company.engineer, &known).await;
    let page = page_of(&first);
    assert!(
        page.contains("waits for approval") && page.contains("– waived"),
        "{page}"
    );
    assert!(page.contains("Not yet: nothing was decided at this position."));
    assert_eq!(first, files(&company.engineer, &known).await);
    comment(&company.engineer, id, "Now it is later.").await;
    let refused = company.engineer.get(&known).await;
    assert_eq!(refused.status, 400);
    assert_eq!(refused.json["errors"][0]["pointer"], "known");
    let before = format!("{}?known=@0", pack(id));
    assert_eq!(company.engineer.get(&before).await.status, 404);
    company.tenure.done().await;
}

#[actix_web::test]
async fn result_files_are_left_out_and_named_for_who_may_not_download_them() {
    let company = Company::start(1).await;
    let id = applied(&company).await;
    let viewer = company.tenure.member("Vera", &[Role::Viewer]).await;
    let seen = files(&viewer, &pack(&id)).await;
    assert!(!seen.keys().any(|name| name.starts_with("raw/")));
    let left_out = json_of(&seen, "manifest.json")["left_out"].clone();
    let why = left_out[0]["why"].as_str().unwrap();
    assert!(why.contains("artefact.read"), "{why}");
    assert!(page_of(&seen).contains("lacks the permission artefact.read"));
    let reviewer = files(&company.reviewer, &pack(&id)).await;
    assert!(reviewer.keys().any(|name| name.starts_with("raw/")));
    // What the command that deletes contents would do; no command does yet.
    for sql in [
        "alter table content_chunk disable trigger user",
        "delete from content_chunk where sha256 in (select sha256 from artefact)",
        "alter table content_chunk enable trigger user",
    ] {
        sqlx::query(sql)
            .execute(&company.tenure.pool)
            .await
            .unwrap();
    }
    let deleted = page_of(&self::files(&company.reviewer, &pack(&id)).await);
    assert!(deleted.contains("Its bytes were deleted; its digest stays."));
    company.tenure.done().await;
}

#[actix_web::test]
async fn whatever_things_are_called_the_page_is_text_and_asks_for_nothing() {
    let company = Company::start(1).await;
    let mallory = company.tenure.member(ATTACK, &[Role::Reviewer]).await;
    let admin = &company.tenure.admin;
    let model = crate::models::model(admin, "<script>alert(1)<script>").await;
    let source = json!({"source": {"kind": "opaque", "text": ATTACK}});
    let version = admin
        .post(&format!("/models/{model}/versions"), source)
        .await
        .id();
    let suite = json!({"name": "support-fr<b>", "trust_class": "internal", "tasks": []});
    let suite = admin.post("/suites", suite).await.id();
    let measured = json!({
        "version_id": version, "suite_id": suite, "n": 10, "task": ATTACK,
        "metrics": [{"name": "acc", "value": "0.99", "n": 9000, "direction": "higher", "unit": "fraction"}],
    });
    admin.post("/evaluations", measured).await.ok();
    let ask = json!({"target": "production", "reason": ATTACK});
    let promotion = admin
        .post(&format!("/versions/{version}/promotions"), ask)
        .await
        .ok();
    let id = promotion["id"].as_str().unwrap();
    comment(&mallory, id, ATTACK).await;
    let page = page_of(&files(&mallory, &pack(id)).await);
    assert!(page.contains("&lt;script&gt;alert('x')&lt;/script&gt;"));
    let lower = page.to_lowercase();
    for wrong in [
        "<script", "<img", "<b>", "<link", "<iframe", "src=\"", "url(", "@import", " style=",
    ] {
        assert!(!lower.contains(wrong), "{wrong} stands in the page");
    }
    let elsewhere: Vec<_> = lower.match_indices("href=\"").collect();
    for (at, _) in elsewhere {
        assert!(
            lower[at..].starts_with("href=\"raw/"),
            "{}",
            &page[at..at + 40]
        );
    }
    assert!(lower.contains("default-src 'none'"));
    let alone = format!("{}?format=html", pack(id));
    let response = mallory
        .request(reqwest::Method::GET, &alone)
        .send()
        .await
        .unwrap();
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_route_is_told_over_an_interval_with_the_promotions_behind_it() {
    let company = Company::start(1).await;
    applied(&company).await;
    let admin = &company.tenure.admin;
    let application = crate::routes::application(admin, "helpdesk").await;
    let route = json!({
        "environment": "production", "key": "bot", "application_id": application, "reason": WHY,
        "allocation": [{"version_id": company.version, "slots": 10_000}],
    });
    let route = admin.post("/routes", route).await.id();
    let head = admin.get("/log").await.ok();
    let at = &head["position"];
    let path = format!(
        "/routes/{route}/evidence?from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&known=@{at}"
    );
    let files = files(&company.reviewer, &path).await;
    let page = page_of(&files);
    for text in [
        "What ran on production/bot?",
        "100 % triage/1",
        "PR-0001",
        "<rect class=\"share\"",
        WHY,
    ] {
        assert!(page.contains(text), "the page does not say: {text}");
    }
    let serving = json_of(&files, "serving.json");
    assert_eq!(serving[0]["allowed_by"][0]["kind"], "version.promoted");
    let facts = &files["promotions/PR-0001/facts.json"];
    let digest = Sha256::of(facts).to_string();
    assert!(page.contains(&digest));
    assert!(files.keys().any(|name| name.starts_with("raw/")));
    let backwards =
        format!("/routes/{route}/evidence?from=2030-01-01T00:00:00Z&to=2020-01-01T00:00:00Z");
    assert_eq!(admin.get(&backwards).await.status, 400);
    let before =
        format!("/routes/{route}/evidence?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z");
    let nothing = page_of(&self::files(admin, &before).await);
    assert!(nothing.contains("Nothing was allocated on this route"));
    company.tenure.done().await;
}

#[actix_web::test]
async fn of_what_a_limit_keeps_out_a_pack_says_how_to_get_it() {
    let company = Company::start(1).await;
    let promotion = applied(&company).await;
    let admin = &company.tenure.admin;
    let application = crate::routes::application(admin, "helpdesk").await;
    let allocation = json!([{"version_id": company.version, "slots": 10_000}]);
    let route = json!({
        "environment": "production", "key": "bot", "application_id": application, "reason": WHY,
        "allocation": allocation,
    });
    let route = admin.post("/routes", route).await.id();
    let again = json!({"allocation": allocation, "fallbacks": [company.version], "reason": WHY});
    let switch = format!("/routes/{route}/switch");
    admin.post_at(&switch, "\"1\"", again).await.ok();
    let app = &company.tenure.app;
    let known = resolve_known(app, None).await.unwrap();
    let mut conn = app.read().await.unwrap();
    let at = |text: &str| -> Instant { text.parse().unwrap() };
    let interval = (at("2020-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"));
    let limits = RouteLimits {
        allocations: 1,
        promotions: 0,
    };
    let named = (RouteId(route.parse().unwrap()), "production/bot".to_owned());
    let told = route_dossier(&mut conn, named, interval, known, known, limits)
        .await
        .unwrap();
    drop(conn);
    assert_eq!((told.serving.len(), told.promotions.len()), (1, 0));
    assert_eq!(told.asked_to, interval.1);
    let (position, until) = (known.position, told.to);
    let rest = format!(
        "tenure evidence --route production/bot --from {until} --to {} --known @{position}",
        interval.1
    );
    assert!(told.cut[0].contains(&rest), "{:?}", told.cut);
    assert!(
        told.cut[1].contains("tenure evidence PR-0001"),
        "{:?}",
        told.cut
    );
    // What it names is the rest: one allocation, and the promotion.
    let path =
        format!("/routes/{route}/evidence?from={until}&to=2030-01-01T00:00:00Z&known=@{position}");
    let rest = json_of(&files(admin, &path).await, "serving.json");
    assert_eq!(rest.as_array().unwrap().len(), 1, "{rest}");
    assert_eq!(rest[0]["snapshot_seq"], 2);
    assert!(
        files(admin, &pack(&promotion))
            .await
            .contains_key("facts.json")
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn the_command_line_comments_and_writes_packs_and_pages_into_files() {
    let company = Company::start(1).await;
    applied(&company).await;
    let folder = tempfile::tempdir().unwrap();
    let run = async |arguments: &[&str]| {
        let done = tokio::process::Command::new(env!("CARGO_BIN_EXE_tenure"))
            .args(arguments)
            .current_dir(folder.path())
            .env("TENURE_URL", &company.tenure.base)
            .env("TENURE_TOKEN", company.reviewer.token())
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        (done.status.code().unwrap(), said)
    };
    let (code, said) = run(&["comment", "PR-0001", "Seen from the terminal."]).await;
    assert_eq!((code, said.as_str()), (0, "PR-0001: comment 2\n"));
    let (code, said) = run(&["evidence", "PR-0001"]).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        said.starts_with("PR-0001-evidence.zip: as of log position @"),
        "{said}"
    );
    let packed = unpacked(std::fs::read(folder.path().join("PR-0001-evidence.zip")).unwrap());
    assert!(page_of(&packed).contains("Seen from the terminal."));
    let (code, _) = run(&["evidence", "PR-0001", "--html", "--out", "page.html"]).await;
    assert_eq!(code, 0);
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.contains("Seen from the terminal.") && page.contains("results.json"));
    assert!(
        !page.contains("href="),
        "a page that is alone leads nowhere"
    );
    let (code, _) = run(&["evidence", "PR-0001", "--known", "@0", "--out", "no.zip"]).await;
    assert_eq!(code, 4);
    assert!(
        !folder.path().join("no.zip").exists(),
        "nothing is written of what was refused"
    );
    let (code, _) = run(&["evidence", "--route", "production/bot"]).await;
    assert_eq!(code, 2, "an interval is needed");
    company.tenure.done().await;
}
