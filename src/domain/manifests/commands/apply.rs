//! Makes things as their documents say: lock, read, decide, and do all of it or nothing.

use std::collections::BTreeSet;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{change, make};
use crate::domain::manifests::rules::{
    self, Known, Scope, Step, counts, digest, placed, plan_changed,
};
use crate::domain::manifests::{
    Action, Document, DocumentKind, Label, LeftAlone, Manifest, PlannedDocument, store,
};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::identity::Caller;
use crate::ground::kernel::{App, Failure, FieldProblem, Reason, Sha256, TeamId, reason_problem};

/// Applies documents.
#[derive(Debug)]
pub struct Apply {
    /// The documents, each about another thing.
    pub documents: Vec<Document>,
    /// Whether to hide what they do not name in their scopes.
    pub prune: bool,
    /// What was seen to be done; `None`: whatever it is.
    pub plan: Option<Sha256>,
    /// Why: the same words for every event.
    pub reason: String,
    /// Whether what stands against it is an answer; else it is a failure.
    pub dry_run: bool,
}

/// What came of it, before it is committed.
#[must_use = "what is not committed has no effect"]
pub enum Outcome {
    /// It may be done.
    Ready(Box<Decided<Manifest>>),
    /// There is nothing to do, or a dry run may not do it.
    Told(Manifest),
}

/// Applies documents in one transaction: one event for each change, all of one command.
///
/// # Errors
/// A document is wrong, a rule refuses one, or another is done than what was seen: nothing is changed then. Of a dry
/// run only the last, and a reason that is too short.
pub async fn apply(app: &App, caller: &Caller, command: Apply) -> Result<Outcome, Failure> {
    if let Some(problem) = reason_problem(&command.reason) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    store::one_at_a_time(&mut uow).await?;
    let known = known(uow.conn(), &command.documents, command.prune).await?;
    let steps = rules::plan(&command.documents, &known, command.prune);
    let plan = digest(&steps)?;
    if command.plan.is_some_and(|seen| seen != plan) {
        return Err(Failure::refused(plan_changed()));
    }
    let left_alone = if command.prune {
        store::left_alone(uow.conn(), &command.documents).await?
    } else {
        Vec::new()
    };
    lock(&mut uow, caller, &steps).await?;
    let mut doing = Doing {
        app,
        caller,
        command: &command,
        changes: None,
        documents: Vec::with_capacity(steps.len()),
    };
    for step in steps {
        doing.step(&mut uow, step).await?;
    }
    doing.end(uow, plan, left_alone)
}

/// Reads what the plan looks at.
async fn known(
    conn: &mut PgConnection,
    documents: &[Document],
    prune: bool,
) -> Result<Known, Failure> {
    let labels: BTreeSet<Label> = documents
        .iter()
        .flat_map(|document| std::iter::once(document.label()).chain(document.former_label()))
        .collect();
    let scopes = if prune {
        rules::scopes(documents)
    } else {
        BTreeSet::<Scope>::new()
    };
    let pick = store::Pick {
        all: false,
        scopes: scopes.iter().collect(),
        labels: labels.iter().collect(),
    };
    let things = store::things(conn, &pick).await?;
    let visible: BTreeSet<Label> = things
        .iter()
        .filter(|one| !one.hidden)
        .map(|one| one.document.label())
        .collect();
    let missing: Vec<&Label> = labels.difference(&visible).collect();
    let renamed = store::renamed(conn, &missing).await?;
    Ok(Known { things, renamed })
}

/// Locks what the caller may change and reads the clock.
async fn lock(uow: &mut UnitOfWork, caller: &Caller, steps: &[Step]) -> Result<(), Failure> {
    let mut ids: Vec<(DocumentKind, Uuid)> = Vec::new();
    let mut suites_of: BTreeSet<TeamId> = BTreeSet::new();
    for step in steps {
        let Some(existing) = &step.existing else {
            continue;
        };
        let permission = step.label.kind.permission();
        let environment = existing.document.environment();
        if step.action != Action::Nothing && caller.may(permission, existing.team, environment) {
            ids.push((step.label.kind, existing.id));
            suites_of.extend(
                existing
                    .team
                    .filter(|_| step.label.kind == DocumentKind::Suite),
            );
        }
    }
    store::lock(uow, &ids, &suites_of).await?;
    let ids: Vec<Uuid> = ids.into_iter().map(|(_, id)| id).collect();
    uow.decide_at(&ids).await?;
    Ok(())
}

/// What is being done.
struct Doing<'a> {
    app: &'a App,
    caller: &'a Caller,
    command: &'a Apply,
    changes: Option<Changes>,
    documents: Vec<PlannedDocument>,
}

impl Doing<'_> {
    /// Does one step, or notes what stands against it.
    async fn step(&mut self, uow: &mut UnitOfWork, step: Step) -> Result<(), Failure> {
        let mut refusals = step.refusals.clone();
        let mut problems = Vec::new();
        if step.action != Action::Nothing && refusals.is_empty() {
            match self.perform(uow, &step).await {
                Ok(changes) => {
                    let changes = uow.part(changes);
                    self.changes = Some(match self.changes.take() {
                        Some(before) => before.join(changes),
                        None => changes,
                    });
                }
                Err(failure) => self.against(&step, failure, &mut refusals, &mut problems)?,
            }
        }
        self.documents.push(PlannedDocument {
            kind: step.label.kind,
            label: step.label.to_string(),
            document: step.document,
            id: step.existing.as_ref().map(|one| one.id),
            revision: step.existing.as_ref().map(|one| one.revision),
            action: step.action,
            changes: step.changes,
            refusals,
            problems,
        });
        Ok(())
    }

    async fn perform(&self, uow: &mut UnitOfWork, step: &Step) -> Result<Changes, Failure> {
        let (caller, reason) = (self.caller, self.command.reason.as_str());
        match (&step.existing, &step.wanted) {
            (None, Some(wanted)) => make::make(self.app, uow, caller, wanted, reason).await,
            (Some(existing), Some(wanted)) => {
                change::change(uow, caller, step, existing, wanted, reason).await
            }
            (Some(existing), None) => {
                change::prune(uow, caller, step.label.kind, existing, reason).await
            }
            (None, None) => Err(Failure::inconsistent("a step about nothing")),
        }
    }

    /// What a command says against a step. What it cannot say is the failure of all.
    fn against(
        &self,
        step: &Step,
        failure: Failure,
        refusals: &mut Vec<Reason>,
        problems: &mut Vec<FieldProblem>,
    ) -> Result<(), Failure> {
        match (failure, step.document) {
            (Failure::Refused(reasons), _) => refusals.extend(reasons),
            (Failure::Invalid(wrong), Some(document)) => {
                problems.extend(wrong.into_iter().map(|problem| placed(document, problem)));
            }
            (
                Failure::Forbidden {
                    permission,
                    message,
                },
                _,
            ) if self.command.dry_run => {
                refusals.push(Reason::new("not_permitted", message).with("permission", permission))
            }
            // Somebody was faster between the reading and the lock.
            (Failure::Stale { .. } | Failure::NotFound { .. }, _) => {
                return Err(Failure::refused(plan_changed()));
            }
            (failure, _) => return Err(failure),
        }
        Ok(())
    }

    fn end(
        self,
        uow: UnitOfWork,
        plan: Sha256,
        left_alone: Vec<LeftAlone>,
    ) -> Result<Outcome, Failure> {
        let allowed = self
            .documents
            .iter()
            .all(|one| one.refusals.is_empty() && one.problems.is_empty());
        if !allowed && !self.command.dry_run {
            return Err(refused(self.documents));
        }
        let manifest = Manifest {
            allowed,
            plan,
            counts: counts(&self.documents),
            documents: self.documents,
            left_alone,
        };
        Ok(match self.changes {
            Some(changes) if allowed => {
                let changes = changes.because(Some(&self.command.reason));
                Outcome::Ready(Box::new(uow.decided(changes, manifest)))
            }
            Some(_) | None => Outcome::Told(manifest),
        })
    }
}

/// Everything that is wrong with the documents; when nothing is, everything that rules say against them.
fn refused(documents: Vec<PlannedDocument>) -> Failure {
    let (mut refusals, mut problems) = (Vec::new(), Vec::new());
    for one in documents {
        problems.extend(one.problems);
        refusals.extend(one.refusals.into_iter().map(|reason| {
            let label = one.label.as_str();
            reason.with("document", label)
        }));
    }
    if problems.is_empty() {
        Failure::Refused(refusals)
    } else {
        Failure::Invalid(problems)
    }
}
