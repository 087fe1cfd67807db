use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::domain::manifests::{Document, DocumentKind, Label};
use crate::ground::kernel::{Revision, TeamId};

fn documents(values: &[Value]) -> Vec<Document> {
    read(values.to_vec()).unwrap()
}

fn pointers(values: &[Value]) -> Vec<String> {
    let problems = read(values.to_vec()).unwrap_err();
    problems
        .into_iter()
        .map(|problem| problem.pointer)
        .collect()
}

fn model(name: &str) -> Value {
    json!({"kind": "model", "team": "support", "name": name, "description": "Sorts.", "tags": {"owner": "ana"}})
}

fn rule(name: &str) -> Value {
    json!({
        "kind": "claim_rule", "name": name, "issuer": "https://id.example.org", "role": "viewer",
        "conditions": [{"claim": "repository", "pattern": "acme/app"}],
    })
}

fn policy(quorum: u8) -> Value {
    json!({
        "kind": "policy", "team": "support", "name": "gate",
        "content": {"applies": {"target": "staging"}, "requirements": [], "approvals": {"quorum": quorum}},
    })
}

fn there(values: &[Value]) -> Known {
    let things = documents(values)
        .into_iter()
        .enumerate()
        .map(|(index, document)| Existing {
            id: Uuid::from_u128(index as u128 + 1),
            revision: Revision(3),
            team: document.team().map(|_| TeamId(Uuid::nil())),
            hidden: false,
            document,
        })
        .collect();
    Known {
        things,
        renamed: BTreeMap::new(),
    }
}

fn told(steps: &[Step]) -> Vec<(Action, String)> {
    steps
        .iter()
        .map(|step| (step.action, step.label.to_string()))
        .collect()
}

fn codes(step: &Step) -> Vec<&str> {
    step.refusals.iter().map(|one| one.code.as_str()).collect()
}

#[test]
fn what_is_there_and_said_is_left_whatever_is_left_out() {
    let known = there(&[model("triage"), policy(1), rule("ci")]);
    let brief = json!({"kind": "model", "team": "support", "name": "triage"});
    let steps = plan(&documents(&[brief, policy(1), rule("ci")]), &known, true);
    assert!(
        steps.iter().all(|step| step.action == Action::Nothing),
        "{steps:#?}"
    );
}

#[test]
fn a_difference_names_its_field_and_both_values() {
    let known = there(&[model("triage"), policy(1)]);
    let mut changed = model("triage");
    changed["description"] = json!("");
    changed["tags"]["owner"] = json!("kim");
    let steps = plan(&documents(&[changed, policy(2)]), &known, false);
    let fields: Vec<_> = steps
        .iter()
        .flat_map(|step| &step.changes)
        .map(|change| {
            (
                change.field.as_str(),
                change.from.clone(),
                change.to.clone(),
            )
        })
        .collect();
    assert_eq!(
        fields,
        [
            ("/description", json!("Sorts."), json!("")),
            ("/tags/owner", json!("ana"), json!("kim")),
            ("/content/approvals/quorum", json!(1), json!(2)),
        ]
    );
    assert!(steps[0].changes("tags") && !steps[0].changes("name"));
}

#[test]
fn an_old_file_brings_back_neither_what_was_hidden_nor_a_name_nor_what_was_turned() {
    let mut known = there(&[model("triage"), rule("ci"), policy(1)]);
    known.things[0].hidden = true;
    known.things[1].hidden = true;
    if let Document::Policy(policy) = &mut known.things[2].document {
        policy.state = Some(crate::domain::promotions::PolicyState::Off);
    }
    let renamed = Label {
        kind: DocumentKind::Model,
        within: "support".into(),
        name: "sorter".into(),
    };
    known.renamed.insert(renamed, "sorting".into());
    let mut on = policy(1);
    on["state"] = json!("active");
    let wanted = documents(&[model("triage"), model("sorter"), rule("ci"), on]);
    let steps = plan(&wanted, &known, false);
    let said: Vec<_> = steps
        .iter()
        .map(|step| (step.label.name.as_str(), codes(step)))
        .collect();
    assert_eq!(
        said,
        [
            ("sorter", vec!["renamed"]),
            ("triage", vec!["hidden"]),
            ("gate", vec!["turned_since"]),
            ("ci", vec!["hidden"]),
        ]
    );
}

#[test]
fn fields_that_never_change_are_refused_by_name() {
    let known = there(&[rule("ci")]);
    let mut changed = rule("ci");
    changed["issuer"] = json!("https://other.example.org");
    changed["environment"] = json!("production");
    let steps = plan(&documents(&[changed]), &known, false);
    assert_eq!(codes(&steps[0]), ["fixed_field", "fixed_field"]);
    assert_eq!(steps[0].refusals[0].params["field"], "/environment");
}

#[test]
fn a_claim_rule_that_leaves_its_team_out_means_everywhere() {
    let mut bound = rule("ci");
    bound["team"] = json!("support");
    let steps = plan(&documents(&[rule("ci")]), &there(&[bound]), false);
    assert_eq!(steps[0].changes[0].field, "/team");
    assert_eq!(codes(&steps[0]), ["fixed_field"]);
}

#[test]
fn a_former_name_renames_once_and_takes_nothing_that_another_document_names() {
    let mut renamed = model("ticket-triage");
    renamed["formerly"] = json!("triage");
    let known = there(&[model("triage")]);
    let steps = plan(&documents(&[renamed.clone()]), &known, true);
    assert_eq!(
        told(&steps),
        [(Action::Rename, "support/ticket-triage".into())]
    );
    assert_eq!(steps[0].changes[0].field, "/name");
    let both = documents(&[renamed.clone(), model("triage")]);
    let steps = plan(&both, &known, false);
    assert_eq!(steps[0].action, Action::Create);
    let again = plan(
        &documents(&[renamed]),
        &there(&[model("ticket-triage")]),
        false,
    );
    assert_eq!(again[0].action, Action::Nothing);
}

#[test]
fn pruning_stays_in_the_kinds_and_teams_of_the_documents_and_goes_from_the_end() {
    let other = json!({"kind": "model", "team": "search", "name": "ranker"});
    let application = |name: &str| {
        json!({
            "kind": "application", "team": "support", "name": name, "purpose": "p", "criticality": "low",
            "data_class": "public", "risk_tier": "minimal",
        })
    };
    let route = |key: &str| json!({"kind": "route", "environment": "staging", "key": key, "team": "support", "application": "a"});
    let known = there(&[
        model("kept"),
        model("gone"),
        other,
        rule("ci"),
        application("a"),
        application("b"),
        route("x"),
        route("y"),
    ]);
    let wanted = documents(&[model("kept"), application("a"), route("x")]);
    let pruned: Vec<_> = told(&plan(&wanted, &known, true))
        .into_iter()
        .filter(|(action, _)| *action == Action::Prune)
        .map(|(_, label)| label)
        .collect();
    assert_eq!(pruned, ["staging/y", "support/b", "support/gone"]);
    let unpruned = plan(&wanted, &known, false);
    assert!(unpruned.iter().all(|step| step.action == Action::Nothing));
}

#[test]
fn a_document_that_cannot_be_read_is_named_with_its_place() {
    let mut unknown = model("a");
    unknown["colour"] = json!("red");
    let mut nested = policy(1);
    nested["content"]["approvals"]["quorum"] = json!("many");
    let wrong = [
        unknown,
        nested,
        json!(7),
        json!({"kind": "version"}),
        json!({"kind": "team", "slug": "a"}),
        model("twice"),
        model("twice"),
    ];
    let places = pointers(&wrong);
    assert_eq!(places[0], "/documents/0/colour");
    assert_eq!(places[1], "/documents/1/content/approvals/quorum");
    assert_eq!(places[2], "/documents/2");
    assert_eq!(places[3], "/documents/3/kind");
    assert_eq!(places[4], "/documents/4");
    assert_eq!(places[5], "/documents/6");
}

#[test]
fn the_number_of_documents_is_limited_exactly() {
    let many: Vec<Value> = (0..=DOCUMENTS_MAX).map(|n| model(&n.to_string())).collect();
    assert_eq!(pointers(&many), ["/documents"]);
    assert_eq!(read(many[1..].to_vec()).unwrap().len(), DOCUMENTS_MAX);
}

#[test]
fn two_ways_to_say_the_same_suite_are_no_difference() {
    let suite = |language: &str, tasks: Value| json!({"kind": "suite", "team": "a", "name": "s", "trust_class": "internal", "language": language, "tasks": tasks});
    let known = there(&[suite("fr-CA", json!(["a", "b"]))]);
    let wanted = documents(&[suite("FR-ca", json!(["b", "a", "b"]))]);
    assert_eq!(plan(&wanted, &known, true)[0].action, Action::Nothing);
}

#[test]
fn a_plan_is_named_by_what_it_does_and_what_it_saw() {
    let named =
        |wanted: &[Value], known: &Known| digest(&plan(&documents(wanted), known, true)).unwrap();
    let known = there(&[model("a"), model("b")]);
    let mut touched = known.clone();
    touched.things[0].revision = Revision(4);
    let unchanged = [model("a"), model("b")];
    assert_eq!(named(&unchanged, &known), named(&unchanged, &touched));
    let gone = [model("b")];
    assert_ne!(named(&gone, &known), named(&gone, &touched));
}

fn some_documents() -> impl Strategy<Value = Vec<Value>> {
    let one = (0..5u8, "[a-c]", "[a-e]{1,2}", "[a-z]{0,4}", 0..4u8).prop_map(
        |(kind, team, name, text, number)| match kind {
            0 => json!({"kind": "team", "slug": name, "name": format!("T{text}")}),
            1 => json!({"kind": "model", "team": team, "name": name, "description": text, "tags": {"k": text}}),
            2 => json!({"kind": "suite", "team": team, "name": name, "trust_class": "internal", "tasks": [text, "t"]}),
            3 => json!({
                "kind": "policy", "team": team, "name": name,
                "content": {"applies": {"target": "staging"}, "requirements": [], "approvals": {"quorum": number}},
            }),
            _ => json!({"kind": "route", "environment": team, "key": name, "team": "a", "application": text}),
        },
    );
    prop::collection::vec(one, 0..12).prop_map(|all| {
        let mut labels = std::collections::BTreeSet::new();
        all.into_iter()
            .filter(|one| labels.insert(documents(std::slice::from_ref(one))[0].label()))
            .collect()
    })
}

proptest! {
    #[test]
    fn what_is_exported_changes_nothing(values in some_documents()) {
        let known = there(&values);
        let exported: Vec<Value> = known
            .things
            .iter()
            .map(|one| serde_json::to_value(one.document.clone().exported()).unwrap())
            .collect();
        let steps = plan(&documents(&exported), &known, true);
        prop_assert!(steps.iter().all(|step| step.action == Action::Nothing && step.refusals.is_empty()));
    }

    #[test]
    fn the_order_of_documents_means_nothing(
        (before, wanted, turn) in (some_documents(), some_documents(), 0..12usize),
    ) {
        let known = there(&before);
        let mut turned = wanted.clone();
        turned.reverse();
        let middle = turn.min(turned.len());
        turned.rotate_left(middle);
        let bare = |values: &[Value]| {
            let mut steps = plan(&documents(values), &known, true);
            steps.iter_mut().for_each(|step| step.document = None);
            steps
        };
        prop_assert_eq!(bare(&wanted), bare(&turned));
    }
}
