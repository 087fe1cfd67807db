//! An event as a sentence: who did what to what. Pure.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::domain::findings;
use crate::ground::audit::Evidence;

/// A sentence, for people (`message`) and for translation (`code` and `params`).
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Sentence {
    /// Stable: the kind of event, or of headline.
    pub code: String,
    /// The dynamic parts.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// In English.
    pub message: String,
}

/// What happened, by kind of event. `{actor}`, `{label}` and members of the state are filled in.
const SENTENCES: &[(&str, &str)] = &[
    ("alias.moved", "{actor} moved alias {alias} of {label}."),
    ("alias.set", "{actor} set alias {alias} of {label}."),
    (
        "application.created",
        "{actor} described application {label}.",
    ),
    ("application.hidden", "{actor} hid application {label}."),
    (
        "application.relabelled",
        "{actor} changed application {label}.",
    ),
    (
        "application.renamed",
        "{actor} gave application {name} its name.",
    ),
    ("application.unhidden", "{actor} unhid application {label}."),
    ("approval.given", "{actor} {decision} {label}."),
    (
        "approval.voided",
        "An approval of {label} became void: {void_because}.",
    ),
    ("artefact.stored", "{actor} stored result file {file_name}."),
    (
        "attempt.refused",
        "{actor} was refused {command} on {label}: {codes}.",
    ),
    ("claim_rule.changed", "{actor} changed claim rule {label}."),
    ("claim_rule.hidden", "{actor} hid claim rule {label}."),
    (
        "claim_rule.made",
        "{actor} made claim rule {label}: role {role}.",
    ),
    (
        "claim_rule.turned_off",
        "{actor} turned claim rule {label} off.",
    ),
    (
        "claim_rule.turned_on",
        "{actor} turned claim rule {label} on.",
    ),
    ("comment.written", "{actor} commented on {label}."),
    (
        "environment.created",
        "{actor} created environment {label}.",
    ),
    (
        "evaluation.assigned",
        "{actor} said of which version an evaluation of {label} is.",
    ),
    (
        "evaluation.imported",
        "{actor} imported an evaluation of {label}.",
    ),
    (
        "evaluation.items_added",
        "{actor} added items to an evaluation of {label}.",
    ),
    (
        "evaluation.recorded",
        "{actor} recorded an evaluation of {label}.",
    ),
    (
        "finding.assigned",
        "{actor} gave the finding to somebody that {label} {said}.",
    ),
    (
        "finding.changed",
        "The finding that {label} {said} changed.",
    ),
    (
        "finding.closed",
        "{actor} closed the finding that {label} {said}.",
    ),
    ("finding.opened", "It was found that {label} {said}."),
    (
        "finding.put_back",
        "{actor} put the finding back that {label} {said}.",
    ),
    ("grant.added", "{actor} gave the role {role} to {label}."),
    (
        "grant.revoked",
        "{actor} took the role {role} from {label}.",
    ),
    (
        "match_rule.retired",
        "{actor} retired the match rule for {pattern}.",
    ),
    (
        "match_rule.saved",
        "{actor} saved a match rule for {pattern}.",
    ),
    ("model.hidden", "{actor} hid model {label}."),
    ("model.registered", "{actor} registered model {label}."),
    (
        "model.relabelled",
        "{actor} changed the labels of model {label}.",
    ),
    ("model.renamed", "{actor} gave model {name} its name."),
    ("model.unhidden", "{actor} unhid model {label}."),
    ("policy.created", "{actor} created policy {label}."),
    ("policy.hidden", "{actor} hid policy {label}."),
    (
        "policy.published",
        "{actor} published version {number} of policy {label}.",
    ),
    ("policy.renamed", "{actor} gave policy {name} its name."),
    ("policy.turned_off", "{actor} turned policy {label} off."),
    ("policy.turned_on", "{actor} turned policy {label} on."),
    ("policy.unhidden", "{actor} unhid policy {label}."),
    (
        "policy_version.published",
        "{actor} published version {number} of policy {label}.",
    ),
    ("principal.activated", "{label} accepted the invitation."),
    ("principal.admitted", "A claim rule let {label} in."),
    ("principal.created", "{actor} added {label}."),
    ("principal.invited", "{actor} invited {label}."),
    (
        "principal.reassigned",
        "Somebody else answers for {label} now.",
    ),
    ("principal.resumed", "{actor} let {label} in again."),
    ("principal.suspended", "{actor} suspended {label}."),
    (
        "promotion.applied",
        "{actor} applied {label}: {from_stage} to {target}.",
    ),
    ("promotion.approved", "{label} has all approvals."),
    ("promotion.awaiting_approval", "{label} waits for approval."),
    (
        "promotion.changed",
        "{label} is open: more than approvals is missing.",
    ),
    ("promotion.expired", "{label} expired."),
    (
        "promotion.opened",
        "{actor} opened {label}: {from_stage} to {target}.",
    ),
    ("promotion.refused", "{actor} refused {label}."),
    ("promotion.withdrawn", "{actor} withdrew {label}."),
    (
        "route.created",
        "{actor} created route {label}, served by {version}.",
    ),
    ("route.hidden", "{actor} hid route {label}."),
    ("route.killed", "{actor} killed {version} on {label}."),
    ("route.pinned", "{actor} changed a pin on {label}."),
    ("route.revived", "{actor} revived {version} on {label}."),
    (
        "route.revoked",
        "{version} was revoked; {label} has a new allocation.",
    ),
    (
        "route.rolled_back",
        "{actor} rolled {label} back to {version}.",
    ),
    ("route.switched", "{actor} switched {label} to {version}."),
    ("route.unhidden", "{actor} unhid route {label}."),
    ("sign_in.entered", "{label} signed in by {means}."),
    ("sign_in.left", "{label} signed out."),
    ("sign_in.refused", "A {means} of {label} was refused."),
    (
        "sign_in.replaced",
        "The oldest session of {label} ended: there were too many.",
    ),
    ("sign_in.revoked", "{actor} revoked a session of {label}."),
    (
        "sign_in.suspended",
        "A session of {label} ended with the suspension.",
    ),
    ("suite.created", "{actor} defined suite {label}."),
    ("suite.hidden", "{actor} hid suite {label}."),
    ("suite.relabelled", "{actor} changed suite {label}."),
    ("suite.renamed", "{actor} gave suite {name} its name."),
    ("suite.unhidden", "{actor} unhid suite {label}."),
    (
        "suite_version.seen",
        "{actor} added version {label} of a suite.",
    ),
    ("team.created", "{actor} created team {label}."),
    ("token.created", "{actor} made token {label}."),
    ("token.revoked", "{actor} revoked token {label}."),
    ("version.adopted", "{actor} recorded {label} as adopted."),
    ("version.archived", "{actor} archived {label}."),
    ("version.deprecated", "{actor} deprecated {label}."),
    ("version.promoted", "{actor} promoted {label} to {stage}."),
    ("version.registered", "{actor} registered {label}."),
    (
        "version.relabelled",
        "{actor} changed the labels of {label}.",
    ),
    ("version.revoked", "{actor} revoked {label}."),
    (
        "waiver.ended",
        "{actor} ended the waiver of {requirement} for {label}.",
    ),
    (
        "waiver.given",
        "{actor} waived {requirement} for {label} to go to {target}.",
    ),
];

/// The sentence of an event. A kind that nobody wrote a sentence for is told by its name.
#[must_use]
pub fn sentence(
    kind: &str,
    actor: Option<&str>,
    label: &str,
    about: &[Evidence],
    after: &Value,
) -> Sentence {
    let mut params = Map::new();
    let versions = versions(about);
    if let Some(version) = listed(&versions) {
        params.insert("version".into(), json!(version));
    }
    if template(kind).contains("{version}") {
        params.insert("versions".into(), json!(versions));
    }
    params.insert("actor".into(), json!(actor.unwrap_or("Somebody")));
    params.insert("label".into(), json!(label));
    if kind.starts_with("finding.") {
        let (said, _) = findings::said(after["kind"].as_str().unwrap_or_default());
        params.insert("said".into(), json!(said));
        params.insert("cause".into(), after["kind"].clone());
    }
    if kind == "approval.voided" {
        let reason = after["void_reason"].as_str().unwrap_or_default();
        params.insert("void_reason".into(), json!(reason));
        params.insert("void_because".into(), json!(because(reason)));
    }
    let message = filled(kind, &mut params, after);
    Sentence {
        code: kind.to_owned(),
        params,
        message,
    }
}

/// The words of a kind with its parts in them. Parts that are missing are taken from the state.
pub(super) fn filled(kind: &str, params: &mut Map<String, Value>, after: &Value) -> String {
    let template = template(kind);
    let mut message = String::new();
    let mut rest = template.as_ref();
    while let Some((before, tail)) = rest.split_once('{') {
        message.push_str(before);
        let Some((name, after_name)) = tail.split_once('}') else {
            break;
        };
        if !params.contains_key(name) {
            params.insert(
                name.to_owned(),
                after.get(name).cloned().unwrap_or(Value::Null),
            );
        }
        message.push_str(&plain(&params[name]));
        rest = after_name;
    }
    message.push_str(rest);
    message
}

fn template(kind: &str) -> Cow<'static, str> {
    let known = SENTENCES.iter().find(|(name, _)| *name == kind);
    match known {
        Some((_, template)) => Cow::Borrowed(template),
        None => format!("{{actor}}: {} {{label}}.", kind.replace(['.', '_'], " ")).into(),
    }
}

/// The versions that an event is about.
fn versions(about: &[Evidence]) -> Vec<&str> {
    let labels = about.iter().filter(|one| one.kind == "version");
    labels.filter_map(|one| one.label.as_deref()).collect()
}

/// Labels in words: `triage/3 and triage/4`.
fn listed(labels: &[&str]) -> Option<String> {
    let (last, others) = labels.split_last()?;
    Some(match others {
        [] => (*last).to_owned(),
        _ => format!("{} and {last}", others.join(", ")),
    })
}

/// Why an approval is void, as the end of a sentence. A reason without words is told by its name.
fn because(reason: &str) -> String {
    match reason {
        "expired" => "it was too old".into(),
        "proposal_changed" => "the proposal changed".into(),
        "role_lost" => "who gave it lost the role".into(),
        "withdrawn" => "who gave it took it back".into(),
        other => other.replace('_', " "),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "nothing".into(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_actor_object_and_what_changed() {
        let after = json!({"stage": "production"});
        let told = sentence(
            "version.promoted",
            Some("Lee Park"),
            "triage version 4",
            &[],
            &after,
        );
        assert_eq!(
            told.message,
            "Lee Park promoted triage version 4 to production."
        );
        assert_eq!(told.params["stage"], "production");
    }

    #[test]
    fn a_decision_and_its_end_are_told_in_words() {
        let told = |kind: &str, after: Value| {
            sentence(kind, Some("Mina Okafor"), "PR-0071", &[], &after).message
        };
        assert_eq!(
            told("approval.given", json!({"decision": "approved"})),
            "Mina Okafor approved PR-0071."
        );
        for (reason, words) in [
            ("expired", "it was too old"),
            ("proposal_changed", "the proposal changed"),
            ("role_lost", "who gave it lost the role"),
            ("withdrawn", "who gave it took it back"),
        ] {
            assert_eq!(
                told("approval.voided", json!({ "void_reason": reason })),
                format!("An approval of PR-0071 became void: {words}.")
            );
        }
    }

    #[test]
    fn a_sentence_names_the_versions_that_it_is_about() {
        let named = |label: &str| Evidence {
            kind: "version".into(),
            id: "1".into(),
            label: Some(label.into()),
        };
        let told = |about: &[Evidence]| {
            sentence(
                "route.switched",
                Some("Lee"),
                "staging/bot",
                about,
                &json!({}),
            )
        };
        let none = told(&[]);
        assert_eq!(none.message, "Lee switched staging/bot to nothing.");
        assert_eq!(none.params["versions"], json!([]));
        let three = told(&[named("a/1"), named("a/2"), named("b/1")]);
        assert_eq!(
            three.message,
            "Lee switched staging/bot to a/1, a/2 and b/1."
        );
        assert_eq!(three.params["versions"], json!(["a/1", "a/2", "b/1"]));
    }

    #[test]
    fn an_unknown_kind_and_an_erased_name_still_make_a_sentence() {
        let told = sentence("thing.was_done", None, "x", &[], &json!({}));
        assert_eq!(told.message, "Somebody: thing was done x.");
    }

    #[test]
    fn the_table_is_sorted_and_each_kind_stands_once() {
        assert!(SENTENCES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
