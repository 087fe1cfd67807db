//! The difference, its interval and how it was computed.

use crate::domain::comparisons::inputs::{ItemSums, PairInputs, Side};
use crate::domain::comparisons::result::Method;
use crate::domain::evaluations::statistics::{
    Differences, Estimate, LEVEL, Paired, Unpaired, mcnemar_mid_p, newcombe, unpaired,
};
use crate::domain::evaluations::{Direction, Unit};
use crate::ground::kernel::Decimal;

/// How far the mean of the items may lie from the number that was reported, as a share: reports are rounded to three
/// decimals.
const REPORTED_TOLERANCE: f64 = 5e-4;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Orientation {
    Higher,
    Lower,
    /// Nearer to this.
    Target(f64),
}

/// Which way is better; `None` where nobody says, or the sides do not agree.
pub(super) fn orientation(pair: &PairInputs) -> Option<Orientation> {
    let (base, candidate) = pair.sides();
    if base.direction != candidate.direction || base.target != candidate.target {
        return None;
    }
    match candidate.direction? {
        Direction::Higher => Some(Orientation::Higher),
        Direction::Lower => Some(Orientation::Lower),
        Direction::Target => candidate
            .target
            .as_ref()
            .map(|target| Orientation::Target(target.to_f64())),
        Direction::None => None,
    }
}

impl Orientation {
    /// Candidate minus base, turned so that positive is better.
    fn turn(self, low: f64, high: f64) -> (f64, f64) {
        match self {
            Self::Higher | Self::Target(_) => (low, high),
            Self::Lower => (-high, -low),
        }
    }

    /// The difference of two values, turned so that positive is better.
    pub(super) fn delta(self, base: f64, candidate: f64) -> f64 {
        match self {
            Self::Higher => candidate - base,
            Self::Lower => base - candidate,
            Self::Target(target) => (base - target).abs() - (candidate - target).abs(),
        }
    }
}

/// A difference with its interval.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Estimated {
    pub method: Method,
    pub delta: f64,
    pub low: f64,
    pub high: f64,
    pub p: Option<f64>,
    /// Pairs, or the smaller number of items.
    pub n: Option<u64>,
    pub is_paired: bool,
    pub groups: Option<u64>,
    /// Variance of the difference of one item, for plans.
    pub variance: Option<f64>,
    pub items_truncated: bool,
}

impl ItemSums {
    /// Scored items of either side without a partner.
    pub(super) const fn unmatched(&self) -> u64 {
        (self.base_n - self.n) + (self.candidate_n - self.n) + self.unnamed
    }

    /// Whether pairs come in groups.
    const fn is_clustered(&self) -> bool {
        self.groups < self.n
    }
}

/// What the items say about this number, beside the estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Items {
    /// There are none on both sides, or none has a partner.
    None,
    /// Fewer are stored than were scored.
    Truncated,
    /// They average to another number: they belong to another metric.
    OfAnother,
    /// They are what this number sums up.
    Of,
}

/// Whether the items of both sides are what the two values sum up.
pub(super) fn items_of(pair: &PairInputs) -> Items {
    let Some(items) = pair.items.as_ref().filter(|items| items.n > 0) else {
        return Items::None;
    };
    let (base, candidate) = pair.sides();
    let sides = [
        (base, items.base_n, &items.base_mean),
        (candidate, items.candidate_n, &items.candidate_mean),
    ];
    let fewer = |side: &Side, stored: u64| {
        side.n
            .and_then(|n| u64::try_from(n).ok())
            .is_some_and(|n| stored + items.unnamed < n)
    };
    if sides.iter().any(|(side, stored, _)| fewer(side, *stored)) {
        return Items::Truncated;
    }
    let explained = sides.iter().all(|(side, _, mean)| {
        let scale = scale(side.unit);
        side.value.as_ref().is_some_and(|value| {
            (value.to_f64() - scale * mean.to_f64()).abs() <= REPORTED_TOLERANCE * scale
        })
    });
    if explained {
        Items::Of
    } else {
        Items::OfAnother
    }
}

/// What one whole item counts in a unit.
pub(super) const fn scale(unit: Option<Unit>) -> f64 {
    match unit {
        Some(Unit::Percent) => 100.0,
        _ => 1.0,
    }
}

/// The difference with its interval; `None` where nothing says how certain it is.
pub(super) fn estimate(pair: &PairInputs, orientation: Orientation) -> Option<Estimated> {
    let items = items_of(pair);
    // A target is aimed at by the value as a whole, not by an item.
    let by_items = items == Items::Of && !matches!(orientation, Orientation::Target(_));
    let paired = pair.items.as_ref().filter(|_| by_items);
    let mut estimated = paired
        .and_then(|items| of_items(items, scale(pair.candidate.unit), orientation))
        .or_else(|| of_values(pair, orientation))?;
    estimated.items_truncated = items == Items::Truncated;
    Some(estimated)
}

fn of_items(items: &ItemSums, scale: f64, orientation: Orientation) -> Option<Estimated> {
    let (method, low, high, p, variance) = if items.binary && !items.is_clustered() {
        let counts = Paired::new(items.n, items.base_only, items.candidate_only)?;
        let (low, high) = counts.tango(LEVEL)?;
        let p = mcnemar_mid_p(items.base_only, items.candidate_only);
        // Without differing pairs their share is at most what they leave open.
        let none = items.base_only + items.candidate_only == 0;
        let variance = if none { high } else { counts.discordance() };
        (Method::Tango, low, high, p, Some(variance))
    } else {
        let differences = Differences {
            n: items.n,
            groups: items.groups,
            mean: items.mean.to_f64(),
            squares: items.squares.to_f64(),
        };
        let test = differences.test(LEVEL)?;
        let method = if items.is_clustered() {
            Method::ClusteredT
        } else {
            Method::PairedT
        };
        (method, test.low, test.high, test.p, differences.variance())
    };
    let (low, high) = orientation.turn(low * scale, high * scale);
    let mean = items.mean.to_f64() * scale;
    Some(Estimated {
        method,
        delta: orientation.delta(0.0, mean),
        low,
        high,
        p: Some(p),
        n: Some(items.n),
        is_paired: true,
        groups: items.is_clustered().then_some(items.groups),
        variance: variance.map(|variance| variance * scale * scale),
        items_truncated: false,
    })
}

/// From the two values alone.
fn of_values(pair: &PairInputs, orientation: Orientation) -> Option<Estimated> {
    let (base, candidate) = pair.sides();
    let scale = scale(candidate.unit);
    let n = [base, candidate]
        .into_iter()
        .filter_map(|side| u64::try_from(side.n?).ok())
        .min();
    let shares = share(base)
        .zip(share(candidate))
        .filter(|_| !matches!(orientation, Orientation::Target(_)) && base.unit == candidate.unit);
    let (method, low, high, delta, p) = match shares {
        Some((base, candidate)) => {
            let (low, high) = newcombe(base, candidate);
            let (low, high) = orientation.turn(low * scale, high * scale);
            let delta = orientation.delta(base.0, candidate.0) * scale;
            (Method::Newcombe, low, high, delta, None)
        }
        None => {
            let (base, candidate) = (known(base)?, known(candidate)?);
            let Unpaired { stderr, .. } = unpaired(base, candidate, LEVEL)?;
            let delta = orientation.delta(base.value, candidate.value);
            // A distance to a target is no less certain than the value.
            let turned = unpaired(
                Estimate { value: 0.0, stderr },
                Estimate {
                    value: delta,
                    stderr: 0.0,
                },
                LEVEL,
            )?;
            (
                Method::UnpairedZ,
                turned.low,
                turned.high,
                delta,
                Some(turned.p),
            )
        }
    };
    let half = (high - low) / 2.0;
    let per_item = half / Z_95;
    Some(Estimated {
        method,
        delta,
        low,
        high,
        p,
        n,
        is_paired: false,
        groups: None,
        #[expect(clippy::cast_precision_loss, reason = "items are far fewer than 2^53")]
        variance: n.map(|n| per_item * per_item * n as f64),
        items_truncated: false,
    })
}

/// The 97.5 % quantile of the standard normal.
const Z_95: f64 = 1.959_963_984_540_054;

/// A share of 1 with the bounds of its Wilson interval.
fn share(side: &Side) -> Option<(f64, f64, f64)> {
    let is_share = side.ci_method.as_deref() == Some("wilson");
    let all = scale(side.unit);
    let number =
        |value: &Option<Decimal>| Some(value.as_ref().filter(|_| is_share)?.to_f64() / all);
    Some((
        number(&side.value)?,
        number(&side.ci_low)?,
        number(&side.ci_high)?,
    ))
}

/// A value with a standard error that says something.
fn known(side: &Side) -> Option<Estimate> {
    let stderr = side.stderr.as_ref()?.to_f64();
    (stderr > 0.0).then_some(Estimate {
        value: side.value.as_ref()?.to_f64(),
        stderr,
    })
}
