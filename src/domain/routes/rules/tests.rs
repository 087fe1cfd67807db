use uuid::Uuid;

use super::*;
use crate::domain::routes::{Pin, Run, SLOTS};
use crate::ground::kernel::{Instant, SnapshotId};

fn id(n: u128) -> VersionId {
    VersionId(Uuid::from_u128(n))
}

fn fact(n: u128, stage: Stage, slots_when_deprecated: i32) -> (VersionId, VersionFact) {
    (
        id(n),
        VersionFact {
            id: id(n),
            label: format!("m/{n}"),
            stage,
            slots_when_deprecated,
        },
    )
}

fn versions() -> BTreeMap<VersionId, VersionFact> {
    BTreeMap::from([
        fact(1, Stage::Production, 0),
        fact(2, Stage::Production, 0),
        fact(3, Stage::Staging, 0),
        fact(4, Stage::Archived, 0),
        fact(5, Stage::Deprecated, 2_500),
    ])
}

fn snapshot(runs: &[(u128, i32)]) -> Snapshot {
    Snapshot {
        id: SnapshotId(Uuid::nil()),
        seq: 1,
        effective_from: "2026-11-24T12:00:00Z".parse::<Instant>().unwrap(),
        salt: "s".into(),
        runs: runs
            .iter()
            .map(|(n, slots)| Run {
                version_id: id(*n),
                slots: *slots,
            })
            .collect(),
        pins: vec![],
        killed: vec![],
        fallbacks: vec![],
        max_stale_seconds: None,
    }
}

fn facts<'a>(current: &'a Snapshot, versions: &'a BTreeMap<VersionId, VersionFact>) -> Facts<'a> {
    Facts {
        environment: "production",
        requires: Stage::Production,
        route: "production/bot",
        current: Some(current),
        versions,
    }
}

fn request(arms: &[(u128, i32)]) -> Request {
    Request {
        allocation: arms.iter().map(|(n, slots)| (id(*n), *slots)).collect(),
        fallbacks: None,
    }
}

fn codes(refused: Result<Next, Vec<Reason>>) -> Vec<String> {
    refused
        .unwrap_err()
        .into_iter()
        .map(|reason| reason.code)
        .collect()
}

fn served(next: &Next) -> Vec<(u128, i32)> {
    next.runs
        .iter()
        .map(|run| (run.version_id.0.as_u128(), run.slots))
        .collect()
}

#[test]
fn a_request_must_fill_all_slots_with_distinct_versions() {
    assert!(request_problems(&request(&[(1, 9_999), (2, 1)])).is_empty());
    for wrong in [
        &[][..],
        &[(1, 9_999)],
        &[(1, 10_001)],
        &[(1, 10_000), (2, 0)],
        &[(1, 5_000), (1, 5_000)],
    ] {
        assert!(!request_problems(&request(wrong)).is_empty(), "{wrong:?}");
    }
}

#[test]
fn a_switch_names_every_reason_at_once() {
    let (mut current, versions) = (snapshot(&[(1, SLOTS)]), versions());
    current.killed = vec![id(2)];
    let asked = request(&[(2, 2_500), (3, 2_500), (4, 2_500), (9, 2_500)]);
    assert_eq!(
        codes(switch(&facts(&current, &versions), &asked)),
        [
            "version_killed",
            "stage_too_low",
            "version_ended",
            "version_unknown"
        ]
    );
}

#[test]
fn a_deprecated_version_keeps_what_it_had_and_gets_no_more() {
    let (current, versions) = (snapshot(&[(1, 9_000), (5, 1_000)]), versions());
    let facts = facts(&current, &versions);
    assert_eq!(
        served(&switch(&facts, &request(&[(1, 7_500), (5, 2_500)])).unwrap()).len(),
        2
    );
    assert_eq!(
        codes(switch(&facts, &request(&[(1, 7_499), (5, 2_501)]))),
        ["deprecated_share"]
    );
}

#[test]
fn a_deprecated_version_gets_no_new_route() {
    let versions = versions();
    let facts = Facts {
        environment: "production",
        requires: Stage::Production,
        route: "production/new",
        current: None,
        versions: &BTreeMap::from([fact(5, Stage::Deprecated, 0)]),
    };
    assert_eq!(
        codes(create(&facts, "s", &request(&[(5, SLOTS)]), None)),
        ["deprecated_share"]
    );
    let allowed = Facts {
        versions: &versions,
        ..facts
    };
    assert!(create(&allowed, "s", &request(&[(1, SLOTS)]), None).is_ok());
}

#[test]
fn a_kill_gives_the_slots_to_the_others_and_takes_pins_and_fallbacks_along() {
    let (mut current, versions) = (snapshot(&[(1, 7_500), (2, 2_500)]), versions());
    current.pins = vec![Pin {
        key_digest: "k".into(),
        version_id: id(2),
    }];
    current.fallbacks = vec![id(2), id(5)];
    let next = kill(&facts(&current, &versions), id(2)).unwrap();
    assert_eq!(served(&next), [(1, SLOTS)]);
    assert_eq!(
        (next.pins, next.killed, next.fallbacks),
        (vec![], vec![id(2)], vec![id(5)])
    );
}

#[test]
fn a_kill_of_the_only_version_serves_the_first_usable_fallback_or_nothing() {
    let (mut current, versions) = (snapshot(&[(1, SLOTS)]), versions());
    current.fallbacks = vec![id(4), id(2)];
    assert_eq!(
        served(&kill(&facts(&current, &versions), id(1)).unwrap()),
        [(2, SLOTS)]
    );
    current.fallbacks = vec![id(4), id(3)];
    assert_eq!(
        served(&kill(&facts(&current, &versions), id(1)).unwrap()),
        []
    );
    current.killed = vec![id(1)];
    assert_eq!(
        codes(kill(&facts(&current, &versions), id(1))),
        ["already_killed"]
    );
}

#[test]
fn a_rollback_restores_what_may_still_run() {
    let (mut current, versions) = (snapshot(&[(1, SLOTS)]), versions());
    let mut earlier = snapshot(&[(5, SLOTS)]);
    earlier.fallbacks = vec![id(4), id(2)];
    let next = rollback(&facts(&current, &versions), &earlier).unwrap();
    assert_eq!(
        served(&next),
        [(5, SLOTS)],
        "a protective move may give a deprecated version its share back"
    );
    assert_eq!(next.fallbacks, [id(2)]);
    current.killed = vec![id(5)];
    assert_eq!(
        codes(rollback(&facts(&current, &versions), &earlier)),
        ["version_killed"]
    );
    assert_eq!(
        codes(rollback(
            &facts(&current, &versions),
            &snapshot(&[(4, SLOTS)])
        )),
        ["version_ended"]
    );
    assert_eq!(
        codes(rollback(&facts(&current, &versions), &snapshot(&[]))),
        ["nothing_served"]
    );
}

#[test]
fn a_revived_version_serves_nothing_by_that() {
    let (mut current, versions) = (snapshot(&[(1, SLOTS)]), versions());
    current.killed = vec![id(2)];
    let next = revive(&facts(&current, &versions), id(2)).unwrap();
    assert_eq!((served(&next), next.killed), (vec![(1, SLOTS)], vec![]));
    assert_eq!(
        codes(revive(&facts(&current, &versions), id(1))),
        ["not_killed"]
    );
}

#[test]
fn a_unit_is_pinned_once_and_only_to_what_may_run() {
    let (mut current, versions) = (snapshot(&[(1, SLOTS)]), versions());
    let next = pin(&facts(&current, &versions), "k", Some(id(2))).unwrap();
    assert_eq!(next.pins.len(), 1);
    current.pins = next.pins;
    let moved = pin(&facts(&current, &versions), "k", Some(id(1))).unwrap();
    assert_eq!(
        moved.pins,
        [Pin {
            key_digest: "k".into(),
            version_id: id(1)
        }]
    );
    assert_eq!(
        pin(&facts(&current, &versions), "k", None).unwrap().pins,
        []
    );
    assert_eq!(
        codes(pin(&facts(&current, &versions), "other", None)),
        ["not_pinned"]
    );
    assert_eq!(
        codes(pin(&facts(&current, &versions), "k", Some(id(3)))),
        ["stage_too_low"]
    );
    current.pins = (0..100)
        .map(|n| Pin {
            key_digest: n.to_string(),
            version_id: id(1),
        })
        .collect();
    assert_eq!(
        codes(pin(&facts(&current, &versions), "k", Some(id(1)))),
        ["pins_full"]
    );
}
