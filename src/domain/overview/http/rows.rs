//! The rows of Today, from what is stored about what waits.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::today::{TodayAction, TodayItem, TodayObject, TodayOwner};
use crate::domain::overview::rules::{Due, Need};
use crate::domain::overview::store::{
    EndingToken, MembersWithoutRole, TodayFile, TodayFinding, TodayPromotion,
};
use crate::domain::promotions::Verdict;
use crate::domain::{findings, promotions};
use crate::ground::identity::{Caller, Permit, may};

/// Labels that a folded row names before it only counts.
const NAMED_MAX: usize = 3;

fn many(count: usize, one: &str, more: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {more}")
    }
}

/// The dynamic parts of a row's sentences; what there is not is left out.
fn params<const N: usize>(parts: [(&str, Value); N]) -> Map<String, Value> {
    parts
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

struct Words {
    kind: &'static str,
    glyph: &'static str,
    message: String,
    detail: String,
    why: &'static str,
    action: &'static str,
}

fn words(need: Need, row: &TodayPromotion, label: &str, missing: Option<&Verdict>) -> Words {
    let plain = format!("{} to {}.", row.version, row.target.as_str());
    match need {
        Need::Review => Words {
            kind: "review",
            glyph: "clock",
            message: format!("{label} waits for your approval."),
            detail: match row.given.len() {
                0 => format!("{plain} Nobody has approved it yet."),
                given => format!(
                    "{plain} {} given.",
                    many(given, "approval is", "approvals are")
                ),
            },
            why: "You may approve it: you hold the role and had no part in it.",
            action: "Review",
        },
        Need::ReviewAgain => Words {
            kind: "review_again",
            glyph: "warn",
            message: format!("{label} changed after you approved it; your approval is void."),
            detail: plain,
            why: "You approved it before it changed.",
            action: "Look again",
        },
        Need::Complete => Words {
            kind: "complete",
            glyph: "fail",
            message: match missing.and_then(unmet) {
                Some(count) => format!(
                    "{label} is blocked: {} missing.",
                    many(count, "item is", "items are")
                ),
                None => format!("{label} is blocked."),
            },
            detail: missing.map_or(plain, |verdict| {
                format!("{}: {}", row.version, verdict.headline.message)
            }),
            why: "You opened it or registered the version.",
            action: "Show what is missing",
        },
        Need::Apply => Words {
            kind: "apply",
            glyph: "info",
            message: format!("{label} has everything it needs."),
            detail: plain,
            why: "You opened it or registered the version.",
            action: "Apply",
        },
    }
}

/// How many requirements a verdict misses; none: something else stands in the way.
fn unmet(verdict: &Verdict) -> Option<usize> {
    let count = verdict.counts.fail + verdict.counts.unknown;
    (count > 0).then_some(count)
}

/// What a promotion that is not over needs of the caller.
pub fn promotion_item(
    caller: &Caller,
    row: &TodayPromotion,
    missing: Option<&Verdict>,
) -> Option<TodayItem> {
    let label = promotions::label(row.number);
    let words = words(row.need(caller)?, row, &label, missing);
    let owner = &row.opened_by.0;
    Some(TodayItem {
        id: format!("{}-{}", words.kind, row.id),
        kind: words.kind.into(),
        glyph: words.glyph.into(),
        message: words.message,
        detail: words.detail,
        why: words.why.into(),
        params: params([
            ("label", json!(label)),
            ("version", json!(row.version)),
            ("target", json!(row.target)),
            ("given", json!(row.given.len())),
            ("missing", json!(missing.and_then(unmet))),
            ("verdict", json!(missing.map(|verdict| &verdict.headline))),
        ]),
        object: TodayObject {
            kind: "promotion".into(),
            id: row.id.0,
            label,
        },
        due: Some(Due::Instant(row.expires_at)),
        too_late_from: Some(row.expires_at),
        owner: Some(TodayOwner {
            id: owner.id.0,
            name: owner.name.clone(),
        }),
        action: TodayAction {
            label: words.action.into(),
            href: format!("/promotions/{}", row.id),
        },
    })
}

/// The first names of a folded row, and how many there are besides.
fn named(rows: &[TodayFinding]) -> (Vec<String>, usize) {
    let names = rows.iter().take(NAMED_MAX).map(|row| row.label.clone());
    (names.collect(), rows.len().saturating_sub(NAMED_MAX))
}

/// Open findings of the caller's teams; those of one cause and team fold into one row, due with the first.
pub fn findings_items(caller: &Caller, rows: Vec<TodayFinding>) -> Vec<TodayItem> {
    let mut folded: BTreeMap<_, Vec<TodayFinding>> = BTreeMap::new();
    for row in rows {
        if caller.may(may::ManageFindings::PERMISSION, Some(row.team.id), None) {
            let cause = (row.kind.clone(), row.team.id);
            folded.entry(cause).or_default().push(row);
        }
    }
    folded.into_values().filter_map(finding_item).collect()
}

fn finding_item(rows: Vec<TodayFinding>) -> Option<TodayItem> {
    let several = rows.len() > 1;
    let (names, rest) = named(&rows);
    let listed = match rest {
        0 => names.join(", "),
        rest => format!("{} and {rest} more", names.join(", ")),
    };
    let count = rows.len();
    let first = rows.into_iter().next()?;
    let what = if several {
        format!("{count} versions of {}", first.team.name)
    } else {
        first.label.clone()
    };
    let (one, many) = findings::said(&first.kind);
    let remedy = if first.kind == "runs_without_evidence" {
        "Recorded as what already ran. Import evaluations before the day it is due."
    } else {
        "What held when it came holds no more. Meet it, have it waived, or take the version off its routes."
    };
    Some(TodayItem {
        id: format!("finding-{}", first.id),
        kind: "finding".into(),
        glyph: "unknown".into(),
        message: format!("{what} {}.", if several { many } else { one }),
        detail: if several {
            format!("{listed}. {remedy}")
        } else {
            remedy.into()
        },
        why: format!("You look after findings of {}.", first.team.name),
        params: params([
            ("cause", json!(first.kind)),
            ("label", json!(first.label)),
            ("team", json!(first.team.name)),
            ("count", json!(several.then_some(count))),
            ("names", json!(several.then_some(names))),
            ("more", json!((rest > 0).then_some(rest))),
        ]),
        object: TodayObject {
            kind: "version".into(),
            id: first.entity_id,
            label: if several { what } else { first.label },
        },
        due: first.due.map(Due::Day),
        too_late_from: first.due.map(|day| Due::Day(day).too_late_from()),
        owner: Some(TodayOwner {
            id: first.team.id.0,
            name: Some(first.team.0.name),
        }),
        action: TodayAction {
            label: if several {
                "Open the first".into()
            } else {
                "Open the finding".into()
            },
            href: format!("/findings/{}", first.id),
        },
    })
}

/// A model of a result file that nobody knows, for who may say which version it is.
pub fn import_item(caller: &Caller, row: TodayFile) -> Option<TodayItem> {
    let team = row.team.0;
    if !caller.may(may::ReportEvaluations::PERMISSION, Some(team.id), None) {
        return None;
    }
    let count = usize::try_from(row.evaluations).unwrap_or(0);
    let results = many(count, "result", "results");
    let named = row.model_ref.as_deref();
    Some(TodayItem {
        id: format!("import-{}-{}", row.artefact_id, named.unwrap_or_default()),
        kind: "import".into(),
        glyph: "info".into(),
        message: format!("{} with {results} waits for a version.", row.file_name),
        detail: match named {
            Some(model) => {
                format!("The file names {model}. Until a version is chosen it decides nothing.")
            }
            None => "The file names no model. Until a version is chosen it decides nothing.".into(),
        },
        why: format!("You report evaluations for {}.", team.name),
        params: params([
            ("file", json!(row.file_name)),
            ("results", json!(count)),
            ("model", json!(named)),
            ("team", json!(team.name)),
        ]),
        object: TodayObject {
            kind: "artefact".into(),
            id: row.artefact_id,
            label: row.file_name,
        },
        due: None,
        too_late_from: None,
        owner: Some(TodayOwner {
            id: team.id.0,
            name: Some(team.name),
        }),
        action: TodayAction {
            label: "Choose version".into(),
            href: "/evidence?tab=imports".into(),
        },
    })
}

/// A token that ends soon.
pub fn token_item(row: EndingToken) -> TodayItem {
    TodayItem {
        id: format!("token-{}", row.id),
        kind: "token".into(),
        glyph: "clock".into(),
        message: format!("Token {} ends soon.", row.name),
        detail: "What uses it is refused from then on. A new token takes its place.".into(),
        why: if row.own {
            "It is your token.".into()
        } else {
            "You manage tokens.".into()
        },
        params: params([("name", json!(row.name)), ("own", json!(row.own))]),
        object: TodayObject {
            kind: "token".into(),
            id: row.id.0,
            label: row.name,
        },
        due: Some(Due::Instant(row.expires_at)),
        too_late_from: Some(row.expires_at),
        owner: None,
        action: TodayAction {
            label: "Open tokens".into(),
            href: "/settings?tab=tokens".into(),
        },
    }
}

/// People who are in but hold no role: one row for all of them.
pub fn members_item(found: MembersWithoutRole) -> Option<TodayItem> {
    let first = found.first?;
    let count = usize::try_from(found.count).unwrap_or(0);
    Some(TodayItem {
        id: format!("members-{first}"),
        kind: "members".into(),
        glyph: "info".into(),
        message: format!("{} no role.", many(count, "member has", "members have")),
        detail: "They can read and decide nothing.".into(),
        why: "You manage members.".into(),
        params: params([("count", json!(count))]),
        object: TodayObject {
            kind: "member".into(),
            id: first.0,
            label: many(count, "member", "members"),
        },
        due: None,
        too_late_from: None,
        owner: None,
        action: TodayAction {
            label: "Give roles".into(),
            href: "/settings".into(),
        },
    })
}
