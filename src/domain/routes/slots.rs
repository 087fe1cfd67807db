//! The slot table of a route, and how it changes: deterministic, so that a unit keeps its version.
//!
//! The rule: arms that shrink give up their highest slots; the freed slots, ascending, go to growing arms in
//! ascending order of version id. So a ramp only ever adds units to the growing arm.

use std::collections::BTreeMap;

use super::bucket::SLOTS;
use super::snapshot::Run;
use crate::ground::kernel::VersionId;

/// Runs of a snapshot at most; a table that is cut into more pieces is laid out anew.
pub const RUNS_MAX: usize = 256;

/// Which version each of the 10 000 slots belongs to; all of them, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table(Vec<Option<VersionId>>);

impl Table {
    /// Nothing serves.
    #[must_use]
    pub fn empty() -> Self {
        Self(vec![None; usize::try_from(SLOTS).unwrap_or(0)])
    }

    /// The table that runs describe.
    #[must_use]
    pub fn of(runs: &[Run]) -> Self {
        let mut slots: Vec<Option<VersionId>> = runs
            .iter()
            .flat_map(|run| {
                std::iter::repeat_n(
                    Some(run.version_id),
                    usize::try_from(run.slots).unwrap_or(0),
                )
            })
            .collect();
        slots.resize(usize::try_from(SLOTS).unwrap_or(0), None);
        Self(slots)
    }

    /// How many slots each version has.
    #[must_use]
    pub fn shares(&self) -> BTreeMap<VersionId, i32> {
        let mut shares = BTreeMap::new();
        for version in self.0.iter().flatten() {
            *shares.entry(*version).or_insert(0) += 1;
        }
        shares
    }

    /// The table in which each version has its target, moving as few slots as possible.
    #[must_use]
    pub fn moved_to(&self, targets: &BTreeMap<VersionId, i32>) -> Self {
        let mut slots = self.0.clone();
        let mut surplus: BTreeMap<VersionId, i32> = self
            .shares()
            .into_iter()
            .map(|(version, has)| (version, has - targets.get(&version).copied().unwrap_or(0)))
            .collect();
        for slot in slots.iter_mut().rev() {
            let Some(version) = *slot else { continue };
            if let Some(more) = surplus.get_mut(&version).filter(|more| **more > 0) {
                *more -= 1;
                *slot = None;
            }
        }
        let shares = self.shares();
        let mut wanted = targets.iter().flat_map(|(version, target)| {
            let lacks = target - shares.get(version).copied().unwrap_or(0);
            std::iter::repeat_n(*version, usize::try_from(lacks).unwrap_or(0))
        });
        for slot in slots.iter_mut().filter(|slot| slot.is_none()) {
            *slot = wanted.next();
        }
        let table = Self(slots);
        if table.runs().len() > RUNS_MAX {
            Self::empty().moved_to(targets)
        } else {
            table
        }
    }

    /// The table as runs of equal neighbours.
    #[must_use]
    pub fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for version in self.0.iter().flatten() {
            match runs.last_mut() {
                Some(run) if run.version_id == *version => run.slots += 1,
                Some(_) | None => runs.push(Run {
                    version_id: *version,
                    slots: 1,
                }),
            }
        }
        runs
    }
}

/// The shares when one version goes: its slots go to the others in proportion, the largest remainders first.
/// Empty when there are no others.
#[must_use]
pub fn targets_without(
    shares: &BTreeMap<VersionId, i32>,
    gone: VersionId,
) -> BTreeMap<VersionId, i32> {
    let others: BTreeMap<VersionId, i64> = shares
        .iter()
        .filter(|(version, _)| **version != gone)
        .map(|(version, slots)| (*version, i64::from(*slots)))
        .collect();
    let total: i64 = others.values().sum();
    if total == 0 {
        return BTreeMap::new();
    }
    let whole = i64::from(SLOTS);
    let mut targets: BTreeMap<VersionId, i64> = others
        .iter()
        .map(|(version, slots)| (*version, slots * whole / total))
        .collect();
    let mut remainders: Vec<(i64, VersionId)> = others
        .iter()
        .map(|(version, slots)| (slots * whole % total, *version))
        .collect();
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let missing = whole - targets.values().sum::<i64>();
    for (_, version) in remainders
        .into_iter()
        .take(usize::try_from(missing).unwrap_or(0))
    {
        *targets.entry(version).or_insert(0) += 1;
    }
    targets
        .into_iter()
        .map(|(version, slots)| (version, i32::try_from(slots).unwrap_or(0)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn version(id: u8) -> VersionId {
        VersionId(Uuid::from_u128(u128::from(id)))
    }

    fn targets(shares: &[(u8, i32)]) -> BTreeMap<VersionId, i32> {
        shares
            .iter()
            .map(|(id, slots)| (version(*id), *slots))
            .collect()
    }

    #[test]
    fn a_ramp_only_adds_slots_to_the_growing_arm() {
        let start = Table::empty().moved_to(&targets(&[(1, 10_000)]));
        let five = start.moved_to(&targets(&[(1, 9_500), (2, 500)]));
        assert_eq!(
            five.runs(),
            [
                Run {
                    version_id: version(1),
                    slots: 9_500
                },
                Run {
                    version_id: version(2),
                    slots: 500
                }
            ]
        );
        let back = five.moved_to(&targets(&[(1, 10_000)]));
        let again = back.moved_to(&targets(&[(1, 9_500), (2, 500)]));
        assert_eq!(again, five, "abort and retry gives the same slots");
    }

    #[test]
    fn the_slots_of_a_killed_arm_go_to_the_others_in_proportion() {
        let shares = targets(&[(1, 5_000), (2, 2_500), (3, 2_500)]);
        assert_eq!(
            targets_without(&shares, version(1)),
            targets(&[(2, 5_000), (3, 5_000)])
        );
        let thirds = targets(&[(1, 1), (2, 3_333), (3, 3_333), (4, 3_333)]);
        assert_eq!(
            targets_without(&thirds, version(1)),
            targets(&[(2, 3_334), (3, 3_333), (4, 3_333)])
        );
        assert_eq!(
            targets_without(&targets(&[(1, 10_000)]), version(1)),
            BTreeMap::new()
        );
    }

    fn shares() -> impl Strategy<Value = BTreeMap<VersionId, i32>> {
        proptest::collection::btree_map(1_u8..6, 1_i32..1_000, 1..5).prop_map(|weights| {
            let weights: BTreeMap<VersionId, i32> = weights
                .into_iter()
                .map(|(id, weight)| (version(id), weight))
                .collect();
            let mut with_extra = weights.clone();
            with_extra.insert(version(0), 1);
            targets_without(&with_extra, version(0))
        })
    }

    proptest! {
        #[test]
        fn the_table_has_exactly_the_targets(steps in proptest::collection::vec(shares(), 1..6)) {
            let mut table = Table::empty();
            for targets in steps {
                table = table.moved_to(&targets);
                prop_assert_eq!(table.shares(), targets.clone());
                prop_assert_eq!(Table::of(&table.runs()), table.clone());
                prop_assert_eq!(table.runs().iter().map(|run| run.slots).sum::<i32>(), SLOTS);
            }
        }

        #[test]
        fn a_slot_of_an_arm_that_does_not_shrink_never_moves(from in shares(), to in shares()) {
            let before = Table::empty().moved_to(&from);
            let after = before.moved_to(&to);
            for (was, now) in before.0.iter().zip(&after.0) {
                let version = was.expect("all slots are taken");
                if to.get(&version).copied().unwrap_or(0) >= from[&version] {
                    prop_assert_eq!(was, now);
                }
            }
        }
    }
}
