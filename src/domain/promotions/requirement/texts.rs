//! The texts that an expression compares with: names of suites, tasks, languages.

use std::collections::BTreeSet;

use cel::common::ast::{Expr, LiteralValue};
use cel::{IdedExpr, Program};

use super::types::Requirement;

/// Every text that the expressions of a requirement name.
#[must_use]
pub fn texts(requirement: &Requirement) -> BTreeSet<String> {
    let expressions = [
        Some(&requirement.expression),
        requirement.known_when.as_ref(),
        requirement.measured.as_ref(),
    ];
    let mut found = BTreeSet::new();
    for expression in expressions.into_iter().flatten() {
        // What is stored was checked when it was saved: it compiles.
        if let Ok(program) = Program::compile(expression) {
            walk(program.expression(), &mut found);
        }
    }
    found
}

fn walk(expr: &IdedExpr, found: &mut BTreeSet<String>) {
    match &expr.expr {
        Expr::Literal(LiteralValue::String(text)) => {
            found.insert(text.to_string());
        }
        Expr::Literal(_) | Expr::Ident(_) | Expr::Unspecified => {}
        Expr::Select(select) => walk(&select.operand, found),
        Expr::Call(call) => {
            for part in call.target.as_deref().into_iter().chain(&call.args) {
                walk(part, found);
            }
        }
        Expr::Comprehension(inner) => {
            for part in [
                &inner.iter_range,
                &inner.accu_init,
                &inner.loop_cond,
                &inner.loop_step,
                &inner.result,
            ] {
                walk(part, found);
            }
        }
        Expr::List(list) => {
            for item in &list.elements {
                walk(item, found);
            }
        }
        // An expression that is saved makes neither.
        Expr::Map(_) | Expr::Struct(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::promotions::requirement::Severity;

    #[test]
    fn texts_are_found_wherever_an_expression_names_them() {
        let requirement = Requirement {
            code: "c".into(),
            title: "t".into(),
            explanation: None,
            severity: Severity::Block,
            expression:
                "evals.exists(e, e.suite in ['a', 'b'] && e.n > 3) || has(incumbent.version)".into(),
            known_when: Some("size(evals.filter(e, e.suite.startsWith('c'))) > 0".into()),
            measured: Some("evals.filter(e, e.language == 'fr')".into()),
            needed: None,
            remedy: None,
            waivable: false,
            once: false,
        };
        let found: Vec<String> = texts(&requirement).into_iter().collect();
        assert_eq!(found, ["a", "b", "c", "fr"]);
    }
}
