//! What a requirement measured, as the decimals of the facts.

use cel::Value as Cel;
use cel::objects::Key;
use serde_json::Value;

use super::types::{EvidenceRef, Measured, Needed, Relation};

/// Items shown as evidence at most.
const EVIDENCE_MAX: usize = 20;

/// What to show, and which evaluations that was: of several the one that is worst against what is needed.
pub(super) fn measured(
    value: &Cel,
    needed: Option<&Needed>,
    facts: &Value,
) -> (Option<Measured>, Vec<EvidenceRef>) {
    let entries: Vec<&Value> = keys(value)
        .iter()
        .filter_map(|key| entry(facts, key))
        .collect();
    if entries.is_empty() {
        return (plain(value, needed), Vec::new());
    }
    let evidence = entries
        .iter()
        .filter_map(|entry| evidence(entry))
        .take(EVIDENCE_MAX)
        .collect();
    (
        worst(&entries, needed).map(|entry| shown(entry, needed)),
        evidence,
    )
}

/// The keys of the members of `evals` and `cmp` in a value.
fn keys(value: &Cel) -> Vec<String> {
    match value {
        Cel::List(items) => items.iter().flat_map(keys).collect(),
        Cel::Map(map) => match map.get(&Key::from("key")) {
            Some(Cel::String(key)) => vec![key.to_string()],
            Some(_) | None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn entry<'a>(facts: &'a Value, key: &str) -> Option<&'a Value> {
    ["evals", "cmp"]
        .into_iter()
        .filter_map(|list| facts[list].as_array())
        .flatten()
        .find(|entry| entry["key"] == key)
}

fn text(entry: &Value, name: &str) -> Option<String> {
    of(entry, name).as_str().map(str::to_owned)
}

/// A member by the name that it has in `evals`: a comparison's value is its difference, its items are pairs.
fn of<'a>(entry: &'a Value, name: &str) -> &'a Value {
    let compared = match name {
        "value" => "delta",
        "n" => "n_pairs",
        other => other,
    };
    entry.get(name).unwrap_or(&entry[compared])
}

/// The evaluation behind an entry; none where nothing was measured.
fn evidence(entry: &Value) -> Option<EvidenceRef> {
    let suite = text(entry, "suite").unwrap_or_default();
    let metric = text(entry, "metric").unwrap_or_default();
    Some(EvidenceRef {
        evaluation_id: text(entry, "id")?,
        label: format!("{suite}, {metric}"),
        run_at: text(entry, "run_at"),
    })
}

/// The entry that is worst against what is needed; of equals the first by key.
fn worst<'a>(entries: &[&'a Value], needed: Option<&Needed>) -> Option<&'a Value> {
    let on = needed.map_or("value", |needed| needed.on.as_str());
    let number = |entry: &Value| -> Option<f64> {
        let member = of(entry, on);
        let text = member.as_str().and_then(|text| text.parse().ok());
        text.or_else(|| member.as_f64())
    };
    let at_most = needed.is_some_and(|needed| needed.relation == Relation::AtMost);
    let mut sorted: Vec<&Value> = entries.to_vec();
    sorted.sort_by(|a, b| {
        let (x, y) = (number(a), number(b));
        let order = match (x, y) {
            (Some(x), Some(y)) if at_most => y.total_cmp(&x),
            (Some(x), Some(y)) => x.total_cmp(&y),
            // What has no number is the worst.
            (None, Some(_)) => std::cmp::Ordering::Less,
            (Some(_), None) => std::cmp::Ordering::Greater,
            (None, None) => std::cmp::Ordering::Equal,
        };
        order.then_with(|| a["key"].as_str().cmp(&b["key"].as_str()))
    });
    sorted.first().copied()
}

fn shown(entry: &Value, needed: Option<&Needed>) -> Measured {
    let (value, low, high) = (
        text(entry, "value"),
        text(entry, "ci_low"),
        text(entry, "ci_high"),
    );
    let n = of(entry, "n").as_i64();
    let said = |number: &String| brief(number, needed.map(|needed| needed.value.as_str()));
    let mut words = value.as_ref().map_or_else(|| "unknown".into(), said);
    if let (Some(low), Some(high)) = (&low, &high) {
        words.push_str(&format!(" [{}, {}]", said(low), said(high)));
    }
    if let Some(n) = n {
        words.push_str(&format!(" n {n}"));
    }
    // A difference of shares is no share.
    let unit = text(entry, "unit").filter(|_| entry.get("delta").is_none());
    Measured {
        text: words,
        value,
        ci_low: low,
        ci_high: high,
        n,
        unit,
    }
}

/// At most four decimals: more than that nobody reads, and the exact number stands beside. Unless rounding would make
/// it what is needed.
fn brief(number: &str, needed: Option<&str>) -> String {
    let Ok(value) = number.parse::<f64>() else {
        return number.to_owned();
    };
    let text = format!("{value:.4}");
    let short = match text.trim_end_matches('0').trim_end_matches('.') {
        "" | "-0" => "0",
        short => short,
    };
    let rounded: Option<f64> = short.parse().ok();
    let limit: Option<f64> = needed.and_then(|needed| needed.parse().ok());
    if rounded == limit && Some(value) != limit {
        number.to_owned()
    } else {
        short.to_owned()
    }
}

/// A number or a text that is no evaluation and no comparison.
fn plain(value: &Cel, needed: Option<&Needed>) -> Option<Measured> {
    let text = match value {
        Cel::Int(number) => number.to_string(),
        Cel::UInt(number) => number.to_string(),
        Cel::Float(number) => number.to_string(),
        Cel::String(text) => text.to_string(),
        Cel::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    let number = matches!(value, Cel::Int(_) | Cel::UInt(_) | Cel::Float(_));
    let unit = needed
        .and_then(|needed| needed.unit.clone())
        .filter(|_| number);
    Some(Measured {
        value: number.then(|| text.clone()),
        text: unit
            .iter()
            .fold(text, |text, unit| format!("{text} {unit}")),
        ci_low: None,
        ci_high: None,
        n: None,
        unit,
    })
}

#[cfg(test)]
mod tests {
    use super::brief;

    #[test]
    fn a_number_is_short_and_never_looks_like_the_limit_that_it_missed() {
        assert_eq!(brief("0.8810679611650486", Some("0.85")), "0.8811");
        assert_eq!(brief("0.849999", Some("0.85")), "0.849999");
        assert_eq!(brief("0.850", Some("0.85")), "0.85");
        assert_eq!(brief("-0.00001", None), "0");
        assert_eq!(brief("12000", None), "12000");
        assert_eq!(brief("many", None), "many");
    }
}
