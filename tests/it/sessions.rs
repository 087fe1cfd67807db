//! Sessions of the console: which there are, when they were used, how they end, and what the log tells of it.

use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};
use tenure::domain::access::{commands, jobs, rules};
use tenure::ground::identity::{Role, Secret, SecretKind, WRONG_PER_MINUTE};

use crate::access::{in_session, secret, sign_in};
use crate::support::client::Answered;
use crate::support::{Client, Tenure};

/// Signs a member in on the server's word; gives the cookie.
async fn enter(tenure: &Tenure, who: &str) -> String {
    let link = commands::sign_in_link(&tenure.app, who).await.unwrap();
    sign_in(tenure, json!({"token": secret(&link)}))
        .await
        .unwrap()
}

async fn by(tenure: &Tenure, cookie: &str, method: Method, path: &str) -> Answered {
    tenure
        .admin
        .send(in_session(tenure, cookie, method, path))
        .await
}

async fn sessions(tenure: &Tenure, cookie: &str) -> Vec<Value> {
    let page = by(tenure, cookie, Method::GET, "/sessions").await.ok();
    page["items"].as_array().unwrap().clone()
}

/// What the log tells of sign-ins, newest first.
async fn told(tenure: &Tenure) -> Vec<String> {
    let events = tenure.admin.get("/events?kind=sign_in&limit=200").await;
    let events = events.ok();
    let all = events["items"].as_array().unwrap().iter();
    all.map(|event| event["sentence"]["message"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn a_person_sees_the_own_sessions_and_ends_one_from_another() {
    let tenure = Tenure::start().await;
    tenure.member("Lee Park", &[Role::Viewer]).await;
    let (phone, desk) = (
        enter(&tenure, "Lee Park").await,
        enter(&tenure, "Lee Park").await,
    );
    let ana = enter(&tenure, "Ana Ruiz").await;
    let seen = sessions(&tenure, &desk).await;
    let current: Vec<&Value> = seen.iter().map(|one| &one["current"]).collect();
    assert_eq!(current, [false, true]);
    assert_eq!(seen[0]["means"], "link");
    assert_eq!(sessions(&tenure, &ana).await.len(), 3, "everybody's");

    let lost = format!("/sessions/{}/revoke", seen[0]["id"].as_str().unwrap());
    by(&tenure, &desk, Method::POST, &lost).await.ok();
    let out = by(&tenure, &phone, Method::GET, "/session").await;
    assert_eq!(out.problem(), (401, "token_revoked".into()));
    let again = by(&tenure, &desk, Method::POST, &lost).await;
    assert_eq!(again.refusal().2, ["already_ended"]);
    assert_eq!(sessions(&tenure, &desk).await.len(), 1);

    let hers = sessions(&tenure, &ana).await;
    let hers = hers.iter().find(|one| one["current"] == true).unwrap();
    let path = format!("/sessions/{}/revoke", hers["id"].as_str().unwrap());
    let hidden = by(&tenure, &desk, Method::POST, &path).await;
    assert_eq!(hidden.problem(), (404, "not_found".into()));
    let his = format!("/sessions/{}/revoke", seen[1]["id"].as_str().unwrap());
    by(&tenure, &ana, Method::POST, &his).await.ok();
    assert_eq!(
        by(&tenure, &desk, Method::GET, "/session").await.status,
        401
    );
    by(&tenure, &ana, Method::DELETE, "/session").await;
    assert_eq!(
        told(&tenure).await,
        [
            "Ana Ruiz signed out.",
            "Ana Ruiz revoked a session of Lee Park.",
            "Lee Park revoked a session of Lee Park.",
            "Ana Ruiz signed in by link.",
            "Lee Park signed in by link.",
            "Lee Park signed in by link.",
        ]
    );
    tenure.done().await;
}

#[actix_web::test]
async fn a_session_is_gone_from_the_list_when_its_time_is_over() {
    let tenure = Tenure::start().await;
    enter(&tenure, "Ana Ruiz").await;
    let listed = async || tenure.admin.get("/sessions").await.ok()["items"].clone();
    assert_eq!(listed().await.as_array().unwrap().len(), 1);
    tenure.later(Duration::days(rules::SESSION_DAYS));
    assert_eq!(listed().await, json!([]));
    tenure.done().await;
}

#[actix_web::test]
async fn a_suspension_ends_every_session_and_says_so() {
    let tenure = Tenure::start().await;
    let lee = tenure.member("Lee Park", &[Role::Viewer]).await;
    let cookies = [
        enter(&tenure, "Lee Park").await,
        enter(&tenure, "Lee Park").await,
    ];
    let id = lee.get("/session").await.ok()["principal"]["id"].clone();
    let path = format!("/members/{}/suspend", id.as_str().unwrap());
    tenure
        .admin
        .post(&path, json!({"reason": "left the company"}))
        .await
        .ok();
    for cookie in &cookies {
        assert_eq!(
            by(&tenure, cookie, Method::GET, "/session").await.status,
            401
        );
    }
    let ended = "A session of Lee Park ended with the suspension.";
    assert_eq!(told(&tenure).await[..2], [ended, ended]);
    tenure.done().await;
}

#[actix_web::test]
async fn of_too_many_sessions_the_oldest_ends() {
    let tenure = Tenure::start().await;
    let first = enter(&tenure, "Ana Ruiz").await;
    for _ in 1..rules::SESSIONS_MAX {
        enter(&tenure, "Ana Ruiz").await;
    }
    by(&tenure, &first, Method::GET, "/session").await.ok();
    let last = enter(&tenure, "Ana Ruiz").await;
    assert_eq!(
        by(&tenure, &first, Method::GET, "/session").await.status,
        401
    );
    assert_eq!(sessions(&tenure, &last).await.len(), rules::SESSIONS_MAX);
    let replaced = "The oldest session of Ana Ruiz ended: there were too many.".to_owned();
    assert!(told(&tenure).await.contains(&replaced));
    tenure.done().await;
}

#[actix_web::test]
async fn the_browser_is_kept_as_a_family_and_is_not_in_the_log() {
    let tenure = Tenure::start().await;
    let link = commands::sign_in_link(&tenure.app, "Ana Ruiz").await;
    let request = tenure
        .admin
        .anonymous()
        .request(Method::POST, "/session/link")
        .header(
            "user-agent",
            "Mozilla/5.0 (X11; Ana's) Gecko/20100101 Firefox/140.0",
        )
        .json(&json!({"token": secret(&link.unwrap())}));
    tenure.admin.send(request).await.ok();
    let listed = tenure.admin.get("/sessions").await.ok();
    assert_eq!(listed["items"][0]["agent"], "firefox");
    let logged: i64 = sqlx::query_scalar(
        "select count(*) from audit_event where body ilike '%firefox%' or body like '%Mozilla%'",
    )
    .fetch_one(&tenure.pool)
    .await
    .unwrap();
    assert_eq!(logged, 0);
    tenure.done().await;
}

#[actix_web::test]
async fn a_last_use_is_written_later_and_never_with_the_request() {
    let tenure = Tenure::start().await;
    let cookie = enter(&tenure, "Ana Ruiz").await;
    jobs::flush_uses(&tenure.app, &tenure.gate.uses)
        .await
        .unwrap();
    tenure.later(Duration::minutes(30));
    let used = async || {
        let tokens = tenure.admin.get("/tokens").await.ok();
        let sessions = sessions(&tenure, &cookie).await;
        (
            tokens["items"][0]["last_used_at"].clone(),
            sessions[0]["last_used_at"].clone(),
        )
    };
    let before = used().await;
    assert_eq!(used().await, before, "nothing is written with a request");
    jobs::flush_uses(&tenure.app, &tenure.gate.uses)
        .await
        .unwrap();
    let now = json!("2026-11-24T12:30:00.000000Z");
    assert_eq!(used().await, (now.clone(), now));
    tenure.done().await;
}

#[actix_web::test]
async fn resolving_notes_a_use_too() {
    let company = crate::routes::Company::start().await;
    let tenure = &company.tenure;
    company.resolve("").await;
    drop(tenure.gate.uses.take());
    let path = "/resolve/production/support-bot";
    tenure.later(Duration::minutes(1));
    company.admin().get(path).await.ok();
    company.admin().get(path).await.ok();
    let noted = tenure.gate.uses.take();
    assert_eq!(
        noted.values().collect::<Vec<_>>(),
        [&tenure.app.clock.coarse()]
    );
    company.admin().get(path).await.ok();
    assert!(
        tenure.gate.uses.take().is_empty(),
        "once a minute is enough"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_refused_link_is_written_down_with_whose_it_was() {
    let tenure = Tenure::start().await;
    tenure.member("Lee Park", &[Role::Viewer]).await;
    let link = commands::sign_in_link(&tenure.app, "Lee Park")
        .await
        .unwrap();
    let used = json!({"token": secret(&link)});
    sign_in(&tenure, used.clone()).await.unwrap();
    let refused = Err((401, "link_invalid".into()));
    assert_eq!(sign_in(&tenure, used).await, refused);
    let nobody_s = Secret::new(SecretKind::Link);
    let body = json!({"token": nobody_s.reveal()});
    assert_eq!(sign_in(&tenure, body).await, refused);
    assert_eq!(
        told(&tenure).await,
        [
            "A link of nobody was refused.",
            "A link of Lee Park was refused.",
            "Lee Park signed in by link.",
        ]
    );
    tenure.done().await;
}

#[actix_web::test]
async fn who_shows_wrong_secrets_too_often_waits_and_who_is_right_gets_in() {
    let tenure = Tenure::start().await;
    let link = commands::sign_in_link(&tenure.app, "Ana Ruiz")
        .await
        .unwrap();
    for number in 0..WRONG_PER_MINUTE {
        let status = if number % 2 == 0 {
            let wrong = Secret::new(SecretKind::Machine);
            let client = Client::new(&tenure.base, Some(wrong.reveal()));
            client.get("/session").await.problem().0
        } else {
            let refused = sign_in(&tenure, json!({"token": "wrong"})).await;
            refused.unwrap_err().0
        };
        assert_eq!(status, 401);
    }
    let wrong = Client::new(&tenure.base, Some("wrong"));
    let request = wrong.request(Method::GET, "/session");
    let answered = request.send().await.unwrap();
    assert_eq!(answered.status(), 429);
    let wait: u32 = answered.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    let many = Err((429, "too_many_requests".into()));
    assert_eq!(sign_in(&tenure, json!({"token": "wrong"})).await, many);
    // So many refused links are told, whoever shows them.
    let refused = u32::try_from(told(&tenure).await.len()).unwrap();
    assert_eq!(refused, rules::REFUSED_LINKS_PER_MINUTE);

    // What is right gets in all the same: nobody is locked out by a neighbour.
    tenure.admin.get("/session").await.ok();
    sign_in(&tenure, json!({"token": secret(&link)}))
        .await
        .unwrap();
    assert_eq!(
        tenure.admin.anonymous().get("/session").await.problem(),
        (401, "unauthenticated".into())
    );
    tenure.later(Duration::seconds(i64::from(wait)));
    assert_eq!(wrong.get("/session").await.problem().0, 401);
    tenure.done().await;
}
