//! Changes and hides what is there.

use super::make::tags;
use crate::domain::access::commands::{change_claim_rule_in, hide_claim_rule_in};
use crate::domain::evaluations::commands::{self as suites, relabel_suite_in};
use crate::domain::manifests::rules::{Existing, Step};
use crate::domain::manifests::{
    Action, ApplicationDocument, ClaimRuleDocument, Document, DocumentKind, ModelDocument,
    SuiteDocument,
};
use crate::domain::models::commands::{self as models, relabel_model_in};
use crate::domain::promotions::commands::publish_policy_in;
use crate::domain::registry::commands::{hide_in, rename_in};
use crate::domain::routes::commands::{RedescribeApplication, redescribe_application_in};
use crate::ground::audit::{Changes, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::Caller;
use crate::ground::kernel::{
    ApplicationId, ClaimRuleId, Failure, ModelId, PolicyId, Revision, SuiteId,
};

/// Gives something the name that its document says, and whatever else that says.
pub(super) async fn change(
    uow: &mut UnitOfWork,
    caller: &Caller,
    step: &Step,
    existing: &Existing,
    wanted: &Document,
    reason: &str,
) -> Result<Changes, Failure> {
    let mut seen = existing.revision;
    let mut done = None;
    if let (Action::Rename, Some(kind)) = (step.action, step.label.kind.named()) {
        let (id, name) = (existing.id, step.label.name.as_str());
        done = Some(rename_in(uow, caller, kind, id, IfMatch(seen), name, reason).await?);
        seen = seen.next();
    }
    let more = fields(uow, caller, step, existing, wanted, seen).await?;
    match (done, more) {
        (Some(done), Some(more)) => Ok(done.join(more)),
        (Some(only), None) | (None, Some(only)) => Ok(only),
        (None, None) => Err(Failure::inconsistent("a change that changes nothing")),
    }
}

/// Changes what differs besides the name.
async fn fields(
    uow: &mut UnitOfWork,
    caller: &Caller,
    step: &Step,
    existing: &Existing,
    wanted: &Document,
    seen: Revision,
) -> Result<Option<Changes>, Failure> {
    if step.changes.iter().all(|change| change.field == "/name") {
        return Ok(None);
    }
    let (id, seen) = (existing.id, IfMatch(seen));
    let changes = match wanted.clone() {
        Document::Model(model) => {
            let labels = model_labels(step, model);
            relabel_model_in(uow, caller, ModelId(id), seen, labels)
                .await?
                .0
        }
        Document::Suite(suite) => {
            let labels = suite_labels(step, suite);
            relabel_suite_in(uow, caller, SuiteId(id), seen, labels)
                .await?
                .0
        }
        Document::Application(application) => {
            let fields = application_fields(step, application);
            redescribe_application_in(uow, caller, ApplicationId(id), seen, fields)
                .await?
                .0
        }
        Document::Policy(policy) => {
            publish_policy_in(uow, caller, PolicyId(id), seen, policy.content)
                .await?
                .0
        }
        Document::ClaimRule(rule) => {
            let ClaimRuleDocument {
                conditions, role, ..
            } = rule;
            let conditions = step.changes("conditions").then_some(conditions);
            let role = step.changes("role").then_some(role);
            change_claim_rule_in(uow, caller, ClaimRuleId(id), seen, conditions, role)
                .await?
                .0
        }
        // All that their documents say beside their names never changes.
        Document::Team(_) | Document::Route(_) => return Ok(None),
    };
    Ok(Some(changes))
}

fn model_labels(step: &Step, model: ModelDocument) -> models::Relabel {
    models::Relabel {
        description: model.description.filter(|_| step.changes("description")),
        tags: model.tags.filter(|_| step.changes("tags")).map(tags),
    }
}

fn suite_labels(step: &Step, suite: SuiteDocument) -> suites::Relabel {
    suites::Relabel {
        trust_class: step.changes("trust_class").then_some(suite.trust_class),
        language: suite.language.filter(|_| step.changes("language")),
        tasks: suite.tasks.filter(|_| step.changes("tasks")),
        description: suite.description.filter(|_| step.changes("description")),
        primary_metric: suite
            .primary_metric
            .filter(|_| step.changes("primary_metric")),
        metrics: suite.metrics.filter(|_| step.changes("metrics")),
    }
}

fn application_fields(step: &Step, application: ApplicationDocument) -> RedescribeApplication {
    let class = application.regulatory_class;
    RedescribeApplication {
        purpose: step.changes("purpose").then_some(application.purpose),
        criticality: step
            .changes("criticality")
            .then_some(application.criticality),
        data_class: step.changes("data_class").then_some(application.data_class),
        risk_tier: step.changes("risk_tier").then_some(application.risk_tier),
        regulatory_class: class.filter(|_| step.changes("regulatory_class")),
        review_due: application
            .review_due
            .filter(|_| step.changes("review_due")),
    }
}

/// Hides what no document names.
pub(super) async fn prune(
    uow: &mut UnitOfWork,
    caller: &Caller,
    kind: DocumentKind,
    existing: &Existing,
    reason: &str,
) -> Result<Changes, Failure> {
    let (id, seen) = (existing.id, IfMatch(existing.revision));
    match kind.named() {
        Some(kind) => hide_in(uow, caller, kind, id, seen, reason).await,
        None => Ok(
            hide_claim_rule_in(uow, caller, ClaimRuleId(id), seen, reason)
                .await?
                .0,
        ),
    }
}
