//! The files of a pack, written from what was read. Pure.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::manifest::{LeftOut, with_manifest};
use super::page::{Files, promotion_page, route_page};
use super::{Dossier, Entry, RouteDossier, StoryEvent};
use crate::domain::promotions::label;
use crate::ground::kernel::Failure;

/// The page's name.
const PAGE: &str = "index.html";

/// The files of a pack.
#[derive(Debug)]
pub struct Pack {
    /// What it is called: `PR-0042-evidence`.
    pub name: String,
    /// In the order in which they are packed.
    pub entries: Vec<Entry>,
}

/// The pack of a promotion.
///
/// # Errors
/// What was read is not JSON: a programming error.
pub(super) fn promotion_pack(
    dossier: &Dossier,
    raw: Vec<Entry>,
    left_out: &[LeftOut],
) -> Result<Pack, Failure> {
    let about = label(dossier.promotion.number);
    let files = Files {
        raw: &raw,
        beside: true,
        left_out,
        cut: &dossier.cut,
    };
    let page = promotion_page(dossier, &files);
    let mut entries = json_of(dossier, "")?;
    entries.push(Entry::written("events.jsonl", events(&dossier.events)?));
    entries.push(written("serving.json", &dossier.serving)?);
    entries.push(Entry::written(PAGE, page.into_bytes()));
    entries.extend(raw);
    let entries = with_manifest(&about, &dossier.known, entries, left_out, &dossier.cut)
        .map_err(|error| Failure::inconsistent(format!("manifest: {error}")))?;
    Ok(Pack {
        name: format!("{about}-evidence"),
        entries,
    })
}

/// The pack of a route.
///
/// # Errors
/// As [`promotion_pack`].
pub(super) fn route_pack(
    dossier: &RouteDossier,
    raw: Vec<Entry>,
    left_out: &[LeftOut],
) -> Result<Pack, Failure> {
    let files = Files {
        raw: &raw,
        beside: true,
        left_out,
        cut: &dossier.cut,
    };
    let page = route_page(dossier, &files);
    let mut entries = vec![written("serving.json", &dossier.serving)?];
    for one in &dossier.promotions {
        let folder = format!("promotions/{}/", label(one.promotion.number));
        entries.extend(json_of(one, &folder)?);
        let name = format!("{folder}events.jsonl");
        entries.push(Entry::written(name, events(&one.events)?));
    }
    entries.push(Entry::written(PAGE, page.into_bytes()));
    entries.extend(raw);
    let about = format!("{} from {} to {}", dossier.label, dossier.from, dossier.to);
    let entries = with_manifest(&about, &dossier.known, entries, left_out, &dossier.cut)
        .map_err(|error| Failure::inconsistent(format!("manifest: {error}")))?;
    Ok(Pack {
        name: format!("{}-evidence", dossier.label.replace('/', "-")),
        entries,
    })
}

/// The JSON of one promotion. Facts and verdict are the very bytes that their digests name.
fn json_of(dossier: &Dossier, folder: &str) -> Result<Vec<Entry>, Failure> {
    let labels = dossier.labels.0.iter();
    let names: BTreeMap<String, &String> =
        labels.map(|(id, name)| (id.to_string(), name)).collect();
    let policies: Vec<Value> = dossier
        .policies
        .iter()
        .map(|policy| {
            json!({"id": policy.policy_id, "name": policy.name, "number": policy.number, "content": policy.content})
        })
        .collect();
    let promotion = json!({
        "as_of": dossier.known,
        "label": label(dossier.promotion.number),
        "promotion": dossier.promotion,
        "reason": dossier.reason,
        "version": dossier.version,
        "approvals": dossier.approvals,
        "comments": dossier.comments,
        "waivers": dossier.waivers,
        "judged_again": dossier.replayed,
        "names": names,
    });
    let bytes = |text: &String| text.clone().into_bytes();
    Ok(vec![
        Entry::written(format!("{folder}facts.json"), bytes(&dossier.facts_json)),
        Entry::written(
            format!("{folder}verdict.json"),
            bytes(&dossier.verdict_json),
        ),
        written(format!("{folder}promotion.json"), &promotion)?,
        written(format!("{folder}policies.json"), &policies)?,
        written(format!("{folder}evaluations.json"), &dossier.evaluations)?,
        written(format!("{folder}artefacts.json"), &dossier.artefacts)?,
    ])
}

/// One event on each line: its exact body, and what stands outside the log.
fn events(events: &[StoryEvent]) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    for told in events {
        let (body, leaf_hash) = &told.leaf;
        let line = json!({
            "position": told.event.position,
            "integrated_at": told.event.integrated_at,
            "leaf_hash": leaf_hash,
            "sentence": told.event.sentence.message,
            "actor": told.event.actor.name,
            "reason": told.event.reason,
            "words": told.words,
            "body": body,
        });
        serde_json::to_writer(&mut out, &line).map_err(not_json)?;
        out.push(b'\n');
    }
    Ok(out)
}

fn written(name: impl Into<String>, value: &impl Serialize) -> Result<Entry, Failure> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(not_json)?;
    bytes.push(b'\n');
    Ok(Entry::written(name, bytes))
}

fn not_json(error: serde_json::Error) -> Failure {
    Failure::inconsistent(format!("a file of a pack is not JSON: {error}"))
}
