//! What holds for all numbers.

use proptest::prelude::*;

use super::super::*;

fn counts() -> impl Strategy<Value = Paired> {
    (1_u64..200_000, 0.0_f64..=1.0, 0.0_f64..=1.0).prop_map(|(n, differ, lost)| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "shares of n"
        )]
        let part = |share: f64, of: u64| (share * count(of)) as u64;
        let discordant = part(differ, n);
        let base_only = part(lost, discordant);
        Paired::new(n, base_only, discordant - base_only).unwrap()
    })
}

fn swapped(counts: Paired) -> Paired {
    Paired::new(counts.n, counts.candidate_only, counts.base_only).unwrap()
}

fn pairs() -> impl Strategy<Value = Vec<(f64, u64)>> {
    proptest::collection::vec((-1.0_f64..=1.0, 0_u64..12), 2..60)
}

proptest! {
    #[test]
    fn a_paired_interval_holds_its_estimate_and_turns_with_its_sides(counts in counts()) {
        for interval in [Paired::tango, Paired::bonett_price] {
            let (low, high) = interval(counts, LEVEL).unwrap();
            prop_assert!((-1.0..=1.0).contains(&low) && (-1.0..=1.0).contains(&high));
            let (other_low, other_high) = interval(swapped(counts), LEVEL).unwrap();
            prop_assert!((low + other_high).abs() < 1e-9 && (high + other_low).abs() < 1e-9);
        }
        let (low, high) = counts.tango(LEVEL).unwrap();
        prop_assert!(low <= counts.delta() && counts.delta() <= high, "{} {}", low, high);
        prop_assert!(low < high);
    }

    #[test]
    fn more_confidence_is_a_wider_interval(counts in counts(), level in 0.5_f64..0.99) {
        for interval in [Paired::tango, Paired::bonett_price] {
            let (low, high) = interval(counts, level).unwrap();
            let (wider_low, wider_high) = interval(counts, level + 0.009).unwrap();
            prop_assert!(wider_low <= low && high <= wider_high);
        }
    }

    #[test]
    fn bounds_are_where_the_score_is_the_quantile(counts in counts()) {
        let (low, high) = counts.tango(LEVEL).unwrap();
        let z = quantile(LEVEL);
        if low > -1.0 {
            prop_assert!((counts.score(low) - z).abs() < 1e-5, "{}", counts.score(low));
        }
        if high < 1.0 {
            prop_assert!((counts.score(high) + z).abs() < 1e-5, "{}", counts.score(high));
        }
    }

    #[test]
    fn mcnemar_is_symmetric_and_its_mid_p_is_smaller(b in 0_u64..5_000, c in 0_u64..5_000) {
        let (exact, mid) = (mcnemar_exact(b, c), mcnemar_mid_p(b, c));
        prop_assert!((0.0..=1.0).contains(&exact) && (0.0..=1.0).contains(&mid));
        prop_assert!(mid <= exact);
        prop_assert!((mid - mcnemar_mid_p(c, b)).abs() < 1e-12);
    }

    #[test]
    fn the_order_of_items_never_matters(pairs in pairs(), seed in any::<u64>()) {
        let mut shuffled = pairs.clone();
        let turn = usize::try_from(seed % 60).unwrap() % pairs.len();
        shuffled.rotate_left(turn);
        shuffled.reverse();
        prop_assert_eq!(Differences::of(&pairs), Differences::of(&shuffled));
    }

    #[test]
    fn means_turn_with_their_sides(pairs in pairs()) {
        let other: Vec<(f64, u64)> = pairs.iter().map(|pair| (-pair.0, pair.1)).collect();
        let (one, other) = (Differences::of(&pairs).unwrap(), Differences::of(&other).unwrap());
        match (one.test(LEVEL), other.test(LEVEL)) {
            (Some(one_side), Some(other_side)) => {
                prop_assert!((one_side.low + other_side.high).abs() < 1e-12);
                prop_assert!((one_side.p - other_side.p).abs() < 1e-12);
                prop_assert!(one_side.low <= one.mean && one.mean <= one_side.high);
                let wider = one.test(0.99).unwrap();
                prop_assert!(wider.low < one_side.low && one_side.high < wider.high);
            }
            (None, None) => {}
            (one, other) => prop_assert!(false, "{:?} {:?}", one, other),
        }
    }

    #[test]
    fn a_correction_never_helps_and_keeps_the_order(p in proptest::collection::vec(0.0_f64..=1.0, 0..30)) {
        let (holm, bh) = (holm(&p), benjamini_hochberg(&p));
        for (index, raw) in p.iter().enumerate() {
            prop_assert!(*raw <= bh[index] + 1e-15 && bh[index] <= holm[index] + 1e-15 && holm[index] <= 1.0);
            for (other, another) in p.iter().enumerate() {
                if raw < another {
                    prop_assert!(holm[index] <= holm[other] && bh[index] <= bh[other]);
                }
            }
        }
    }

    #[test]
    fn a_plan_that_is_kept_shows_its_margin(variance in 0.01_f64..1.0, margin in 0.005_f64..0.2) {
        let needed = items_needed(variance, margin, 0.0, Plan::default()).unwrap();
        let shown = detectable(variance, count(needed), Plan::default()).unwrap();
        prop_assert!(shown <= margin * (1.0 + 1e-12));
        if needed > 1 {
            prop_assert!(detectable(variance, count(needed - 1), Plan::default()).unwrap() > margin);
        }
    }

    #[test]
    fn verdicts_follow_the_bounds(low in -0.2_f64..0.2, width in 0.0_f64..0.2, margin in 0.0_f64..0.1) {
        let verdict = three_way(low, low + width, margin);
        prop_assert_eq!(verdict.passes(), low > -margin || low > 0.0);
    }
}
