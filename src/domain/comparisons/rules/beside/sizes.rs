//! What versions are registered with about their size. It is stated in tags; what nobody stated stays unknown.

use super::{change, ratio};
use crate::domain::comparisons::beside::{Aspect, BesideRow, BesideSide, BesideUnit, Sizes};
use crate::domain::evaluations::Direction;
use crate::ground::kernel::{Decimal, Reason, Remedy};

/// Bytes of the weights, a whole number.
pub(super) const WEIGHTS_BYTES: &str = "weights-bytes";
const PARAMETERS: &str = "parameters";
const PRECISION: &str = "precision";
const CONTEXT_LENGTH: &str = "context-length";

/// The tags that are read.
pub const SIZE_TAGS: [&str; 4] = [WEIGHTS_BYTES, PARAMETERS, PRECISION, CONTEXT_LENGTH];

/// Characters of a precision at most: `W4A16-GPTQ-128g`.
const PRECISION_MAX: usize = 32;

/// What tags say about a size. Only what is a whole number, or a precision in one word, is taken over: values of tags
/// may be personal, and what is compared is kept.
#[must_use]
pub fn sizes(tags: &[(String, String)]) -> Sizes {
    let mut sizes = Sizes::default();
    for (key, value) in tags {
        let whole = value.parse::<i64>().ok().filter(|number| *number > 0);
        let word = is_word(value).then(|| value.clone());
        let readable = match key.as_str() {
            WEIGHTS_BYTES => set(&mut sizes.weights_bytes, whole),
            PARAMETERS => set(&mut sizes.parameters, whole),
            CONTEXT_LENGTH => set(&mut sizes.context_length, whole),
            PRECISION => set(&mut sizes.precision, word),
            _ => true,
        };
        if !readable {
            sizes.unreadable.push(key.clone());
        }
    }
    sizes.unreadable.sort();
    sizes
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    *place = value;
    place.is_some()
}

fn is_word(text: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte);
    (1..=PRECISION_MAX).contains(&text.len()) && text.bytes().all(fine)
}

/// The rows of two sizes, those that nobody stated too.
pub(super) fn rows(base: &Sizes, candidate: &Sizes) -> Vec<BesideRow> {
    type Of = fn(&Sizes) -> Option<i64>;
    let numbers: [(&str, BesideUnit, Direction, Of); 3] = [
        (WEIGHTS_BYTES, BesideUnit::Bytes, Direction::Lower, |of| {
            of.weights_bytes
        }),
        (PARAMETERS, BesideUnit::Parameters, Direction::Lower, |of| {
            of.parameters
        }),
        (
            CONTEXT_LENGTH,
            BesideUnit::Tokens,
            Direction::Higher,
            |of| of.context_length,
        ),
    ];
    let mut rows: Vec<BesideRow> = numbers
        .into_iter()
        .map(|(tag, unit, direction, of)| {
            let side = |sizes: &Sizes| BesideSide {
                value: of(sizes).map(Decimal::from),
                ..BesideSide::default()
            };
            let sides = [side(base), side(candidate)];
            row(tag, unit, Some(direction), sides, base, candidate)
        })
        .collect();
    let named = |sizes: &Sizes| BesideSide {
        name: sizes.precision.clone(),
        ..BesideSide::default()
    };
    let sides = [named(base), named(candidate)];
    rows.push(row(
        PRECISION,
        BesideUnit::Name,
        None,
        sides,
        base,
        candidate,
    ));
    rows
}

fn row(
    tag: &str,
    unit: BesideUnit,
    direction: Option<Direction>,
    [base, candidate]: [BesideSide; 2],
    base_sizes: &Sizes,
    candidate_sizes: &Sizes,
) -> BesideRow {
    let ratio = ratio(base.value.as_ref(), candidate.value.as_ref());
    let weak = [(base_sizes, "base"), (candidate_sizes, "candidate")]
        .into_iter()
        .filter(|(sizes, _)| sizes.unreadable.iter().any(|key| key == tag))
        .map(|(_, which)| unreadable(tag, which))
        .collect();
    BesideRow {
        key: format!("size/{tag}"),
        aspect: Aspect::Size,
        suite: None,
        metric: tag.into(),
        unit,
        direction,
        base,
        candidate,
        change: change(ratio.as_ref(), direction),
        ratio,
        weak,
    }
}

fn unreadable(tag: &str, which: &'static str) -> Reason {
    let right = if tag == PRECISION {
        "one word, such as FP8"
    } else {
        "a whole number"
    };
    Reason::new(
        "tag_unreadable",
        format!("On the {which} the tag {tag} is not {right}."),
    )
    .with("side", which)
    .with("tag", tag)
    .remedy(Remedy::text(format!("Write the tag {tag} as {right}.")))
}
