//! Plans, against published tables.

use super::*;

#[test]
fn plans_agree_with_the_published_tables() {
    let plan = Plan::default();
    for (discordance, margin, expected) in [
        (0.05, 0.01, 5_254),
        (0.05, 0.02, 1_314),
        (0.05, 0.03, 584),
        (0.05, 0.05, 211),
        (0.08, 0.02, 2_102),
        (0.12, 0.01, 12_609),
        (0.12, 0.05, 505),
    ] {
        assert_eq!(items_needed(discordance, margin, 0.0, plan), Some(expected));
    }
    let shown = detectable(0.08, 300.0, plan).unwrap();
    assert!((shown - 0.0529).abs() < 5e-5, "{shown}");
    let miller = Plan {
        alpha: 0.025,
        power: 0.8,
    };
    near(
        detectable(0.15, 500.0, miller).unwrap(),
        0.048_524_879_395_055_96,
    );
    assert_eq!(items_needed(0.15, 0.03, 0.0, miller), Some(1_309));
    assert_eq!(
        per_arm_needed(
            0.05,
            0.01,
            Plan {
                alpha: 0.05,
                power: 0.8
            }
        ),
        Some(5_874)
    );
    assert_eq!(
        per_arm_needed(
            0.05,
            0.01,
            Plan {
                alpha: 0.05,
                power: 1.0
            }
        ),
        None
    );
}

#[test]
fn a_plan_that_no_run_can_meet_is_refused() {
    let plan = Plan::default();
    assert_eq!(items_needed(0.05, 0.0, 0.0, plan), None);
    assert_eq!(items_needed(0.05, 0.02, -0.02, plan), None);
    assert_eq!(items_needed(0.05, 1e-12, 0.0, plan), None);
    assert_eq!(detectable(0.05, 0.0, plan), None);
    assert_eq!(detectable(f64::NAN, 10.0, plan), None);
    assert_eq!(per_arm_needed(1.5, 0.01, plan), None);
    // All items equal: one would do, if that were known.
    assert_eq!(items_needed(0.0, 0.02, 0.0, plan), Some(1));
}
