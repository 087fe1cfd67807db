//! Reads documents: each by its kind, so that a problem has its place.

use std::collections::BTreeMap;

use serde_json::Value;

use super::DOCUMENTS_MAX;
use crate::domain::manifests::{Document, DocumentKind, Label};
use crate::ground::http::read_part;
use crate::ground::kernel::FieldProblem;

/// The documents of a request, in their normal form.
///
/// # Errors
/// Every document that cannot be read, and every name that two documents have.
pub fn read(values: Vec<Value>) -> Result<Vec<Document>, Vec<FieldProblem>> {
    if values.len() > DOCUMENTS_MAX {
        let expected = format!("at most {DOCUMENTS_MAX} documents");
        let said = format!("There are {} documents.", values.len());
        return Err(vec![
            FieldProblem::new("/documents", expected).because(said),
        ]);
    }
    let mut problems = Vec::new();
    let mut documents = Vec::with_capacity(values.len());
    let mut labels: BTreeMap<Label, usize> = BTreeMap::new();
    for (index, value) in values.into_iter().enumerate() {
        match document(value) {
            Err(problem) => problems.push(FieldProblem {
                pointer: format!("/documents/{index}{}", problem.pointer),
                ..problem
            }),
            Ok(document) => {
                if let Some(first) = labels.insert(document.label(), index) {
                    problems.push(twice(index, first, &document.label()));
                }
                documents.push(document.normal());
            }
        }
    }
    if problems.is_empty() {
        Ok(documents)
    } else {
        Err(problems)
    }
}

fn twice(index: usize, first: usize, label: &Label) -> FieldProblem {
    let message = format!(
        "The documents {first} and {index} are both about the {} {label}.",
        label.kind.as_str()
    );
    FieldProblem::new(format!("/documents/{index}"), "one document for each thing").because(message)
}

fn document(value: Value) -> Result<Document, FieldProblem> {
    if !value.is_object() {
        return Err(FieldProblem::new("", "an object"));
    }
    let kind = value.get("kind").cloned().unwrap_or(Value::Null);
    let Ok(kind) = serde_json::from_value::<DocumentKind>(kind) else {
        let words = DocumentKind::ALL.map(DocumentKind::as_str).join(", ");
        return Err(FieldProblem::new("/kind", format!("one of {words}")));
    };
    Ok(match kind {
        DocumentKind::Team => Document::Team(read_part(value)?),
        DocumentKind::Model => Document::Model(read_part(value)?),
        DocumentKind::Suite => Document::Suite(read_part(value)?),
        DocumentKind::Application => Document::Application(read_part(value)?),
        DocumentKind::Policy => Document::Policy(read_part(value)?),
        DocumentKind::Route => Document::Route(read_part(value)?),
        DocumentKind::ClaimRule => Document::ClaimRule(read_part(value)?),
    })
}
