//! Plans.

use super::*;

#[test]
fn a_plan_says_what_a_run_can_show() {
    let facts = PlanFacts {
        items: Some(300),
        margin: Some(decimal("0.02")),
        discordance: decimal("0.08"),
        rate: None,
        power: decimal("0.9"),
    };
    let planned = plan(&facts).unwrap();
    assert_eq!(
        planned.message,
        "300 items can show 5.3 pt at best (8 % discordant, 90 % power); 2 pt needs 2102."
    );
    assert_eq!(
        (planned.n_needed, planned.enough),
        (Some(2102), Some(false))
    );
    let separate = PlanFacts {
        rate: Some(decimal("0.9")),
        items: None,
        ..facts.clone()
    };
    assert_eq!(plan(&separate).unwrap().n_needed_unpaired, Some(4729));
    for wrong in [
        PlanFacts {
            items: Some(0),
            ..facts.clone()
        },
        PlanFacts {
            items: Some(ITEMS_OVER),
            ..facts.clone()
        },
        PlanFacts {
            margin: Some(decimal("1")),
            ..facts.clone()
        },
        PlanFacts {
            discordance: decimal("0"),
            ..facts.clone()
        },
        PlanFacts {
            power: decimal("1"),
            ..facts.clone()
        },
        PlanFacts {
            rate: Some(decimal("-0.5")),
            ..facts
        },
    ] {
        assert_eq!(plan(&wrong).unwrap_err().len(), 1);
    }
}

const ITEMS_OVER: u64 = super::super::planned::ITEMS_MAX + 1;
