//! What has to happen so that things are as their documents say.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::difference::differences;
use crate::domain::manifests::{Action, Document, DocumentKind, FieldChange, Label};
use crate::domain::names::NamedKind;
use crate::domain::names::rules::hidden;
use crate::ground::kernel::{Reason, Remedy, Revision, TeamId};

/// Something that is there, as the document that an export writes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Existing {
    /// Its id.
    pub id: Uuid,
    /// How often it changed.
    pub revision: Revision,
    /// The team that owns it; `None`: the installation.
    pub team: Option<TeamId>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// What it is.
    pub document: Document,
}

/// All that a plan may look at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// What the documents name or named, and what is in their scopes.
    pub things: Vec<Existing>,
    /// What is called otherwise now, by the name that it had.
    pub renamed: BTreeMap<Label, String>,
}

/// Where pruning looks: one kind in one team; `None`: in the installation.
pub type Scope = (DocumentKind, Option<String>);

/// One thing to do, or to leave.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is about.
    pub label: Label,
    /// The number of its document.
    pub document: Option<usize>,
    /// What is there.
    pub existing: Option<Existing>,
    /// What the document says; `None` when none does.
    pub wanted: Option<Document>,
    /// What happens.
    pub action: Action,
    /// Every difference.
    pub changes: Vec<FieldChange>,
    /// Every reason against it that the documents and names already give.
    pub refusals: Vec<Reason>,
}

impl Step {
    /// Whether a field of the document, or something in it, differs.
    #[must_use]
    pub fn changes(&self, field: &str) -> bool {
        self.changes
            .iter()
            .any(|change| change.field.split('/').nth(1) == Some(field))
    }
}

/// The scopes of documents. Teams cannot be hidden, so they have none.
#[must_use]
pub fn scopes(documents: &[Document]) -> BTreeSet<Scope> {
    documents
        .iter()
        .map(scope)
        .filter(|(kind, _)| *kind != DocumentKind::Team)
        .collect()
}

fn scope(document: &Document) -> Scope {
    (document.label().kind, document.team().map(str::to_owned))
}

/// Decides what happens, in the order in which it is done: what others name comes first, and what nobody names goes
/// last, from the end. The order of the documents means nothing.
#[must_use]
pub fn plan(documents: &[Document], known: &Known, prune: bool) -> Vec<Step> {
    let found = Found::of(documents, known);
    let mut steps: Vec<Step> = documents
        .iter()
        .enumerate()
        .map(|(index, document)| found.step(index, document))
        .collect();
    steps.sort_by(|a, b| a.label.cmp(&b.label));
    if prune {
        let kept: BTreeSet<Uuid> = steps
            .iter()
            .filter_map(|step| step.existing.as_ref().map(|one| one.id))
            .collect();
        let scopes = scopes(documents);
        let mut gone: Vec<Step> = known
            .things
            .iter()
            .filter(|one| !one.hidden && !kept.contains(&one.id))
            .filter(|one| scopes.contains(&scope(&one.document)))
            .map(pruned)
            .collect();
        gone.sort_by(|a, b| b.label.kind.cmp(&a.label.kind).then(a.label.cmp(&b.label)));
        steps.extend(gone);
    }
    steps
}

fn pruned(existing: &Existing) -> Step {
    Step {
        label: existing.document.label(),
        document: None,
        existing: Some(existing.clone()),
        wanted: None,
        action: Action::Prune,
        changes: Vec::new(),
        refusals: Vec::new(),
    }
}

struct Found<'a> {
    known: &'a Known,
    visible: BTreeMap<Label, &'a Existing>,
    hidden: BTreeSet<Label>,
    wanted: BTreeSet<Label>,
}

impl<'a> Found<'a> {
    fn of(documents: &[Document], known: &'a Known) -> Self {
        let (hidden, visible): (Vec<_>, Vec<_>) = known.things.iter().partition(|one| one.hidden);
        Self {
            known,
            visible: visible
                .into_iter()
                .map(|one| (one.document.label(), one))
                .collect(),
            hidden: hidden.into_iter().map(|one| one.document.label()).collect(),
            wanted: documents.iter().map(Document::label).collect(),
        }
    }

    fn step(&self, index: usize, document: &Document) -> Step {
        let label = document.label();
        let there = self.visible.get(&label).copied();
        let (existing, action) = match there {
            Some(one) => (Some(one), Action::Change),
            None => match self.under_former_name(document) {
                Some(one) => (Some(one), Action::Rename),
                None => (None, Action::Create),
            },
        };
        let changes = existing.map_or_else(Vec::new, |one| {
            differences(label.kind, &one.document, document)
        });
        let action = if action == Action::Change && changes.is_empty() {
            Action::Nothing
        } else {
            action
        };
        let refusals = match existing {
            Some(_) => fixed(&label, &changes),
            None => self.against_making(&label),
        };
        Step {
            label,
            document: Some(index),
            existing: existing.cloned(),
            wanted: Some(document.clone()),
            action,
            changes,
            refusals,
        }
    }

    /// What has the name that the document's thing had, unless another document is about that.
    fn under_former_name(&self, document: &Document) -> Option<&'a Existing> {
        let former = document.former_label()?;
        if self.wanted.contains(&former) {
            return None;
        }
        self.visible.get(&former).copied()
    }

    /// An old file brings nothing back: neither what was hidden nor a name that was changed.
    fn against_making(&self, label: &Label) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if self.hidden.contains(label) {
            reasons.push(match label.kind.named() {
                Some(NamedKind::Route) => hidden(NamedKind::Route, &label.to_string()),
                Some(kind) => hidden(kind, &label.name),
                None => hidden_for_good(label),
            });
        }
        if let Some(now) = self.known.renamed.get(label) {
            let word = label.kind.as_str();
            let message = format!("The {word} {label} is called {now} now.");
            reasons.push(
                Reason::new("renamed", message)
                    .with("kind", word)
                    .with("name", label.to_string())
                    .with("now", now.as_str())
                    .remedy(Remedy::text("Call it so in the file.")),
            );
        }
        reasons
    }
}

fn hidden_for_good(label: &Label) -> Reason {
    let word = label.kind.as_str();
    Reason::new("hidden", format!("The {word} {label} is hidden."))
        .with("kind", word)
        .with("name", label.name.as_str())
        .remedy(Remedy::text(
            "Take it out of the file, or make another under another name.",
        ))
}

/// Why what stands on or off stays so: somebody turned it with a reason, and an old file does not undo that.
fn turned(label: &Label, change: &FieldChange) -> Reason {
    let word = label.kind.as_str();
    let plural = match label.kind.named() {
        Some(kind) => kind.plural(),
        None => "claim-rules",
    };
    let verb = if change.to == "off" { "off" } else { "on" };
    let now = change.from.as_str().unwrap_or_default();
    let message = format!("The {word} {label} is {now}; files turn nothing on or off.");
    Reason::new("turned_since", message)
        .with("kind", word)
        .with("name", label.name.as_str())
        .with("state", change.from.clone())
        .remedy(Remedy::text(
            "Take the state out of the file, or say in it what is there.",
        ))
        .remedy(Remedy::text(format!("Turn it {verb}.")).command_naming(
            &[&label.name],
            format!("tenure {plural} turn-{verb} {} --reason …", label.name),
        ))
}

/// Why fields that never change do not.
fn fixed(label: &Label, changes: &[FieldChange]) -> Vec<Reason> {
    let never: &[&str] = match label.kind {
        DocumentKind::Team => &["/name"],
        DocumentKind::Route => &["/team", "/application"],
        DocumentKind::ClaimRule => &["/issuer", "/team", "/environment"],
        DocumentKind::Model
        | DocumentKind::Suite
        | DocumentKind::Application
        | DocumentKind::Policy => &[],
    };
    let word = label.kind.as_str();
    let state = changes.iter().filter(|change| change.field == "/state");
    let turned = state.map(|change| turned(label, change));
    changes
        .iter()
        .filter(|change| never.contains(&change.field.as_str()))
        .map(|change| {
            let name = change.field.trim_start_matches('/');
            let message = format!("The {name} of the {word} {label} never changes.");
            Reason::new("fixed_field", message)
                .with("kind", word)
                .with("name", label.to_string())
                .with("field", change.field.as_str())
                .with("from", change.from.clone())
                .with("to", change.to.clone())
                .remedy(Remedy::text(
                    "Say in the file what is there, or make another under another name.",
                ))
        })
        .chain(turned)
        .collect()
}
