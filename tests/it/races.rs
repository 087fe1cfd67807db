//! Many writers, one entity: exactly one wins, the others learn what is now, and nobody ends in a deadlock.

use futures_util::future::join_all;
use serde_json::json;

use crate::routes::{Company, WHY, running};
use crate::support::client::Answered;

const WRITERS: usize = 8;

fn statuses(answers: &[Answered]) -> Vec<u16> {
    let statuses = answers.iter().map(|answer| answer.status.as_u16());
    statuses.collect()
}

/// A version in production that nothing names, and its revision.
async fn idle(company: &Company) -> (String, String) {
    let version = running(company.admin(), &company.model, "idle").await;
    let path = format!("/versions/{version}");
    let tag = company.admin().get(&path).await.tag().to_owned();
    (path, tag)
}

/// How many events an entity has.
async fn events(company: &Company, path: &str) -> usize {
    let id = path.rsplit('/').next().unwrap();
    let list = company
        .admin()
        .get(&format!("/events?entity={id}&limit=200"))
        .await
        .ok();
    list["items"].as_array().unwrap().len()
}

#[actix_web::test]
async fn of_eight_who_move_one_stage_at_one_revision_exactly_one_wins() {
    let company = Company::start().await;
    let (path, tag) = idle(&company).await;
    let before = events(&company, &path).await;
    let verbs = ["deprecate", "archive", "revoke"];
    let moves = (0..WRITERS).map(|n| {
        let (admin, tag) = (company.admin().clone(), tag.clone());
        let path = format!("{path}/{}", verbs[n % verbs.len()]);
        async move { admin.post_at(&path, &tag, json!({"reason": WHY})).await }
    });
    let answers = join_all(moves).await;
    let statuses = statuses(&answers);
    let count = |wanted: u16| statuses.iter().filter(|status| **status == wanted).count();
    assert_eq!((count(200), count(412)), (1, WRITERS - 1), "{statuses:?}");
    let now = company.admin().get(&path).await;
    for answer in answers.iter().filter(|answer| answer.status == 412) {
        let current = answer.json["current_revision"].to_string();
        assert_eq!(format!("\"{current}\""), now.tag());
    }
    assert_eq!(events(&company, &path).await, before + 1);
    company.tenure.done().await;
}

#[actix_web::test]
async fn eight_who_revoke_without_a_revision_are_served_one_after_the_other() {
    let company = Company::start().await;
    let (path, _) = idle(&company).await;
    let moves = (0..WRITERS).map(|_| {
        let (admin, path) = (company.admin().clone(), format!("{path}/revoke"));
        async move { admin.post(&path, json!({"reason": WHY})).await }
    });
    let answers = join_all(moves).await;
    let statuses = statuses(&answers);
    let won = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!(won, 1, "{statuses:?}");
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.refusal().2, ["move_impossible"]);
    }
    company.tenure.done().await;
}

#[actix_web::test]
async fn of_a_promotion_and_moves_at_once_the_version_ends_where_the_last_event_says() {
    let company = Company::start().await;
    let (path, tag) = idle(&company).await;
    let moves = (0..WRITERS).map(|n| {
        let (admin, path, tag) = (company.admin().clone(), path.clone(), tag.clone());
        async move {
            if n % 2 == 0 {
                let ask = json!({"target": "staging", "reason": WHY});
                admin.post(&format!("{path}/promotions"), ask).await
            } else {
                let archive = format!("{path}/archive");
                admin.post_at(&archive, &tag, json!({"reason": WHY})).await
            }
        }
    });
    let answers = join_all(moves).await;
    for answer in &answers {
        assert!(
            [200, 201, 409, 412].contains(&answer.status.as_u16()),
            "{} {}",
            answer.status,
            answer.text
        );
    }
    let id = path.rsplit('/').next().unwrap();
    let version = company.admin().get(&path).await.ok();
    let told = company
        .admin()
        .get(&format!("/entities/version/{id}"))
        .await
        .ok();
    assert_eq!(told["state"]["stage"], version["stage"]);
    company.tenure.done().await;
}
