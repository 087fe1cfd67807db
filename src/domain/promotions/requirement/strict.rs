//! Makes an expression strict: CEL lets `error || true` be true; here an error is never hidden.
//!
//! `a || b` becomes `a ? true : b`, so an error of `a` stays one and `b` is read only when it matters. `exists` and
//! `all` read every item, so that the result depends on no order and an error of any item stays one.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};

fn call(id: u64, name: &str, args: Vec<IdedExpr>) -> IdedExpr {
    IdedExpr {
        id,
        expr: Expr::Call(CallExpr {
            func_name: name.to_owned(),
            target: None,
            args,
        }),
    }
}

fn truth(id: u64, value: bool) -> IdedExpr {
    IdedExpr {
        id,
        expr: Expr::Literal(LiteralValue::Boolean(value.into())),
    }
}

fn choose(id: u64, condition: IdedExpr, then: IdedExpr, otherwise: IdedExpr) -> IdedExpr {
    call(id, operators::CONDITIONAL, vec![condition, then, otherwise])
}

/// The same expression, strict.
pub(super) fn strict(expr: &IdedExpr) -> IdedExpr {
    let id = expr.id;
    let inner = match &expr.expr {
        Expr::Call(inner) => return strict_call(id, inner),
        Expr::Comprehension(inner) => {
            let mut inner = inner.clone();
            if let Some(step) = fold_step(&inner.loop_step, &inner.accu_var) {
                inner.loop_step = step;
                inner.loop_cond = truth(inner.loop_cond.id, true);
            } else {
                inner.loop_step = strict(&inner.loop_step);
            }
            inner.iter_range = strict(&inner.iter_range);
            inner.accu_init = strict(&inner.accu_init);
            inner.result = strict(&inner.result);
            Expr::Comprehension(inner)
        }
        Expr::List(list) => {
            let mut list = list.clone();
            list.elements = list.elements.iter().map(strict).collect();
            Expr::List(list)
        }
        Expr::Select(select) => {
            let mut select = select.clone();
            select.operand = Box::new(strict(&select.operand));
            Expr::Select(select)
        }
        other @ (Expr::Ident(_)
        | Expr::Literal(_)
        | Expr::Map(_)
        | Expr::Struct(_)
        | Expr::Unspecified) => other.clone(),
    };
    IdedExpr { id, expr: inner }
}

fn strict_call(id: u64, inner: &CallExpr) -> IdedExpr {
    let mut args: Vec<IdedExpr> = inner.args.iter().map(strict).collect();
    match (inner.func_name.as_str(), args.len()) {
        (operators::LOGICAL_OR, 2) => {
            let right = args.remove(1);
            choose(id, args.remove(0), truth(id, true), right)
        }
        (operators::LOGICAL_AND, 2) => {
            let right = args.remove(1);
            choose(id, args.remove(0), right, truth(id, false))
        }
        _ => {
            let target = inner.target.as_ref().map(|target| Box::new(strict(target)));
            let call = CallExpr {
                func_name: inner.func_name.clone(),
                target,
                args,
            };
            IdedExpr {
                id,
                expr: Expr::Call(call),
            }
        }
    }
}

/// The step of `exists` or `all`: the item is read first, whatever the result so far.
fn fold_step(step: &IdedExpr, accu: &str) -> Option<IdedExpr> {
    let Expr::Call(call) = &step.expr else {
        return None;
    };
    let [so_far, item] = call.args.as_slice() else {
        return None;
    };
    if so_far.expr != Expr::Ident(accu.to_owned()) {
        return None;
    }
    let id = step.id;
    match call.func_name.as_str() {
        operators::LOGICAL_OR => Some(choose(id, strict(item), truth(id, true), so_far.clone())),
        operators::LOGICAL_AND => Some(choose(id, strict(item), so_far.clone(), truth(id, false))),
        _ => None,
    }
}
