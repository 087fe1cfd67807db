//! People, roles, tokens, sessions.

use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};
use tenure::domain::access::commands;
use tenure::ground::identity::{Role, may};

use crate::support::{Client, Tenure};

/// The secret of a link.
pub fn secret(link: &str) -> String {
    link.split_once("#token=")
        .expect("a link carries its secret")
        .1
        .to_owned()
}

/// Signs in with a link; gives the cookie.
pub async fn sign_in(tenure: &Tenure, body: Value) -> Result<String, (u16, String)> {
    let http = reqwest::Client::new();
    let url = format!("{}/api/v1/session/link", tenure.base);
    let answer = http.post(url).json(&body).send().await.unwrap();
    if answer.status() != 200 {
        let problem: Value = answer.json().await.unwrap();
        return Err((
            problem["status"].as_u64().unwrap() as u16,
            problem["code"].as_str().unwrap().into(),
        ));
    }
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    Ok(cookie.split(';').next().unwrap().to_owned())
}

/// A request as the console makes it.
pub fn in_session(
    tenure: &Tenure,
    cookie: &str,
    method: Method,
    path: &str,
) -> reqwest::RequestBuilder {
    tenure
        .admin
        .anonymous()
        .request(method, path)
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
}

#[actix_web::test]
async fn the_first_administrator_comes_by_a_link_that_works_once() {
    let tenure = Tenure::bare().await;
    let link = commands::first_link(&tenure.app)
        .await
        .unwrap()
        .expect("nobody is there yet");
    let body = json!({"token": secret(&link), "name": "Ana Ruiz"});
    let cookie = sign_in(&tenure, body.clone()).await.unwrap();
    assert_eq!(
        sign_in(&tenure, body).await,
        Err((401, "link_invalid".into()))
    );
    assert_eq!(
        commands::first_link(&tenure.app).await.unwrap(),
        None,
        "somebody is there now"
    );
    let request = in_session(&tenure, &cookie, Method::GET, "/session");
    let session = tenure.admin.send(request).await.ok();
    assert_eq!(session["principal"]["name"], "Ana Ruiz");
    assert!(
        session["permissions"]
            .as_array()
            .unwrap()
            .contains(&json!("member.manage"))
    );

    // A page of another site may not use the cookie.
    let foreign = tenure
        .admin
        .anonymous()
        .request(Method::POST, "/teams")
        .header("cookie", &cookie)
        .header("sec-fetch-site", "cross-site")
        .json(&json!({"slug": "x", "name": "X"}));
    assert_eq!(
        tenure.admin.send(foreign).await.problem(),
        (403, "forbidden".into())
    );
    let own = in_session(&tenure, &cookie, Method::POST, "/teams")
        .json(&json!({"slug": "x", "name": "X"}));
    tenure.admin.send(own).await.ok();

    let out = in_session(&tenure, &cookie, Method::DELETE, "/session");
    assert_eq!(tenure.admin.send(out).await.status, 204);
    let after = in_session(&tenure, &cookie, Method::GET, "/session");
    assert_eq!(tenure.admin.send(after).await.problem().0, 401);
    tenure.done().await;
}

#[actix_web::test]
async fn an_unused_first_link_is_made_again_and_an_old_one_expires() {
    let tenure = Tenure::bare().await;
    let first = commands::first_link(&tenure.app).await.unwrap().unwrap();
    tenure.later(Duration::days(8));
    let second = commands::first_link(&tenure.app).await.unwrap().unwrap();
    assert_eq!(
        sign_in(&tenure, json!({"token": secret(&first)})).await,
        Err((401, "link_invalid".into()))
    );
    assert!(
        sign_in(&tenure, json!({"token": secret(&second)}))
            .await
            .is_ok()
    );
    let members: i64 = sqlx::query_scalar("select count(*) from principal where kind = 'user'")
        .fetch_one(&tenure.pool)
        .await
        .unwrap();
    assert_eq!(members, 1);
    tenure.done().await;
}

#[actix_web::test]
async fn an_invited_person_gets_the_role_on_the_team_and_nothing_more() {
    let tenure = Tenure::start().await;
    let team = tenure
        .admin
        .post("/teams", json!({"slug": "support", "name": "Support"}))
        .await
        .ok();
    let body = json!({"name": "Lee", "role": "contributor", "team_id": team["id"]});
    let invited = tenure
        .admin
        .post_once("/invitations", "k", body.clone())
        .await
        .ok();
    assert_eq!(invited["member"]["state"], "invited");
    let again = tenure.admin.post_once("/invitations", "k", body).await;
    assert_eq!(again.problem(), (409, "secret_shown_once".into()));
    let cookie = sign_in(
        &tenure,
        json!({"token": secret(invited["link"].as_str().unwrap()), "name": "Lee Park"}),
    )
    .await
    .unwrap();
    let register = |body: Value| in_session(&tenure, &cookie, Method::POST, "/models").json(&body);
    let own = tenure
        .admin
        .send(register(json!({"name": "m", "team_id": team["id"]})))
        .await;
    assert_eq!(own.status, 201);
    assert_eq!(own.json["created_by"]["name"], "Lee Park");
    let other = tenure.admin.send(register(json!({"name": "m"}))).await;
    assert_eq!(other.problem(), (403, "forbidden".into()));
    assert_eq!(other.json["permission"], "model.register");
    let policy = in_session(&tenure, &cookie, Method::POST, "/teams")
        .json(&json!({"slug": "a", "name": "A"}));
    assert_eq!(
        tenure.admin.send(policy).await.json["permission"],
        "team.manage"
    );
    tenure.done().await;
}

#[actix_web::test]
async fn a_machine_s_token_works_until_it_is_revoked_or_expires_or_its_person_is_suspended() {
    let tenure = Tenure::start().await;
    let create = async |name: &str| {
        let body =
            json!({"name": name, "kind": "machine", "role": "contributor", "expires_in_days": 30});
        let made = tenure.admin.post("/tokens", body).await.ok();
        (
            made["token"]["id"].as_str().unwrap().to_owned(),
            Client::new(&tenure.base, made["secret"].as_str()),
        )
    };
    let (id, machine) = create("ci").await;
    machine
        .post("/models", json!({"name": "by-machine"}))
        .await
        .ok();
    let weak = machine
        .post("/teams", json!({"slug": "x", "name": "X"}))
        .await;
    assert_eq!(weak.problem(), (403, "forbidden".into()));
    tenure
        .admin
        .post(&format!("/tokens/{id}/revoke"), json!({}))
        .await
        .ok();
    assert_eq!(
        machine.get("/models").await.problem(),
        (401, "token_revoked".into())
    );

    let (_, old) = create("old").await;
    tenure.later(Duration::days(31));
    assert_eq!(
        old.get("/models").await.problem(),
        (401, "token_expired".into())
    );
    for wrong in [
        json!({"name": "x", "kind": "machine", "expires_in_days": 30}),
        json!({"name": "x", "kind": "machine", "role": "viewer", "expires_in_days": 366}),
        json!({"name": "x", "kind": "machine", "role": "viewer", "may_approve": true, "expires_in_days": 1}),
    ] {
        assert_eq!(
            tenure.admin.post("/tokens", wrong).await.problem(),
            (422, "invalid".into())
        );
    }
    let personal = json!({"name": "x", "kind": "personal", "expires_in_days": 1});
    assert_eq!(
        tenure.admin.post("/tokens", personal).await.refusal().2,
        ["session_needed"]
    );
    tenure.done().await;
}

#[actix_web::test]
async fn nobody_gives_more_than_they_hold_and_the_last_administrator_stays() {
    let tenure = Tenure::start().await;
    let team = tenure
        .admin
        .post("/teams", json!({"slug": "support", "name": "Support"}))
        .await
        .ok();
    let team_id: uuid::Uuid = team["id"].as_str().unwrap().parse().unwrap();
    let local = tenure
        .member_of("Local", &[Role::Admin], Some(team_id.into()))
        .await;
    let everywhere = json!({"name": "x", "role": "operator"});
    assert_eq!(
        local.post("/invitations", everywhere).await.problem(),
        (403, "forbidden".into())
    );
    local
        .post(
            "/invitations",
            json!({"name": "x", "role": "operator", "team_id": team["id"]}),
        )
        .await
        .ok();

    // Who made a machine's token for a team revokes it, and nobody else of the team does.
    let token = json!({
        "name": "ci", "kind": "machine", "role": "viewer", "team_id": team["id"], "expires_in_days": 1,
    });
    let token = local.post("/tokens", token).await.ok();
    let path = format!("/tokens/{}/revoke", token["token"]["id"].as_str().unwrap());
    let neighbour = tenure
        .member_of("Neighbour", &[Role::Admin], Some(team_id.into()))
        .await;
    let hidden = neighbour.post(&path, json!({})).await;
    assert_eq!(hidden.problem(), (404, "not_found".into()));
    local.post(&path, json!({})).await.ok();

    let me = tenure.admin.get("/session").await.ok();
    let my = me["principal"]["id"].as_str().unwrap();
    let suspend = tenure
        .admin
        .post(
            &format!("/members/{my}/suspend"),
            json!({"reason": "leaving us"}),
        )
        .await;
    assert_eq!(suspend.refusal().2, ["last_admin"]);
    let admin = me["grants"]
        .as_array()
        .unwrap()
        .iter()
        .find(|g| g["role"] == "admin")
        .unwrap();
    let path = format!("/grants/{}/revoke", admin["id"].as_str().unwrap());
    assert_eq!(
        tenure.admin.post(&path, json!({})).await.refusal().2,
        ["last_admin"]
    );
    let second = tenure.member("Second", &[Role::Admin]).await;
    second.post(&path, json!({})).await.ok();
    assert_eq!(
        second.post(&path, json!({})).await.refusal().2,
        ["already_revoked"]
    );
    tenure.done().await;
}

#[actix_web::test]
async fn a_suspended_member_is_out_at_once_and_may_come_back() {
    let tenure = Tenure::start().await;
    let lee = tenure.member("Lee", &[Role::Contributor]).await;
    let id = lee.get("/session").await.ok()["principal"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    tenure
        .admin
        .post(
            &format!("/members/{id}/suspend"),
            json!({"reason": "left the company"}),
        )
        .await
        .ok();
    assert_eq!(
        lee.get("/models").await.problem(),
        (401, "token_revoked".into())
    );
    assert!(commands::sign_in_link(&tenure.app, "Lee").await.is_err());
    tenure
        .admin
        .post(
            &format!("/members/{id}/resume"),
            json!({"reason": "came back"}),
        )
        .await
        .ok();
    lee.get("/models").await.ok();
    let link = commands::sign_in_link(&tenure.app, "Lee").await.unwrap();
    tenure.later(Duration::minutes(11));
    assert_eq!(
        sign_in(&tenure, json!({"token": secret(&link)})).await,
        Err((401, "link_invalid".into()))
    );
    tenure.done().await;
}

#[actix_web::test]
async fn what_is_refused_is_written_down_and_a_question_is_not() {
    let tenure = Tenure::start().await;
    let viewer = tenure.member("Vera Lang", &[Role::Viewer]).await;
    let model = crate::models::model(&tenure.admin, "triage").await;
    let version = crate::models::version(&tenure.admin, &model).await;
    let path = format!("/versions/{version}/archive");
    let why = json!({"reason": "because the test says so"});
    assert_eq!(
        viewer.post_at(&path, "\"1\"", why.clone()).await.problem(),
        (403, "forbidden".into())
    );
    // A second name is refused by a rule; asked under a key, so that both are seen to be apart.
    let again = tenure
        .admin
        .post_once("/models", "k", json!({"name": "triage"}))
        .await;
    assert_eq!(again.refusal().2, ["name_taken"]);
    // Stale, malformed and unknown are not attempts; a dry run is a question.
    tenure
        .admin
        .post_at(&path, "\"7\"", why.clone())
        .await
        .problem();
    let ask = format!("/versions/{version}/kill?dry_run=true");
    assert_eq!(viewer.post(&ask, why).await.problem().0, 403);
    let events = tenure.admin.get("/events?kind=attempt").await.ok();
    let told: Vec<&str> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["sentence"]["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        told,
        [
            "Ana Ruiz was refused model.write on a new model: name_taken.",
            "Vera Lang was refused version.archive on triage version 1: forbidden."
        ]
    );
    tenure.done().await;
}

#[actix_web::test]
async fn a_session_says_what_its_roles_do_not_permit_and_why() {
    let tenure = Tenure::start().await;
    let viewer = tenure.member("Vera Lang", &[Role::Viewer]).await;
    let session = viewer.get("/session").await.ok();
    let lacking = session["lacking"].as_array().unwrap();
    let register = lacking
        .iter()
        .find(|one| one["permission"] == "model.register")
        .expect("a viewer registers nothing");
    assert_eq!(register["reason"]["code"], "not_permitted");
    assert_eq!(
        register["reason"]["params"]["roles"],
        json!(["contributor", "admin"])
    );

    // Every permission is either held or told why not.
    let held = session["permissions"].as_array().unwrap();
    assert_eq!(held.len() + lacking.len(), may::ALL.len());
    for permission in held {
        assert!(lacking.iter().all(|one| one["permission"] != *permission));
    }
    tenure.done().await;
}

#[actix_web::test]
async fn a_client_in_a_loop_does_not_fill_the_log() {
    let tenure = Tenure::start().await;
    let viewer = tenure.member("Vera Lang", &[Role::Viewer]).await;
    for _ in 0..40 {
        viewer.post("/models", json!({"name": "x"})).await.problem();
    }
    let events = tenure
        .admin
        .get("/events?kind=attempt&limit=200")
        .await
        .ok();
    assert_eq!(events["items"].as_array().unwrap().len(), 30);
    tenure.done().await;
}
