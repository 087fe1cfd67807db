//! What makes a comparison weak.

use super::*;

#[test]
fn a_weak_comparison_never_passes_and_says_why() {
    type Change = fn(&mut PairInputs);
    let changes: &[(&str, Change)] = &[
        ("dataset_differs", |pair| {
            pair.base.dataset_digest = Some("other".into())
        }),
        ("prompt_differs", |pair| {
            pair.base.prompt_template_digest = Some("other".into())
        }),
        ("harness_differs", |pair| {
            pair.base.harness = Some("other".into())
        }),
        ("harness_version_differs", |pair| {
            pair.base.harness_version = Some("0.5".into())
        }),
        ("few_shot_differs", |pair| pair.base.n_shot = Some(5)),
        ("seed_differs", |pair| {
            pair.base.seeds = Some(json!({"random_seed": 1}))
        }),
        ("suite_version_differs", |pair| {
            pair.base.suite_version_id = SuiteVersionId(Uuid::nil())
        }),
        ("unit_differs", |pair| pair.base.unit = Some(Unit::Score)),
        ("errors_many", |pair| pair.candidate.errors = Some(6)),
        ("few_items", |pair| {
            let items = pair.items.as_mut().unwrap();
            (items.n, items.base_only, items.candidate_only) = (29, 1, 20);
        }),
        ("items_unmatched", |pair| {
            pair.items.as_mut().unwrap().base_n = 530
        }),
        ("items_unmatched", |pair| {
            pair.items.as_mut().unwrap().unnamed = 26
        }),
        ("samples_truncated", |pair| {
            pair.base.flags = vec!["samples_truncated".into()]
        }),
        ("samples_truncated", |pair| {
            pair.items.as_mut().unwrap().base_n = 499;
            pair.items.as_mut().unwrap().n = 499;
            for side in [&mut pair.base, &mut pair.candidate] {
                side.stderr = Some("0.001".parse().unwrap());
            }
        }),
        ("grader", |pair| {
            pair.candidate.ineligible = vec![Reason::new("grader", "It crashed.")]
        }),
    ];
    let mut clear = pair();
    let items = clear.items.as_mut().unwrap();
    (items.base_only, items.candidate_only, items.mean) = (10, 90, "0.16".parse().unwrap());
    items.candidate_mean = "0.962".parse().unwrap();
    items.base_mean = "0.802".parse().unwrap();
    (clear.base.value, clear.candidate.value) = (Some(decimal("0.802")), Some(decimal("0.962")));
    assert_eq!(only(clear.clone()).verdict, ComparisonVerdict::Superior);
    for (code, change) in changes {
        let mut weak = clear.clone();
        change(&mut weak);
        let row = only(weak);
        assert!(
            codes(&row.weak).contains(code),
            "{code}: {:?}",
            codes(&row.weak)
        );
        assert_eq!(row.verdict, ComparisonVerdict::Insufficient, "{code}");
    }
}

#[test]
fn bounds_of_weakness_are_where_they_are_said_to_be() {
    let with = |change: fn(&mut PairInputs)| {
        let mut changed = pair();
        change(&mut changed);
        codes(&only(changed).weak).join(" ")
    };
    assert_eq!(with(|pair| pair.candidate.errors = Some(5)), "");
    assert_eq!(with(|pair| pair.items.as_mut().unwrap().base_n = 526), "");
    assert_eq!(
        with(|pair| pair.items.as_mut().unwrap().base_n = 527),
        "items_unmatched"
    );
    assert_eq!(with(|pair| pair.items.as_mut().unwrap().groups = 10), "");
}

#[test]
fn items_that_average_to_another_number_are_not_used_for_it() {
    let mut changed = pair();
    changed.candidate.value = Some(decimal("0.9"));
    for side in [&mut changed.base, &mut changed.candidate] {
        side.stderr = Some(decimal("0.01"));
    }
    let row = only(changed);
    assert_eq!((row.method, row.unmatched), (Some(Method::UnpairedZ), None));
    assert_eq!(codes(&row.notes), ["items_of_another_number"]);
}
