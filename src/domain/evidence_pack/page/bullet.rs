//! A measured number with its interval against what is needed.

use maud::{Markup, html};

use crate::domain::promotions::requirement::{Measured, Needed, On};

/// Units of the drawing from left to right.
const WIDTH: f64 = 400.0;

/// The drawing; nothing when a number is missing. It repeats what the text beside it says, so readers skip it.
pub(super) fn bullet(measured: Option<&Measured>, needed: Option<&Needed>) -> Markup {
    let number = |text: Option<&String>| text.and_then(|text| text.parse::<f64>().ok());
    // A limit on the number of items is no limit on the value.
    let needed = needed.filter(|needed| needed.on != On::N);
    let limit = number(needed.map(|needed| &needed.value));
    let value = number(measured.and_then(|measured| measured.value.as_ref()));
    let (Some(limit), Some(value)) = (limit, value) else {
        return html! {};
    };
    let low = number(measured.and_then(|one| one.ci_low.as_ref())).unwrap_or(value);
    let high = number(measured.and_then(|one| one.ci_high.as_ref())).unwrap_or(value);
    let all = [limit, value, low, high];
    let from = all.into_iter().fold(f64::INFINITY, f64::min);
    let to = all.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let room = (to - from) * 0.1;
    if !room.is_finite() || room <= 0.0 {
        return html! {};
    }
    let x = |number: f64| {
        let share = (number - from + room) / (to - from + 2.0 * room);
        format!("{:.1}", share * WIDTH)
    };
    html! {
        svg .bullet viewBox="0 0 400 28" aria-hidden="true" {
            line .track x1="0" y1="14" x2="400" y2="14" {}
            line .interval x1=(x(low)) y1="14" x2=(x(high)) y2="14" {}
            line .limit x1=(x(limit)) y1="1" x2=(x(limit)) y2="27" {}
            circle .value cx=(x(value)) cy="14" r="8" {}
        }
    }
}
