//! What others claim about their models.

use std::collections::BTreeMap;

use super::*;

/// What makers published about their compressed models: shown with its recovery, never enough.
#[test]
fn published_recoveries_are_shown_and_never_enough() {
    let table = include_str!("../../../../../tests/fixtures/compression_results.csv");
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let (mut seen, mut worst) = (0, BTreeMap::new());
    for line in lines {
        let cells = cells(line);
        let cell = |name: &str| {
            let at = header.iter().position(|known| *known == name).unwrap();
            cells[at].as_str()
        };
        let is_quality = cell("dimension") == "quality" && cell("higher_is_better") == "true";
        // Some say the recovery alone.
        if !is_quality || cell("baseline_value").is_empty() {
            continue;
        }
        let mut published = pair();
        published.items = None;
        published.measurement.suite = cell("benchmark").into();
        published.language = (!cell("language").is_empty()).then(|| cell("language").into());
        for (side, value) in [
            (&mut published.base, cell("baseline_value")),
            (&mut published.candidate, cell("variant_value")),
        ] {
            side.source_type = SourceType::Declared;
            side.unit = Some(Unit::Percent);
            side.value = Some(decimal(value));
            side.n = None;
            side.ineligible = vec![Reason::new("source_declared", "Claimed, not measured.")];
        }
        let row = only(published);
        assert_eq!(row.verdict, ComparisonVerdict::Insufficient);
        assert!(codes(&row.weak).contains(&"source_declared"));
        let recovery = row.recovery.unwrap();
        assert_eq!((recovery.ci_low, recovery.ci_high), (None, None));
        let percent = recovery.value.to_f64() * 100.0;
        let stated: f64 = cell("recovery_pct").parse().unwrap();
        assert!((percent - stated).abs() < 0.06, "{line}: {percent}");
        let least = worst.entry(cell("variant").to_owned()).or_insert(percent);
        *least = least.min(percent);
        seen += 1;
    }
    assert!(seen > 250, "{seen}");
    // What an average hides: tool use and mathematics.
    let collapsed = worst.values().filter(|percent| **percent < 70.0).count();
    assert!(collapsed > 0);
}

/// The cells of a line of CSV, with quoted commas.
fn cells(line: &str) -> Vec<String> {
    let (mut found, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(std::mem::take(&mut cell)),
            _ => cell.push(c),
        }
    }
    found.push(cell);
    found
}
