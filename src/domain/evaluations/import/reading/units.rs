//! Units, seen over the whole file: forks write some metrics as shares and others in percent.
//!
//! Rule: a unit that one value of the file contradicts is not certain for any value of that metric in the file. A
//! percentage below 1 looks like a share, so no single value can tell.

use std::collections::BTreeMap;

use super::super::json::pointer;
use super::super::{Flag, ParsedEvaluation, Unit, catalogue};
use super::{Remarks, within_bounds};
use crate::ground::kernel::Decimal;

/// Takes back units that the file contradicts, and flags what stays without one.
pub fn settle_units(evaluations: &mut [ParsedEvaluation], remarks: &mut Remarks) {
    let mut beyond: BTreeMap<String, (Decimal, String)> = BTreeMap::new();
    let mut within = false;
    for evaluation in &*evaluations {
        for metric in &evaluation.metrics {
            let (Some(value), Some(unit)) = (&metric.value, metric.unit) else {
                continue;
            };
            if !within_bounds(value, unit) {
                let place = (
                    value.clone(),
                    evaluation.pointer.clone() + &pointer(&[&metric.raw_name]),
                );
                beyond.entry(metric.name.clone()).or_insert(place);
            } else if unit == Unit::Fraction {
                within = true;
            }
        }
    }
    for (name, (value, place)) in &beyond {
        let message = format!(
            "{name} is a share from 0 to 1 elsewhere, here it is {value}: its unit is not certain"
        );
        remarks.note_at("unit_contradicted", message, place.clone());
    }
    if within && !beyond.is_empty() {
        let message = "the file mixes shares from 0 to 1 with other units, most likely percent";
        remarks.note("units_mixed", message, &[]);
    }
    for evaluation in evaluations {
        for metric in &mut evaluation.metrics {
            if beyond.contains_key(&metric.name) {
                metric.unit = None;
                evaluation.flags.insert(Flag::UnitSuspect);
            } else if metric.unit.is_none() && metric.value.is_some() {
                // The catalogue knows some metrics that tools write on two scales.
                let both_ways = catalogue::known(&evaluation.task, &metric.name).is_some();
                evaluation.flags.insert(if both_ways {
                    Flag::UnitSuspect
                } else {
                    Flag::UnitUnknown
                });
            }
        }
    }
}
