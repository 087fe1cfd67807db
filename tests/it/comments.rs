//! Comments on promotions: what people say while it is asked for, looked at and after it ended.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tenure::ground::identity::Role;

use crate::promotions::Company;
use crate::support::Client;
use crate::support::client::Answered;

async fn say(client: &Client, promotion: &Value, text: &str) -> Answered {
    client.post(&path(promotion), json!({"text": text})).await
}

fn path(promotion: &Value) -> String {
    format!("/promotions/{}/comments", promotion["id"].as_str().unwrap())
}

#[actix_web::test]
async fn comments_are_read_in_their_order_and_their_words_stand_outside_the_log() {
    let company = Company::start(1).await;
    let promotion = company.ask(false).await.ok();
    let first = say(
        &company.engineer,
        &promotion,
        " Two items are <b>known</b>. ",
    )
    .await;
    assert_eq!(first.status, 201);
    say(&company.reviewer, &promotion, "Seen.").await.ok();
    let read = company.engineer.get(&path(&promotion)).await.ok();
    let told: Vec<_> = read["items"].as_array().unwrap().iter().collect();
    let said = |one: &Value| {
        (
            one["number"].clone(),
            one["by"]["name"].clone(),
            one["text"].clone(),
        )
    };
    assert_eq!(
        told.into_iter().map(said).collect::<Vec<_>>(),
        [
            (
                json!(1),
                json!("Ines Costa"),
                json!("Two items are <b>known</b>.")
            ),
            (json!(2), json!("Lee Park"), json!("Seen.")),
        ]
    );
    let page = company
        .engineer
        .get(&format!("{}?limit=1", path(&promotion)))
        .await
        .ok();
    let next = page["next_page_token"].as_str().unwrap();
    let rest = format!("{}?limit=1&page_token={next}", path(&promotion));
    assert_eq!(
        company.engineer.get(&rest).await.ok()["items"][0]["number"],
        2
    );
    let events = company.engineer.get("/events?kind=comment").await.ok();
    assert_eq!(
        events["items"][0]["sentence"]["message"],
        "Lee Park commented on PR-0001."
    );
    let bodies: Vec<String> =
        sqlx::query_scalar("select body from audit_event where kind = 'comment.written'")
            .fetch_all(&company.tenure.pool)
            .await
            .unwrap();
    assert_eq!(bodies.len(), 2);
    assert!(
        bodies
            .iter()
            .all(|body| !body.contains("known") && !body.contains("Seen"))
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_comment_voids_no_approval_changes_no_proposal_and_can_follow_the_end() {
    let company = Company::start(2).await;
    company.measure("0.95", 3000).await;
    let before = company.ask(false).await.ok();
    company.approve(&company.reviewer, &before).await.ok();
    let id = before["id"].as_str().unwrap();
    let approved = company.promotion(id).await.ok();
    say(
        &company.engineer,
        &before,
        "Please look at the French items.",
    )
    .await
    .ok();
    let after = company.promotion(id).await.ok();
    assert_eq!(
        after["verdict"]["proposal_hash"],
        approved["verdict"]["proposal_hash"]
    );
    assert_eq!(after["verdict"]["approvals"]["given"][0]["state"], "valid");
    assert_eq!(after["revision"], approved["revision"]);
    let withdraw = format!("/promotions/{id}/withdraw");
    let tag = format!("\"{}\"", after["revision"]);
    let why = json!({"reason": "there is a better version"});
    company.engineer.post_at(&withdraw, &tag, why).await.ok();
    say(&company.engineer, &before, "See PR-0002.").await.ok();
    company.tenure.done().await;
}

#[actix_web::test]
async fn who_neither_asks_nor_approves_for_the_team_reads_and_says_nothing() {
    let company = Company::start(1).await;
    let promotion = company.ask(false).await.ok();
    let other = company
        .tenure
        .admin
        .post("/teams", json!({"slug": "search", "name": "Search"}))
        .await
        .id();
    let viewer = company
        .tenure
        .member("Vera", &[Role::Viewer, Role::Auditor])
        .await;
    let foreign = company.tenure.member("Fay", &[]).await;
    let me = foreign.get("/session").await.ok();
    let grants = format!(
        "/members/{}/grants",
        me["principal"]["id"].as_str().unwrap()
    );
    let grant = json!({"role": "contributor", "team_id": other});
    company.tenure.admin.post(&grants, grant).await.ok();
    let actions = format!("/promotions/{}/actions", promotion["id"].as_str().unwrap());
    let offered = async |client: &Client| {
        let actions = client.get(&actions).await.ok();
        let items = actions["items"].as_array().unwrap();
        let comment = items.iter().find(|one| one["action"] == "comment");
        comment.unwrap()["allowed"].clone()
    };
    assert_eq!(offered(&company.reviewer).await, true);
    for client in [&viewer, &foreign] {
        assert_eq!(offered(client).await, false);
        assert_eq!(say(client, &promotion, "Hm.").await.status, 403);
        assert_eq!(client.get(&path(&promotion)).await.status, 200);
    }
    company.tenure.done().await;
}

#[actix_web::test]
async fn words_that_say_nothing_or_too_much_are_refused_with_their_place() {
    let company = Company::start(1).await;
    let promotion = company.ask(false).await.ok();
    for text in ["", "  \n", &"x".repeat(4097)] {
        let refused = say(&company.engineer, &promotion, text).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.json["errors"][0]["pointer"], "/text");
    }
    say(&company.engineer, &promotion, &"x".repeat(4096))
        .await
        .ok();
    company.tenure.done().await;
}

#[actix_web::test]
async fn of_many_who_comment_at_once_each_gets_the_next_number() {
    let company = Company::start(1).await;
    let promotion = company.ask(false).await.ok();
    let texts: Vec<String> = (0..6).map(|n| format!("Comment {n}.")).collect();
    let said = texts
        .iter()
        .map(|text| say(&company.engineer, &promotion, text));
    let mut numbers: Vec<i64> = join_all(said)
        .await
        .into_iter()
        .map(|answered| answered.ok()["number"].as_i64().unwrap())
        .collect();
    numbers.sort();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_promotion_has_room_for_five_hundred_comments() {
    let company = Company::start(1).await;
    let promotion = company.ask(false).await.ok();
    say(&company.engineer, &promotion, "The first.").await.ok();
    // What 499 commands would write; the doctor would rightly complain that no event tells of it, so it is not asked.
    for sql in [
        "alter table promotion_comment disable trigger user",
        "insert into promotion_comment select (jsonb_populate_record(null::promotion_comment,
            to_jsonb(c) || jsonb_build_object('id', gen_random_uuid(), 'number', 500))).* from promotion_comment c",
        "alter table promotion_comment enable trigger user",
    ] {
        sqlx::query(sql).execute(&company.tenure.pool).await.unwrap();
    }
    let full = say(&company.engineer, &promotion, "One more.").await;
    assert_eq!(full.refusal().2, ["comments_full"]);
}
