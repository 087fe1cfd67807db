//! Every operation of the document, asked by who may not: nobody, a member without a role, a member of another team;
//! and about what does not exist. A new operation that is not covered fails here with its name.

use std::collections::BTreeSet;

use serde_json::Value;
use tenure::ground::identity::{Role, may};

use crate::support::operations::{Operation, World, all};

/// Operations that need no caller.
const PUBLIC: &[&str] = &["sign_in"];
/// Operations that every signed-in member may ask.
const EVERY_MEMBER: &[&str] = &[
    "application_actions",
    "apply_manifest",
    "check_policy",
    "compare_versions",
    "count_today",
    "create_token",
    "export_every_eval_ever",
    "export_manifest",
    "finding_actions",
    "get_application",
    "get_claim_rule",
    "get_comparison",
    "get_context",
    "get_entity",
    "get_evaluation",
    "get_event",
    "get_facts",
    "get_finding",
    "get_log",
    "get_member",
    "get_model",
    "get_policy",
    "get_promotion",
    "get_promotion_evidence",
    "get_route",
    "get_route_by_key",
    "get_route_evidence",
    "get_serving",
    "get_session",
    "get_slot",
    "get_story",
    "get_suite",
    "get_timeline",
    "get_today",
    "get_version",
    "get_waiver",
    "list_aliases",
    "list_application_uses",
    "list_applications",
    "list_changed_items",
    "list_claim_rules",
    "list_comments",
    "list_comparisons",
    "list_environments",
    "list_evaluations",
    "list_events",
    "list_findings",
    "list_match_rules",
    "list_members",
    "list_model_uses",
    "list_model_versions",
    "list_models",
    "list_policies",
    "list_policy_uses",
    "list_policy_versions",
    "list_promotions",
    "list_route_uses",
    "list_routes",
    "list_sessions",
    "list_snapshots",
    "list_suite_uses",
    "list_suites",
    "list_teams",
    "list_templates",
    "list_tokens",
    "list_versions",
    "list_waiting_evaluations",
    "list_waivers",
    "member_actions",
    "model_actions",
    "plan_comparison",
    "policy_actions",
    "preview_policy",
    "promotion_actions",
    "replay_comparison",
    "replay_promotion",
    "resolve_route",
    "revoke_session",
    "revoke_token",
    "route_actions",
    "search",
    "sign_out",
    "suite_actions",
    "token_actions",
    "version_actions",
    "version_info",
    "waiver_actions",
];
/// What an operation asks for as well, once it has read what the request is about.
const ASKS_MORE: &[(&str, &str)] = &[("create_token", "token.manage")];
/// Who does not manage members or tokens does not learn of those of others.
const HIDDEN: &[&str] = &["revoke_session", "revoke_token", "token_actions"];
/// Operations whose permission is held for something or not at all: what they are about belongs to no team.
const OF_NO_TEAM: &[&str] = &["check_claims", "export_events"];

fn expects(operation: &Operation) -> &str {
    let more = ASKS_MORE.iter().find(|(id, _)| *id == operation.id);
    more.map(|(_, permission)| *permission)
        .or(operation.permission.as_deref())
        .expect("an operation with a caller has a permission")
}

fn is(list: &[&str], operation: &Operation) -> bool {
    list.contains(&operation.id.as_str())
}

/// What is wrong, over all operations.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn check(&mut self, operation: &Operation, who: &str, fine: bool, said: &str) {
        if !fine {
            self.0.push(format!("{} as {who}: {said}", operation.id));
        }
    }

    #[track_caller]
    fn none(self) {
        assert!(self.0.is_empty(), "\n{}\n", self.0.join("\n"));
    }
}

#[test]
fn the_list_of_what_every_member_may_ask_is_that_of_the_document() {
    let everybody = |operation: &Operation| {
        let permission = operation.permission.as_deref()?;
        let known = may::ALL.iter().find(|known| known.name == permission);
        let known = known.unwrap_or_else(|| panic!("{}: unknown {permission}", operation.id));
        known.roles.is_empty().then(|| operation.id.clone())
    };
    let documented: BTreeSet<String> = all().iter().filter_map(everybody).collect();
    let listed: BTreeSet<String> = EVERY_MEMBER.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(documented, listed);
    let public = all().into_iter().filter(|one| one.permission.is_none());
    let public: Vec<String> = public.map(|one| one.id).collect();
    assert_eq!(public, PUBLIC);
}

#[actix_web::test]
async fn who_may_not_is_refused_whatever_is_asked() {
    let world = World::start().await;
    let anonymous = world.tenure.admin.anonymous();
    let weak = world.member(&[], None).await;
    let foreign = world.member(&Role::ALL, Some(world.other)).await;
    world.refresh().await;
    let mut wrong = Wrong::default();
    for operation in all() {
        let answered = world.ask(&anonymous, &operation).await;
        let nobody = answered.status == 401;
        wrong.check(&operation, "nobody", nobody, &answered.text);
        if is(PUBLIC, &operation) {
            continue;
        }
        for (who, client, passes) in [
            ("a member without a role", &weak, EVERY_MEMBER),
            ("a member of another team", &foreign, OF_NO_TEAM),
        ] {
            let answered = world.ask(client, &operation).await;
            let named = answered.json["permission"] == expects(&operation);
            let more = ASKS_MORE.iter().any(|(id, _)| *id == operation.id);
            let fine = if is(HIDDEN, &operation) {
                answered.status == 404
            } else if (is(passes, &operation) || is(EVERY_MEMBER, &operation)) && !more {
                answered.status.is_success() || answered.status == 409
            } else {
                answered.status == 403 && named
            };
            wrong.check(&operation, who, fine, &answered.text);
        }
    }
    wrong.none();
    world.tenure.done().await;
}

#[actix_web::test]
async fn a_token_of_an_application_may_resolve_and_nothing_else() {
    let world = World::start().await;
    let token = world.application_token().await;
    world.refresh().await;
    let mut wrong = Wrong::default();
    for operation in all() {
        if is(PUBLIC, &operation) {
            continue;
        }
        let answered = world.ask(&token, &operation).await;
        let fine = match operation.id.as_str() {
            "resolve_route" => answered.status == 200,
            _ => answered.status == 403 && answered.json["code"] == "forbidden",
        };
        wrong.check(&operation, "an application", fine, &answered.text);
    }
    wrong.none();
    world.tenure.done().await;
}

#[actix_web::test]
async fn what_does_not_exist_is_not_found_and_what_is_hidden_looks_the_same() {
    let world = World::start().await;
    let weak = world.member(&[], None).await;
    world.refresh().await;
    let mut wrong = Wrong::default();
    for operation in all() {
        if operation.parameters.is_empty() {
            continue;
        }
        let path = world.path_to_nothing(&operation);
        let answered = world.ask_at(&world.tenure.admin, &operation, &path).await;
        let fine = answered.status == 404;
        wrong.check(&operation, "an administrator", fine, &answered.text);
        if is(HIDDEN, &operation) {
            let nothing = world.ask_at(&weak, &operation, &path).await;
            let hidden = world.ask(&weak, &operation).await;
            let bare = |mut problem: Value| {
                problem["instance"] = Value::Null;
                problem
            };
            let same = bare(nothing.json) == bare(hidden.json);
            wrong.check(&operation, "a member without a role", same, &hidden.text);
        }
    }
    wrong.none();
    world.tenure.done().await;
}

#[actix_web::test]
async fn every_request_of_the_table_is_one_that_the_service_takes() {
    let world = World::start().await;
    world.refresh().await;
    let mut wrong = Wrong::default();
    for operation in all() {
        if is(PUBLIC, &operation) {
            continue;
        }
        let answered = world.ask(&world.tenure.admin, &operation).await;
        let fine = answered.status.is_success() || answered.status == 409;
        wrong.check(&operation, "an administrator", fine, &answered.text);
    }
    wrong.none();
    world.tenure.done().await;
}

#[actix_web::test]
async fn a_list_in_the_place_of_an_object_is_refused_at_that_place_in_every_request() {
    let world = World::start().await;
    let mut wrong = Wrong::default();
    let mut asked = 0;
    for operation in all() {
        for (place, body) in world.bodies_with_a_list(&operation) {
            let answered = world.ask_with(&world.tenure.admin, &operation, &body).await;
            let error = &answered.json["errors"][0];
            let fine = matches!(answered.status.as_u16(), 400 | 422) && error["pointer"] == place;
            wrong.check(&operation, &place, fine, &answered.text);
            asked += 1;
        }
    }
    wrong.none();
    assert!(asked > 60, "only {asked} requests hold an object");
    world.tenure.done().await;
}
