//! Checks an expression when it is saved: what it reads exists, it costs little, it says true or false.

use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue, operators};
use cel::{IdedExpr, Program};
use serde::Serialize;

use super::schema::{Field, ROOT, Type, field, one_of};

/// Bytes of an expression at most.
pub const EXPRESSION_BYTES_MAX: usize = 4096;
/// Steps of an expression at most: the product of the limits of nested lists.
pub const COST_MAX: u64 = 2_000_000;
/// How deep an expression may nest.
const DEPTH_MAX: usize = 64;

/// Functions that an expression may call; operators and macros are others.
const FUNCTIONS: &[&str] = &[
    "size",
    "matches",
    "startsWith",
    "endsWith",
    "contains",
    "timestamp",
    "duration",
    "double",
    "int",
    "string",
];

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LintProblem {
    /// `parse_error`, `unknown_name`, `unknown_field`, `unknown_function`, `unknown_word`, `type_mismatch`, `too_expensive`,
    /// `not_bool`, `too_long`.
    pub code: String,
    /// In words.
    pub message: String,
    /// Where, in characters from 0.
    pub offset: Option<u32>,
    /// The nearest name that exists.
    pub suggestion: Option<String>,
}

/// All problems of an expression. `wants_bool`: it must say true or false.
#[must_use]
pub fn lint(expression: &str, wants_bool: bool) -> Vec<LintProblem> {
    if expression.len() > EXPRESSION_BYTES_MAX {
        let message = format!(
            "At most {EXPRESSION_BYTES_MAX} bytes; these are {}.",
            expression.len()
        );
        return vec![problem("too_long", message, None, None)];
    }
    let depth = expression
        .bytes()
        .fold((0_usize, 0_usize), |(now, most), byte| match byte {
            b'(' | b'[' | b'{' => (now + 1, most.max(now + 1)),
            b')' | b']' | b'}' => (now.saturating_sub(1), most),
            _ => (now, most),
        });
    if depth.1 > DEPTH_MAX {
        return vec![problem(
            "parse_error",
            format!("It nests deeper than {DEPTH_MAX}."),
            None,
            None,
        )];
    }
    let program = match Program::compile(expression) {
        Ok(program) => program,
        Err(errors) => {
            let message = errors.to_string();
            return vec![problem("parse_error", message, None, None)];
        }
    };
    let mut walk = Walk {
        program: &program,
        problems: Vec::new(),
        cost: 0,
    };
    let of = walk.expr(program.expression(), &[], 1);
    if wants_bool && !matches!(of, Found::Any | Found::Of(Type::Bool)) {
        walk.problems.push(problem(
            "not_bool",
            "It must say true or false.".into(),
            None,
            None,
        ));
    }
    if walk.cost > COST_MAX {
        let message = format!("It may take {} steps; at most {COST_MAX}.", walk.cost);
        walk.problems
            .push(problem("too_expensive", message, None, None));
    }
    walk.problems
}

fn problem(
    code: &str,
    message: String,
    offset: Option<u32>,
    suggestion: Option<String>,
) -> LintProblem {
    LintProblem {
        code: code.to_owned(),
        message,
        offset,
        suggestion,
    }
}

/// What is known of the type of an expression.
#[derive(Debug, Clone, Copy)]
enum Found {
    Of(Type),
    Any,
}

/// Names that comprehensions bind, innermost last.
type Scope<'a> = &'a [(String, Found)];

struct Walk<'p> {
    program: &'p Program,
    problems: Vec<LintProblem>,
    cost: u64,
}

impl Walk<'_> {
    fn expr(&mut self, expr: &IdedExpr, scope: Scope<'_>, times: u64) -> Found {
        self.cost = self.cost.saturating_add(times);
        match &expr.expr {
            Expr::Ident(name) => self.ident(expr, name, scope),
            Expr::Select(select) => {
                let operand = self.expr(&select.operand, scope, times);
                let of = self.select(expr, operand, &select.field);
                if select.test {
                    Found::Of(Type::Bool)
                } else {
                    of
                }
            }
            Expr::Call(call) => self.call(expr, call, scope, times),
            Expr::Comprehension(inner) => self.comprehension(inner, scope, times),
            Expr::List(list) => {
                for item in &list.elements {
                    self.expr(item, scope, times);
                }
                Found::Any
            }
            Expr::Literal(literal) => match literal {
                LiteralValue::Boolean(_) => Found::Of(Type::Bool),
                LiteralValue::String(_) => Found::Of(Type::Text),
                LiteralValue::Int(_) | LiteralValue::UInt(_) => Found::Of(Type::Int),
                LiteralValue::Double(_) => Found::Of(Type::Decimal),
                LiteralValue::Bytes(_) | LiteralValue::Null => Found::Any,
            },
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
                self.say(
                    expr,
                    "unknown_function",
                    "Maps and messages cannot be made here.".into(),
                    None,
                );
                Found::Any
            }
        }
    }

    fn ident(&mut self, expr: &IdedExpr, name: &str, scope: Scope<'_>) -> Found {
        if let Some((_, of)) = scope.iter().rev().find(|(bound, _)| bound == name) {
            return *of;
        }
        match field(ROOT, name) {
            Some(known) => Found::Of(known.of),
            None => {
                let suggestion = nearest(name, names(ROOT));
                self.say(
                    expr,
                    "unknown_name",
                    format!("There is no {name}."),
                    suggestion,
                );
                Found::Any
            }
        }
    }

    fn select(&mut self, expr: &IdedExpr, operand: Found, name: &str) -> Found {
        match operand {
            Found::Of(Type::Object(fields)) => match field(fields, name) {
                Some(known) => Found::Of(known.of),
                None => {
                    let suggestion = nearest(name, names(fields));
                    self.say(
                        expr,
                        "unknown_field",
                        format!("There is no field {name} here."),
                        suggestion,
                    );
                    Found::Any
                }
            },
            Found::Of(Type::Map) => Found::Of(Type::Text),
            Found::Any => Found::Any,
            Found::Of(other) => {
                let kind = super::schema::name(other);
                self.say(
                    expr,
                    "unknown_field",
                    format!("A {kind} has no field {name}."),
                    None,
                );
                Found::Any
            }
        }
    }

    fn call(&mut self, expr: &IdedExpr, call: &CallExpr, scope: Scope<'_>, times: u64) -> Found {
        if let Some(target) = &call.target {
            self.expr(target, scope, times);
        }
        let args: Vec<Found> = call
            .args
            .iter()
            .map(|arg| self.expr(arg, scope, times))
            .collect();
        match call.func_name.as_str() {
            operators::LOGICAL_AND
            | operators::LOGICAL_OR
            | operators::LOGICAL_NOT
            | operators::EQUALS
            | operators::NOT_EQUALS
            | operators::GREATER
            | operators::GREATER_EQUALS
            | operators::LESS
            | operators::LESS_EQUALS
            | operators::IN
            | operators::NOT_STRICTLY_FALSE => {
                self.compared(expr, call, &args);
                self.worded(call, &args);
                Found::Of(Type::Bool)
            }
            operators::CONDITIONAL => args.get(1).copied().unwrap_or(Found::Any),
            operators::INDEX => match args.first() {
                Some(Found::Of(Type::List(_, item))) => Found::Of(**item),
                Some(Found::Of(Type::Map)) => Found::Of(Type::Text),
                Some(Found::Of(_) | Found::Any) | None => Found::Any,
            },
            "matches" | "startsWith" | "endsWith" | "contains" => Found::Of(Type::Bool),
            "size" | "int" => Found::Of(Type::Int),
            "double" => Found::Of(Type::Decimal),
            name if name.starts_with(['_', '-', '@', '!']) || FUNCTIONS.contains(&name) => {
                Found::Any
            }
            name => {
                let macros = ["exists", "all", "filter", "map", "exists_one", "has"];
                let suggestion = nearest(name, FUNCTIONS.iter().copied().chain(macros));
                self.say(
                    expr,
                    "unknown_function",
                    format!("There is no function {name}."),
                    suggestion,
                );
                Found::Any
            }
        }
    }

    /// A closed word is only compared with words that it can be.
    fn worded(&mut self, call: &CallExpr, args: &[Found]) {
        let texts = |expr: &IdedExpr| -> Vec<(u64, String)> {
            let items = match &expr.expr {
                Expr::List(list) => list.elements.as_slice(),
                _ => std::slice::from_ref(expr),
            };
            items
                .iter()
                .filter_map(|item| match &item.expr {
                    Expr::Literal(LiteralValue::String(text)) => Some((item.id, text.to_string())),
                    _ => None,
                })
                .collect()
        };
        let ([left, right], [one, other]) = (args, call.args.as_slice()) else {
            return;
        };
        for (of, field, against) in [(left, one, other), (right, other, one)] {
            let (Found::Of(Type::Word(words)) | Found::Of(Type::List(_, Type::Word(words)))) = of
            else {
                continue;
            };
            let name = match &field.expr {
                Expr::Select(select) => select.field.as_str(),
                _ => "it",
            };
            for (id, text) in texts(against) {
                if !words.contains(&text.as_str()) {
                    let offset = self.offset(id);
                    let message = format!("The field {name} is {}, never {text:?}.", one_of(words));
                    let suggestion = nearest(&text, words.iter().copied());
                    self.problems
                        .push(problem("unknown_word", message, offset, suggestion));
                }
            }
        }
    }

    /// Numbers are not compared with text.
    fn compared(&mut self, expr: &IdedExpr, call: &CallExpr, args: &[Found]) {
        let number = |of: &Found| matches!(of, Found::Of(Type::Decimal | Type::Int));
        let other = |of: &Found| {
            matches!(
                of,
                Found::Of(Type::Text | Type::Word(_) | Type::Timestamp | Type::Bool)
            )
        };
        if let [left, right] = args
            && !matches!(call.func_name.as_str(), operators::IN)
            && ((number(left) && other(right)) || (other(left) && number(right)))
        {
            self.say(
                expr,
                "type_mismatch",
                "A number is compared with something that is none.".into(),
                None,
            );
        }
    }

    fn comprehension(&mut self, inner: &ComprehensionExpr, scope: Scope<'_>, times: u64) -> Found {
        let range = self.expr(&inner.iter_range, scope, times);
        let (limit, item) = match range {
            Found::Of(Type::List(limit, item)) => (limit as u64, Found::Of(*item)),
            Found::Of(_) | Found::Any => (50, Found::Any),
        };
        let start = self.expr(&inner.accu_init, scope, times);
        let mut inside = scope.to_vec();
        inside.push((inner.iter_var.clone(), item));
        // The result of `filter` holds items of what it filters.
        let accu = match (start, &inner.accu_init.expr) {
            (_, Expr::List(_)) if filters(inner) => range,
            (start, _) => start,
        };
        inside.push((inner.accu_var.clone(), accu));
        self.expr(&inner.loop_step, &inside, times.saturating_mul(limit));
        self.expr(&inner.result, &inside, times)
    }

    fn offset(&self, id: u64) -> Option<u32> {
        let place = self.program.source_info().offset_for(id);
        place.map(|(start, _)| start)
    }

    fn say(&mut self, at: &IdedExpr, code: &str, message: String, suggestion: Option<String>) {
        let offset = self.offset(at.id);
        self.problems
            .push(problem(code, message, offset, suggestion));
    }
}

/// Whether a comprehension is a `filter`: its step keeps the item or nothing.
fn filters(inner: &ComprehensionExpr) -> bool {
    let Expr::Call(step) = &inner.loop_step.expr else {
        return false;
    };
    let Some(Expr::Call(add)) = step.args.get(1).map(|then| &then.expr) else {
        return false;
    };
    let Some(Expr::List(list)) = add.args.get(1).map(|added| &added.expr) else {
        return false;
    };
    step.func_name == operators::CONDITIONAL
        && list
            .elements
            .first()
            .is_some_and(|item| item.expr == Expr::Ident(inner.iter_var.clone()))
}

fn names(fields: &'static [Field]) -> impl Iterator<Item = &'static str> {
    fields.iter().map(|field| field.name)
}

fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<String> {
    known
        .map(|known| (strsim::levenshtein(known, name), known))
        .min()
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, nearest)| nearest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(expression: &str) -> Vec<String> {
        lint(expression, true)
            .into_iter()
            .map(|problem| problem.code)
            .collect()
    }

    #[test]
    fn what_reads_the_facts_is_fine() {
        for right in [
            "evals.exists(e, e.suite == 'a' && e.ci_low >= 0.85)",
            "target.languages.all(l, evals.exists(e, e.language == l))",
            "evals.filter(e, e.origin == 'internal').all(e, has(e.run_at) && now - e.run_at < duration('2160h'))",
            "size(evals.filter(e, e.eligible)) > 0",
            "candidate.tags['tier'] == '1' || !has(incumbent.prompt_template_digest)",
            "has(cost.delta_ratio) && cost.delta_ratio <= -0.30 && cost.break_even_months <= 6.0",
            "candidate.origin != 'hosted' || (has(candidate.vendor.shutdown_at) \
             && candidate.vendor.shutdown_at - now >= duration('4320h') && has(candidate.exit_plan) \
             && now - candidate.exit_plan.tested_at <= duration('4320h'))",
            "milestones.all(m, m.milestone != 'shutdown' || m.date_kind == 'floor') && contract.ends_at > now",
            "!evals.exists(e, e.origin == 'public' && e.contamination == 'high' && e.category == 'quality' \
             && cmp.exists(c, c.suite == e.suite))",
            "perf.exists(p, p.hardware == '2 x NVIDIA L4') && 'quality' == evals[0].category",
        ] {
            assert_eq!(lint(right, true), [], "{right}");
        }
    }

    #[test]
    fn typos_are_named_with_the_nearest_name() {
        let found = &lint("evals.exists(e, e.ci_lov >= 0.85)", true)[0];
        assert_eq!(
            (found.code.as_str(), found.suggestion.as_deref()),
            ("unknown_field", Some("ci_low"))
        );
        let found = &lint("eval.exists(e, true)", true)[0];
        assert_eq!(
            (found.code.as_str(), found.suggestion.as_deref()),
            ("unknown_name", Some("evals"))
        );
        let found = &lint("evals.exist(e)", true);
        assert!(
            found
                .iter()
                .any(|p| p.suggestion.as_deref() == Some("exists")),
            "{found:?}"
        );
        let after_filter = lint("evals.filter(e, e.eligible).all(x, x.nn > 3)", true);
        assert_eq!(after_filter[0].suggestion.as_deref(), Some("n"));
    }

    #[test]
    fn a_word_that_a_field_never_says_is_named_with_those_that_it_says() {
        let found = &lint("candidate.origin != 'vendor' || true", true)[0];
        assert_eq!(
            (found.code.as_str(), found.message.as_str(), found.offset),
            (
                "unknown_word",
                "The field origin is hosted, weights or opaque, never \"vendor\".",
                Some(20)
            )
        );
        let wrong = "evals.exists(e, e.category in ['safety', 'qualty']) && 'superiour' == cmp[0].verdict \
                     && approvals.exists(a, 'safety' in a.roles)";
        let suggestions: Vec<_> = lint(wrong, true)
            .into_iter()
            .map(|problem| problem.suggestion)
            .collect();
        assert_eq!(
            suggestions,
            [Some("quality".into()), Some("superior".into()), None]
        );
    }

    #[test]
    fn what_cannot_be_judged_is_refused() {
        assert_eq!(codes("1 +"), ["parse_error"]);
        assert_eq!(codes("candidate.number"), ["not_bool"]);
        assert_eq!(codes(&"a".repeat(4097)), ["too_long"]);
        assert_eq!(
            codes(&format!("{}true{}", "(".repeat(65), ")".repeat(65))),
            ["parse_error"]
        );
        assert_eq!(
            codes("evals.exists(e, e.ci_low >= '0.85')"),
            ["type_mismatch"]
        );
        let nested = "evals.all(a, evals.all(b, evals.all(c, a.n > b.n)))";
        assert_eq!(codes(nested), ["too_expensive"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_check_panic(text in ".{0,200}") {
            let _ = lint(&text, true);
        }
    }
}
