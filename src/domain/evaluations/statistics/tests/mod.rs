//! Against published numbers, scipy 1.17.1 and statsmodels 0.15.0, to 1e-9.

mod planned;
mod properties;

use super::*;

const TOLERANCE: f64 = 1e-9;

#[track_caller]
fn near(found: f64, expected: f64) {
    let allowed = TOLERANCE * expected.abs().max(1.0);
    assert!((found - expected).abs() <= allowed, "{found} {expected}");
}

#[track_caller]
fn near_pair(found: (f64, f64), expected: (f64, f64)) {
    near(found.0, expected.0);
    near(found.1, expected.1);
}

fn paired(n: u64, base_only: u64, candidate_only: u64) -> Paired {
    Paired::new(n, base_only, candidate_only).unwrap()
}

#[test]
fn a_share_agrees_with_statsmodels() {
    let found = wilson(81, 100, 0.95).unwrap();
    near_pair(found, (0.722_211_546_209_356_2, 0.874_852_484_902_312_6));
}

#[test]
fn tango_agrees_with_an_independent_solver() {
    for (n, b, c, low, high) in [
        (
            500,
            21,
            14,
            -0.038_723_311_420_474_48,
            0.009_652_070_728_906_541,
        ),
        (50, 0, 12, 0.142_973_913_969_917_3, 0.374_126_837_579_429_2),
        (
            100,
            40,
            2,
            -0.482_865_488_223_771_57,
            -0.276_927_415_789_713_6,
        ),
        (
            1000,
            3,
            3,
            -0.006_125_093_218_642_331_5,
            0.006_125_093_218_642_331_5,
        ),
        (30, 1, 0, -0.166_703_909_914_091_42, 0.083_963_839_613_101_1),
    ] {
        near_pair(paired(n, b, c).tango(0.95).unwrap(), (low, high));
    }
    let counts = paired(500, 21, 14);
    near(counts.delta(), -0.014);
    near(counts.discordance(), 0.07);
    // Non-inferiority at a margin of 3 points.
    near(counts.score(-0.03), 1.306_280_265_421_798_2);
}

#[test]
fn without_differing_pairs_an_interval_still_has_a_width() {
    let z2 = 1.959_963_984_540_054_f64.powi(2);
    let half = z2 / (100.0 + z2);
    near_pair(paired(100, 0, 0).tango(0.95).unwrap(), (-half, half));
    assert_eq!(
        three_way(-half, half, 0.02),
        ComparisonVerdict::Inconclusive
    );
}

#[test]
fn the_ends_of_paired_shares_are_exact() {
    // All differ one way: the other bound is (n - z²) / (n + z²).
    let z2 = 1.959_963_984_540_054_f64.powi(2);
    let bound = (20.0 - z2) / (20.0 + z2);
    near_pair(paired(20, 0, 20).tango(0.95).unwrap(), (bound, 1.0));
    near_pair(paired(20, 20, 0).tango(0.95).unwrap(), (-1.0, -bound));
    let (low, high) = paired(1, 0, 0).tango(0.95).unwrap();
    assert!(low < -0.7 && high > 0.7, "{low} {high}");
    // A thousand million items.
    let (low, high) = paired(1_000_000_000, 1_000_000, 1_000_000)
        .tango(0.95)
        .unwrap();
    let wald = 1.959_963_984_540_054 * 2_000_000.0_f64.sqrt() / 1e9;
    assert!(
        (high - wald).abs() < 1e-10 && (low + wald).abs() < 1e-10,
        "{low} {high}"
    );
}

#[test]
fn counts_and_levels_that_cannot_be_are_refused() {
    assert_eq!(Paired::new(0, 0, 0), None);
    assert_eq!(Paired::new(10, 6, 5), None);
    assert_eq!(Paired::new(10, u64::MAX, 1), None);
    for level in [0.0, 1.0, -1.0, f64::NAN] {
        assert_eq!(paired(10, 1, 2).tango(level), None);
        assert_eq!(paired(10, 1, 2).bonett_price(level), None);
    }
}

#[test]
fn bonett_and_price_agree_with_their_formula() {
    let found = paired(500, 21, 14).bonett_price(0.95).unwrap();
    near_pair(
        found,
        (-0.037_661_871_344_322_56, 0.009_773_425_129_183_118),
    );
    let (low, high) = paired(1, 0, 1).bonett_price(0.999_999).unwrap();
    assert_eq!((low, high), (-1.0, 1.0));
}

#[test]
fn mcnemar_agrees_with_statsmodels() {
    for (b, c, exact, mid) in [
        (8, 0, 0.007_812_5, 0.003_906_25),
        (5, 15, 0.041_389_465_332_031_25, 0.026_603_698_730_468_753),
        (0, 6, 0.031_25, 0.015_625),
        (30, 52, 0.019_826_915_845_841_6, 0.015_232_201_861_994_66),
        (
            400,
            500,
            0.000_956_444_136_918_937_3,
            0.000_854_195_536_197_708_8,
        ),
        (
            100_000,
            100_700,
            0.118_692_703_662_367,
            0.118_167_276_882_826_95,
        ),
        (10, 10, 1.0, 1.0),
        (0, 0, 1.0, 1.0),
    ] {
        near(mcnemar_exact(b, c), exact);
        near(mcnemar_mid_p(b, c), mid);
        near(mcnemar_exact(c, b), exact);
        near(mcnemar_mid_p(c, b), mid);
    }
}

#[test]
fn a_paired_t_test_agrees_with_scipy() {
    let d = [0.1, -0.2, 0.05, 0.3, 0.0, 0.0, -0.1, 0.4, 0.25, -0.05];
    let pairs: Vec<(f64, u64)> = d.into_iter().zip(0..).collect();
    let differences = Differences::of(&pairs).unwrap();
    let found = differences.test(0.95).unwrap();
    near(differences.mean, 0.075);
    near(found.stderr, 0.059_744_827_763_116_404);
    near(found.p, 0.240_969_247_505_826_8);
    near_pair(
        (found.low, found.high),
        (-0.060_152_190_064_478_82, 0.210_152_190_064_478_83),
    );
    let groups = [0, 0, 1, 1, 1, 2, 3, 3, 4, 4];
    let pairs: Vec<(f64, u64)> = d.into_iter().zip(groups).collect();
    let found = Differences::of(&pairs).unwrap().test(0.95).unwrap();
    assert!(
        (found.stderr - 0.036_869_7).abs() < 1e-7,
        "{}",
        found.stderr
    );
    assert!((found.p - 0.111_678_96).abs() < 1e-7, "{}", found.p);
}

#[test]
fn groups_change_the_answer() {
    let d = [
        0, 1, 0, -1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, -1, 0, 1, 0, 0, 0, 0, 1, 1, 1,
    ];
    let pairs: Vec<(f64, u64)> = d
        .iter()
        .zip(0..)
        .map(|(d, at)| (f64::from(*d), at / 3))
        .collect();
    let differences = Differences::of(&pairs).unwrap();
    let found = differences.test(0.95).unwrap();
    assert_eq!(
        (differences.n, differences.groups, found.freedom),
        (24, 8, 7.0)
    );
    near(differences.mean, 0.25);
    near(found.stderr, 0.151_054_494_529_161_06);
    near(found.p, 0.141_891_602_701_479_63);
    near_pair(
        (found.low, found.high),
        (-0.107_187_121_075_743_69, 0.607_187_121_075_743_8),
    );
    let alone: Vec<(f64, u64)> = pairs
        .iter()
        .zip(0..)
        .map(|(pair, at)| (pair.0, at))
        .collect();
    let found = Differences::of(&alone).unwrap().test(0.95).unwrap();
    near(found.stderr, 0.124_090_897_025_679_05);
    near(found.p, 0.055_777_918_695_387_58);
}

#[test]
fn differences_without_variation_say_nothing() {
    let equal = |d: f64, n: u64| Differences::of(&(0..n).map(|at| (d, at)).collect::<Vec<_>>());
    assert_eq!(equal(0.0, 0), None);
    assert_eq!(equal(0.3, 1).unwrap().test(0.95), None);
    assert_eq!(equal(0.0, 500).unwrap().test(0.95), None);
    assert_eq!(equal(0.25, 500).unwrap().variance(), None);
    let one_group = Differences::of(&[(0.1, 7), (0.2, 7), (0.4, 7)]).unwrap();
    assert_eq!(one_group.test(0.95), None);
}

#[test]
fn results_alone_agree_with_scipy() {
    let found = unpaired(
        Estimate {
            value: 0.494,
            stderr: 0.0126,
        },
        Estimate {
            value: 0.471,
            stderr: 0.0127,
        },
        0.95,
    )
    .unwrap();
    near(found.delta, -0.023);
    near(found.stderr, 0.017_889_941_307_897_016);
    near(found.p, 0.198_569_201_213_562_59);
    near_pair(
        (found.low, found.high),
        (-0.058_063_640_649_013_565, 0.012_063_640_649_013_524),
    );
    let exact = Estimate {
        value: 0.5,
        stderr: 0.0,
    };
    assert_eq!(unpaired(exact, exact, 0.95), None);
}

#[test]
fn newcombe_agrees_with_statsmodels() {
    for (k1, n1, k2, n2, low, high) in [
        (
            48,
            80,
            56,
            70,
            0.052_431_472_402_364_98,
            0.333_872_654_036_906_14,
        ),
        (
            10,
            100,
            20,
            200,
            -0.081_907_079_704_043_6,
            0.066_673_566_504_790_1,
        ),
        (
            0,
            30,
            5,
            30,
            0.019_729_903_514_814_295,
            0.335_643_505_064_160_5,
        ),
    ] {
        let share = |k: u64, n: u64| {
            let (low, high) = wilson(k, n, 0.95).unwrap();
            (count(k) / count(n), low, high)
        };
        near_pair(newcombe(share(k1, n1), share(k2, n2)), (low, high));
    }
}

#[test]
fn the_verdict_is_three_way() {
    use ComparisonVerdict::{Inconclusive, Inferior, NonInferior, Superior};
    for (low, high, expected) in [
        (0.001, 0.03, Superior),
        (-0.01, 0.01, NonInferior),
        (-0.019_99, -0.01, NonInferior),
        (-0.02, 0.01, Inconclusive),
        (-0.03, -0.02, Inconclusive),
        (-0.05, -0.021, Inferior),
        (0.0, 0.02, NonInferior),
    ] {
        assert_eq!(three_way(low, high, 0.02), expected, "{low} {high}");
    }
    // Without a margin only better is good enough.
    assert_eq!(three_way(0.0, 0.02, 0.0), Inconclusive);
}

#[test]
fn corrections_agree_with_statsmodels() {
    let p = [0.012, 0.0004, 0.2, 0.049, 0.03];
    for (found, expected) in [
        (holm(&p), [0.048, 0.002, 0.2, 0.098, 0.09]),
        (benjamini_hochberg(&p), [0.03, 0.002, 0.2, 0.061_25, 0.05]),
    ] {
        for (found, expected) in found.into_iter().zip(expected) {
            near(found, expected);
        }
    }
    for (found, expected) in holm(&[0.01, 0.04, 0.03, 0.005])
        .into_iter()
        .zip([0.03, 0.06, 0.06, 0.02])
    {
        near(found, expected);
    }
    assert_eq!(holm(&[]), Vec::<f64>::new());
    assert_eq!(benjamini_hochberg(&[0.7]), vec![0.7]);
}

/// Real judgements of two releases on the same questions, when the corpus is there.
#[test]
fn real_judgements_pair_as_scipy_pairs_them() {
    let Some(corpus) = std::env::var_os("TENURE_CORPUS") else {
        eprintln!("TENURE_CORPUS is not set: real judgements were not compared");
        return;
    };
    let directory = std::path::Path::new(&corpus).join("evals/livebench");
    let read = |release: &str| -> std::collections::BTreeMap<String, (f64, String)> {
        let path = directory.join(format!("ground_truth_judgment_{release}.jsonl"));
        let text = std::fs::read_to_string(path).unwrap();
        text.lines()
            .filter(|line| !line.is_empty())
            .map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).unwrap();
                let text = |name: &str| row[name].as_str().unwrap().to_owned();
                (
                    text("question_id"),
                    (row["score"].as_f64().unwrap(), text("task")),
                )
            })
            .collect()
    };
    let (base, candidate) = (read("gpt-4o-2024-05-13"), read("gpt-4o-2024-08-06"));
    let tasks: std::collections::BTreeSet<&String> = base.values().map(|(_, task)| task).collect();
    let pairs: Vec<(f64, u64)> = base
        .iter()
        .filter_map(|(id, (score, task))| {
            let group = tasks.iter().position(|known| *known == task).unwrap();
            Some((candidate.get(id)?.0 - score, u64::try_from(group).unwrap()))
        })
        .collect();
    let alone: Vec<(f64, u64)> = pairs
        .iter()
        .zip(0..)
        .map(|(pair, at)| (pair.0, at))
        .collect();
    let differences = Differences::of(&alone).unwrap();
    let found = differences.test(0.95).unwrap();
    assert_eq!(differences.n, 1136);
    near(differences.mean, 0.021_471_871_321_943_416);
    near(found.stderr, 0.010_466_983_067_103_89);
    near(found.p, 0.040_458_031_541_485_02);
    near_pair(
        (found.low, found.high),
        (0.000_935_061_419_584_434_1, 0.042_008_681_224_302_4),
    );
    let clustered = Differences::of(&pairs).unwrap();
    assert_eq!(clustered.groups, 18);
    near(
        clustered.test(0.95).unwrap().stderr,
        0.012_423_723_559_779_483,
    );
}
