//! What is known about metrics that tools name without saying what they mean.
//!
//! Sources: lm-evaluation-harness `lm_eval/api/metrics.py` (directions, aggregations; BLEU, chrF and TER come from
//! sacrebleu on a scale to 100) and its task files `crows_pairs_*.yaml`, `bbq_*.yaml`, `truthfulqa*`; Nangia et al.
//! 2020 (CrowS-Pairs: 50 % is unbiased); Parrish et al. 2022 (BBQ: a bias score of 0 is unbiased); Chen et al. 2021
//! (pass@k). The task files mark the two bias metrics as "lower is better", which is wrong below the target: here
//! the target wins over the file.

use super::{Direction, Slice, Unit};
use crate::ground::kernel::Decimal;

/// What the catalogue knows about a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Canonical name.
    pub name: String,
    /// What it counts; `None`: tools use more than one scale.
    pub unit: Option<Unit>,
    /// Which values are better.
    pub direction: Direction,
    /// Whether each item scores 0 or 1, so that the value is a share of items.
    pub is_rate: bool,
    /// The part of the items that the name says it is about.
    pub slice: Option<Slice>,
}

/// Which values are better, before its target is a number.
#[derive(Clone, Copy)]
enum Better {
    Higher,
    Lower,
    /// A target in tenths.
    TargetTenths(i64),
    /// It says nothing.
    Nothing,
}

/// One line of the catalogue.
struct Entry {
    /// Task names that it holds for: exact, or a prefix before `*`.
    task: &'static str,
    /// Names that tools use.
    names: &'static [&'static str],
    canonical: &'static str,
    unit: Option<Unit>,
    better: Better,
    is_rate: bool,
}

const fn share(names: &'static [&'static str], canonical: &'static str, is_rate: bool) -> Entry {
    let (task, unit, better) = ("*", Some(Unit::Fraction), Better::Higher);
    Entry {
        task,
        names,
        canonical,
        unit,
        better,
        is_rate,
    }
}

const fn scale(
    names: &'static [&'static str],
    canonical: &'static str,
    unit: Option<Unit>,
    better: Better,
) -> Entry {
    Entry {
        task: "*",
        names,
        canonical,
        unit,
        better,
        is_rate: false,
    }
}

/// The first entry that fits counts.
static ENTRIES: &[Entry] = &[
    // TruthfulQA mc2 is a mean of normalised probabilities, not a share of items, though it is called acc.
    Entry {
        task: "truthfulqa_mc2",
        ..share(&["acc"], "acc", false)
    },
    share(&["acc", "accuracy"], "acc", true),
    share(&["acc_norm"], "acc_norm", true),
    share(&["acc_mutual_info"], "acc_mutual_info", true),
    share(&["acc_all"], "acc_all", true),
    share(&["acc_amb", "accuracy_amb"], "acc_amb", true),
    share(&["acc_disamb", "accuracy_disamb"], "acc_disamb", true),
    share(&["exact_match", "em"], "exact_match", true),
    // HELM: compared after normalising, by the beginning, or both.
    share(&["quasi_exact_match"], "quasi_exact_match", true),
    share(&["prefix_exact_match"], "prefix_exact_match", true),
    share(
        &["quasi_prefix_exact_match"],
        "quasi_prefix_exact_match",
        true,
    ),
    share(&["mc1"], "mc1", true),
    share(&["mc2"], "mc2", false),
    share(&["f1", "f1_score"], "f1", false),
    share(
        &["prompt_level_strict_acc"],
        "prompt_level_strict_acc",
        true,
    ),
    share(&["prompt_level_loose_acc"], "prompt_level_loose_acc", true),
    share(&["inst_level_strict_acc"], "inst_level_strict_acc", false),
    share(&["inst_level_loose_acc"], "inst_level_loose_acc", false),
    scale(&["mcc"], "mcc", Some(Unit::Score), Better::Higher),
    scale(&["bleu"], "bleu", Some(Unit::Score), Better::Higher),
    scale(&["chrf"], "chrf", Some(Unit::Score), Better::Higher),
    scale(&["ter"], "ter", Some(Unit::Score), Better::Lower),
    scale(
        &["brier_score"],
        "brier_score",
        Some(Unit::Score),
        Better::Lower,
    ),
    scale(
        &["perplexity", "ppl"],
        "perplexity",
        Some(Unit::Score),
        Better::Lower,
    ),
    scale(
        &["word_perplexity"],
        "word_perplexity",
        Some(Unit::Score),
        Better::Lower,
    ),
    scale(
        &["byte_perplexity"],
        "byte_perplexity",
        Some(Unit::Score),
        Better::Lower,
    ),
    scale(
        &["bits_per_byte"],
        "bits_per_byte",
        Some(Unit::Score),
        Better::Lower,
    ),
    // ROUGE is a share in some tasks and multiplied by 100 in others (TruthfulQA, forks): the unit is not certain.
    scale(&["rouge1"], "rouge1", None, Better::Higher),
    scale(&["rouge2"], "rouge2", None, Better::Higher),
    scale(
        &["rougeL", "rougel", "rouge_l"],
        "rougel",
        None,
        Better::Higher,
    ),
    // CrowS-Pairs: how often the stereotype is the likelier sentence, and by how much the two differ.
    Entry {
        task: "crows_pairs*",
        names: &["pct_stereotype"],
        canonical: "pct_stereotype",
        unit: Some(Unit::Fraction),
        better: Better::TargetTenths(5),
        is_rate: true,
    },
    Entry {
        task: "crows_pairs*",
        ..scale(
            &["likelihood_diff", "likelihood_difference"],
            "likelihood_diff",
            Some(Unit::Score),
            Better::Lower,
        )
    },
    // BBQ: from -1 (against the stereotype) to 1.
    scale(
        &["amb_bias_score"],
        "amb_bias_score",
        Some(Unit::Score),
        Better::TargetTenths(0),
    ),
    scale(
        &["disamb_bias_score"],
        "disamb_bias_score",
        Some(Unit::Score),
        Better::TargetTenths(0),
    ),
    // Shares of tests and requests.
    share(&["pass_rate"], "pass_rate", true),
    Entry {
        better: Better::Lower,
        ..share(&["request_error_rate"], "request_error_rate", true)
    },
    // Months until the move to this version has paid for itself, as somebody computed it.
    scale(
        &["break_even_months"],
        "break_even_months",
        Some(Unit::Count),
        Better::Lower,
    ),
    // How far single values spread; not better or worse.
    scale(&["std"], "std", Some(Unit::Score), Better::Nothing),
    scale(&["var"], "var", Some(Unit::Score), Better::Nothing),
    // The harness writes 999 when a task is told to compute nothing.
    scale(&["bypass"], "bypass", None, Better::Nothing),
];

/// Metrics whose name ends in the category that they are about: `amb_bias_score_Age`.
const BY_CATEGORY: &[&str] = &["amb_bias_score", "disamb_bias_score"];

/// What the catalogue knows about a metric of a task.
#[must_use]
pub fn known(task: &str, metric: &str) -> Option<Known> {
    if let Some(k) = metric
        .strip_prefix("pass@")
        .or_else(|| metric.strip_prefix("pass_at_"))
    {
        return pass_at(k);
    }
    for base in BY_CATEGORY {
        let category = metric
            .strip_prefix(base)
            .and_then(|rest| rest.strip_prefix('_'));
        if let Some(category) = category.filter(|category| !category.is_empty()) {
            let slice = Slice {
                kind: "category".into(),
                value: category.into(),
            };
            return known(task, base).map(|base| Known {
                slice: Some(slice),
                ..base
            });
        }
    }
    let entry = ENTRIES
        .iter()
        .find(|entry| entry.names.contains(&metric) && task_matches(entry.task, task))?;
    Some(Known {
        name: entry.canonical.into(),
        unit: entry.unit,
        direction: match entry.better {
            Better::Higher => Direction::Higher,
            Better::Lower => Direction::Lower,
            Better::TargetTenths(tenths) => Direction::Target(tenths_of(tenths)),
            Better::Nothing => Direction::None,
        },
        is_rate: entry.is_rate,
        slice: None,
    })
}

/// Whether the value of the metric may be a share of items that score 0 or 1; `None`: the catalogue does not know it.
#[must_use]
pub fn is_rate(metric: &str) -> Option<bool> {
    known("crows_pairs", metric).map(|known| known.is_rate)
}

/// pass@k: a share of problems; with k = 1 and one try each problem scores 0 or 1.
fn pass_at(k: &str) -> Option<Known> {
    k.parse::<u32>().ok().filter(|k| *k > 0)?;
    Some(Known {
        name: format!("pass@{k}"),
        unit: Some(Unit::Fraction),
        direction: Direction::Higher,
        is_rate: k == "1",
        slice: None,
    })
}

fn task_matches(pattern: &str, task: &str) -> bool {
    pattern
        .strip_suffix('*')
        .map_or(task == pattern, |prefix| task.starts_with(prefix))
}

fn tenths_of(tenths: i64) -> Decimal {
    format!("{tenths}e-1")
        .parse()
        .expect("a small number of tenths is a decimal")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn direction(task: &str, metric: &str) -> Direction {
        known(task, metric).unwrap().direction
    }

    #[test]
    fn bias_has_a_target_and_not_a_direction() {
        let half = Direction::Target("0.5".parse().unwrap());
        assert_eq!(direction("crows_pairs_french_age", "pct_stereotype"), half);
        assert_eq!(
            direction("bbq", "amb_bias_score"),
            Direction::Target(Decimal::zero())
        );
        let age = known("bbq", "disamb_bias_score_Age").unwrap();
        assert_eq!(age.name, "disamb_bias_score");
        assert_eq!(
            age.slice,
            Some(Slice {
                kind: "category".into(),
                value: "Age".into()
            })
        );
    }

    #[test]
    fn names_of_old_releases_are_read_as_the_new_ones() {
        for (task, old, new) in [
            ("lambada_openai", "ppl", "perplexity"),
            (
                "crows_pairs_english",
                "likelihood_difference",
                "likelihood_diff",
            ),
            ("bbq", "accuracy_amb", "acc_amb"),
            ("humaneval", "pass_at_1", "pass@1"),
        ] {
            assert_eq!(known(task, old).unwrap().name, new);
        }
    }

    #[test]
    fn what_is_not_certain_is_not_said() {
        assert_eq!(known("t", "made_up"), None);
        assert_eq!(known("t", "pass@many"), None);
        assert_eq!(known("another_task", "pct_stereotype"), None);
        assert_eq!(known("xlsum_ja", "rouge2").unwrap().unit, None);
        assert!(!known("truthfulqa_mc2", "acc").unwrap().is_rate);
        assert_eq!(is_rate("pct_stereotype"), Some(true));
        assert_eq!(is_rate("f1"), Some(false));
        assert_eq!(is_rate("made_up"), None);
    }
}
