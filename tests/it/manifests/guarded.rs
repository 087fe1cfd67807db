//! What applying may not do: undo what people did, do half of it, do it for who may not, overlook who was faster.

use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use tenure::ground::identity::Role;

use super::{
    applied, body, company, dry, events, exported, model, policy, route, rule, told, trusting,
};
use crate::routes::{Company, WHY};

#[actix_web::test]
async fn an_old_file_revives_nothing_and_undoes_no_switch() {
    let company = Company::start().await;
    let admin = company.admin();
    let old = exported(admin).await;
    company
        .switch(&[(&company.one, 4_000), (&company.two, 6_000)])
        .await;
    let path = format!("/routes/{}", company.route);
    let tag = admin.get(&path).await.tag().to_owned();
    let kill = json!({"version_id": company.two, "reason": WHY});
    admin
        .post_at(&format!("{path}/kill"), &tag, kill)
        .await
        .ok();
    let before = admin.get(&path).await.ok();
    assert_eq!(told(&applied(admin, &old).await), [""; 0]);
    assert_eq!(admin.get(&path).await.ok(), before);
    company.tenure.done().await;
}

#[actix_web::test]
async fn what_people_turned_off_or_hid_stays_so_whatever_an_old_file_says() {
    let tenure = trusting().await;
    let admin = &tenure.admin;
    let mut old = company();
    old[1]["state"] = json!("on");
    old[2]["state"] = json!("active");
    applied(admin, &old).await;
    let rules = admin.get("/claim-rules").await.ok();
    let rule = format!("/claim-rules/{}", rules["items"][0]["id"].as_str().unwrap());
    let why = json!({"reason": WHY});
    admin
        .post_at(&format!("{rule}/turn-off"), "\"1\"", why.clone())
        .await
        .ok();
    let policies = admin.get("/policies?name=gate").await.ok();
    let gate = format!("/policies/{}", policies["items"][0]["id"].as_str().unwrap());
    admin
        .post_at(&format!("{gate}/turn-off"), "\"1\"", why.clone())
        .await
        .ok();
    let route = admin.get("/routes/production/bot").await.ok();
    let bot = format!("/routes/{}", route["id"].as_str().unwrap());
    admin
        .post_at(&format!("{bot}/hide"), "\"1\"", why.clone())
        .await
        .ok();
    let shown = dry(admin, body(&old)).await;
    assert_eq!(
        told(&shown),
        [
            "change policy support/gate turned_since",
            "create route production/bot hidden",
            "change claim_rule ci turned_since",
        ]
    );
    let before = events(&tenure).await;
    let refused = admin.post("/manifests/apply", body(&old)).await;
    assert_eq!(
        refused.refusal().2,
        ["turned_since", "hidden", "turned_since"]
    );
    assert_eq!(events(&tenure).await, before);
    admin
        .post_at(&format!("{rule}/hide"), "\"2\"", why)
        .await
        .ok();
    let shown = dry(admin, body(&[super::rule()])).await;
    assert_eq!(told(&shown), ["create claim_rule ci hidden"]);
    tenure.done().await;
}

#[actix_web::test]
async fn all_of_it_is_done_or_nothing_and_everything_against_it_is_said() {
    let tenure = trusting().await;
    let admin = &tenure.admin;
    let mut documents = company();
    documents[5]["name"] = json!("a/b");
    documents[2]["content"]["approvals"]["quorum"] = json!(9);
    documents[0]["environment"] = json!("nowhere");
    let before = events(&tenure).await;
    let shown = dry(admin, body(&documents)).await;
    assert_eq!(
        (&shown["allowed"], &shown["counts"]["refused"]),
        (&json!(false), &json!(3))
    );
    let refused = admin.post("/manifests/apply", body(&documents)).await;
    assert_eq!(refused.problem(), (422, "invalid".into()));
    let errors = refused.json["errors"].as_array().unwrap();
    let pointers: Vec<&Value> = errors.iter().map(|one| &one["pointer"]).collect();
    assert_eq!(
        json!(pointers),
        json!([
            "/documents/5/name",
            "/documents/2/content/approvals/quorum",
            "/documents/0/environment"
        ])
    );
    assert_eq!(events(&tenure).await, before);
    assert_eq!(admin.get("/models").await.ok()["items"], json!([]));
    tenure.done().await;
}

#[actix_web::test]
async fn each_document_needs_the_permission_of_its_command() {
    let tenure = trusting().await;
    let reader = tenure.member("Reader", &[Role::Viewer]).await;
    let shown = dry(&reader, body(&company())).await;
    assert_eq!(shown["allowed"], false);
    let first = &shown["documents"][0]["refusals"][0];
    assert_eq!(
        (&first["code"], &first["params"]["permission"]),
        (&json!("not_permitted"), &json!("team.manage"))
    );
    let refused = reader.post("/manifests/apply", body(&company())).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json["permission"]),
        (403, &json!("team.manage"))
    );
    applied(&tenure.admin, &company()).await;
    let contributor = tenure.member("Contributor", &[Role::Contributor]).await;
    applied(&contributor, &[model("more")]).await;
    let mut changed = policy(3);
    changed["content"]["approvals"]["expires_days"] = json!(7);
    let refused = contributor
        .post("/manifests/apply", body(&[model("yet-more"), changed]))
        .await;
    assert_eq!(refused.json["permission"], "policy.manage");
    let mut pruning = body(&[{
        let mut kept = rule();
        kept["name"] = json!("kept");
        kept
    }]);
    pruning["prune"] = json!(true);
    let shown = dry(&contributor, pruning).await;
    assert_eq!(
        told(&shown),
        [
            "create claim_rule kept not_permitted",
            "prune claim_rule ci not_permitted"
        ]
    );
    let operator = tenure.member("Operator", &[Role::Operator]).await;
    let mut made = route();
    made["key"] = json!("second");
    applied(&operator, &[made]).await;
    tenure.done().await;
}

#[actix_web::test]
async fn what_was_seen_is_done_or_nothing() {
    let tenure = trusting().await;
    let admin = &tenure.admin;
    applied(admin, &company()).await;
    let mut changed = model("triage");
    changed["description"] = json!("Sorts mail.");
    let mut asked = body(&[changed]);
    asked["plan"] = dry(admin, asked.clone()).await["plan"].clone();
    let models = admin.get("/models?name=triage").await.ok();
    let path = format!("/models/{}", models["items"][0]["id"].as_str().unwrap());
    let faster = json!({"description": "Somebody was faster."});
    admin.patch_at(&path, "\"1\"", faster).await.ok();
    let late = admin.post("/manifests/apply", asked.clone()).await;
    assert_eq!(late.refusal().2, ["plan_changed"]);
    assert_eq!(
        admin.get(&path).await.ok()["description"],
        "Somebody was faster."
    );
    asked["plan"] = Value::Null;
    asked["plan"] = dry(admin, asked.clone()).await["plan"].clone();
    admin.post("/manifests/apply", asked).await.ok();
    assert_eq!(admin.get(&path).await.ok()["description"], "Sorts mail.");
    tenure.done().await;
}

#[actix_web::test]
async fn of_many_who_apply_and_change_at_once_each_wins_or_loses_as_a_whole() {
    let tenure = trusting().await;
    let admin = &tenure.admin;
    let everything = company();
    let made = join_all((0..4).map(|_| applied(admin, &everything))).await;
    let created: Vec<u64> = made
        .iter()
        .map(|one| one["counts"]["created"].as_u64().unwrap())
        .collect();
    assert_eq!(created.iter().sum::<u64>(), 7, "{created:?}");
    let models = admin.get("/models?name=triage").await.ok();
    let path = format!("/models/{}", models["items"][0]["id"].as_str().unwrap());
    let apply = async |n: usize| {
        let mut changed = model("triage");
        changed["description"] = json!(format!("Applied {n}."));
        let done = admin.post("/manifests/apply", body(&[changed])).await;
        let fine = done.status == 200 || done.refusal().2 == ["plan_changed"];
        assert!(fine, "{}", done.text);
    };
    let change = async |n: usize| {
        let tag = admin.get(&path).await.tag().to_owned();
        let body = json!({"description": format!("Changed {n}.")});
        let done = admin.patch_at(&path, &tag, body).await;
        assert!(done.status == 200 || done.status == 412, "{}", done.text);
    };
    join(join_all((0..6).map(apply)), join_all((0..6).map(change))).await;
    tenure.done().await;
}

#[actix_web::test]
async fn what_is_not_a_request_is_refused_with_its_place() {
    let tenure = trusting().await;
    let admin = &tenure.admin;
    let mut unknown = model("a");
    unknown["colour"] = json!("red");
    for (documents, pointer) in [
        (json!([unknown]), "/documents/0/colour"),
        (json!([model("a"), 7]), "/documents/1"),
        (json!([{"kind": "version"}]), "/documents/0/kind"),
        (json!([model("a"), model("a")]), "/documents/1"),
        (
            Value::Array((0..1001).map(|n| model(&n.to_string())).collect()),
            "/documents",
        ),
    ] {
        let answered = admin
            .post(
                "/manifests/apply",
                json!({"documents": documents, "reason": WHY}),
            )
            .await;
        assert_eq!(answered.problem(), (422, "invalid".into()));
        assert_eq!(answered.json["errors"][0]["pointer"], pointer);
    }
    let short = json!({"documents": [], "reason": "short"});
    let answered = admin.post("/manifests/apply", short).await;
    assert_eq!(answered.json["errors"][0]["pointer"], "/reason");
    let mut large = model("a");
    large["description"] = json!("x".repeat(1 << 20));
    let answered = admin.post("/manifests/apply", body(&[large])).await;
    assert_eq!(answered.problem(), (413, "too_large".into()));
    tenure.done().await;
}

#[actix_web::test]
async fn who_waits_in_a_circle_is_told_to_try_again_and_changed_nothing() {
    let tenure = trusting().await;
    let admin = &tenure.admin;
    applied(admin, &company()).await;
    applied(admin, &[model("second")]).await;
    let before = events(&tenure).await;
    let changed = ["triage", "second"].map(|name| {
        let mut changed = model(name);
        changed["description"] = json!("Changed.");
        changed
    });
    let mut other = tenure.pool.begin().await.unwrap();
    sqlx::query("select id from model order by id desc limit 1 for update")
        .execute(&mut *other)
        .await
        .unwrap();
    let crossing = async {
        let waits = "select exists (select from pg_stat_activity
                                     where datname = current_database() and wait_event_type = 'Lock')";
        while !sqlx::query_scalar::<_, bool>(waits)
            .fetch_one(&tenure.pool)
            .await
            .unwrap()
        {}
        let crossed = sqlx::query("select id from model order by id limit 1 for update")
            .execute(&mut *other)
            .await;
        other.rollback().await.unwrap();
        crossed.is_ok()
    };
    let applying = admin.post("/manifests/apply", body(&changed));
    let (answered, crossed) = join(applying, crossing).await;
    // The database ends one of the two, mostly who waited first.
    if crossed {
        assert_eq!(answered.problem(), (503, "unavailable".into()));
        assert_eq!(events(&tenure).await, before);
    } else {
        assert_eq!(answered.status, 200, "{}", answered.text);
    }
    tenure.done().await;
}
