//! The reader against small files, each written to hold certain traps.

use serde_json::json;

use crate::domain::evaluations::import::testing::{self, codes, evaluation, metric, value};
use crate::domain::evaluations::import::{
    Dataset, Direction, Flag, MetricState, ParseProblem, ParsedFile, Slice, StderrMethod, Unit,
    parse,
};
use crate::ground::kernel::Decimal;

fn fixture(name: &str) -> ParsedFile {
    testing::fixture("lm_eval", name)
}

fn refused(text: &str) -> ParseProblem {
    parse("results.json", text.as_bytes()).unwrap_err()
}

fn target(text: &str) -> Option<Direction> {
    Some(Direction::Target(text.parse().unwrap()))
}

#[test]
fn a_0_4_file_has_one_evaluation_for_each_task_and_filter() {
    let file = fixture("group_0_4.json");
    assert_eq!(
        (file.format, file.layout, file.tool.as_deref()),
        ("lm-eval", "lm-eval 0.4", Some("lm-evaluation-harness"))
    );
    let found: Vec<_> = file
        .evaluations
        .iter()
        .map(|e| {
            (
                e.task.as_str(),
                e.filter.as_str(),
                e.is_aggregate,
                e.parent_task.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("shop_choice", "none", false, Some("shop")),
            ("shop_free", "strict-match", false, Some("shop")),
            ("shop_free", "flexible,extract", false, Some("shop")),
            ("shop", "none", true, Some("everything")),
            ("shop", "strict-match", true, Some("everything")),
        ]
    );
    assert!(
        codes(&file).contains("task_without_metrics"),
        "the tag has no metric"
    );
    assert!(!codes(&file).contains("group_differs"));
}

#[test]
fn the_header_is_read_as_stated() {
    let file = fixture("group_0_4.json");
    assert_eq!(file.tool_version.as_deref(), Some("0.4.13"));
    assert_eq!(file.tool_commit, None);
    assert_eq!(file.model_ref.as_deref(), Some("example/model"));
    assert_eq!(
        file.model_args,
        Some(
            json!({"pretrained": "example/model", "peft": "example/adapter", "dtype": "bfloat16", "scale": "0.50"})
        )
    );
    assert_eq!(file.gen_params, Some(json!("temperature=0.2")));
    let seeds = [
        ("numpy_seed".to_owned(), 1234),
        ("random_seed".to_owned(), 0),
    ];
    assert_eq!(file.seeds, seeds.into());
    assert_eq!(
        file.run_at.unwrap().timestamp_micros(),
        1_795_412_906_172_513
    );
    assert_eq!(file.chat_template_digest, None);
    assert_eq!(
        file.system_config_digest.as_deref(),
        Some("sha256:def329400052ade40ed6c1e60168ee8f282bd980cdf57624b59565571c1656cf")
    );
    assert!(codes(&file).contains("adapter_in_arguments"));
    for pointer in [
        "/pretty_env_info",
        "/config/batch_size",
        "/configs/*/doc_to_text",
    ] {
        assert!(
            file.unmapped.iter().any(|unmapped| unmapped == pointer),
            "{pointer}"
        );
    }
    assert!(
        !file
            .unmapped
            .iter()
            .any(|unmapped| unmapped == "/git_hash" || unmapped == "/results")
    );
}

#[test]
fn a_task_has_what_the_tables_say_about_it() {
    let file = fixture("group_0_4.json");
    let choice = evaluation(&file, "shop_choice", "none");
    assert_eq!(choice.pointer, "/results/shop_choice");
    assert_eq!(choice.task_version.as_deref(), Some("1.10"));
    assert_eq!(
        (choice.n_shot, choice.n, choice.n_total),
        (Some(5), Some(20), Some(1000))
    );
    assert_eq!(choice.limit, Some(Decimal::from(20)));
    assert_eq!(choice.language.as_deref(), Some("pt-BR"));
    let digest = "sha256:4d556b1ce2ccd68e3c9bd811ed4f6f1f2daade49f4666a5b16b6ef8c8de1db78";
    assert_eq!(choice.task_digest.as_deref(), Some(digest));
    assert_eq!(
        choice.dataset,
        Some(Dataset {
            path: "example/shop".into(),
            name: Some("choice".into()),
            revision: Some("0123456789abcdef".into()),
            split: Some("test".into()),
        })
    );
    assert_eq!(choice.flags, [Flag::Limited, Flag::StderrMissing].into());
    let free = evaluation(&file, "shop_free", "strict-match");
    assert_eq!(
        (free.task_version.as_deref(), free.language.as_deref()),
        (None, None)
    );
    assert!(codes(&file).contains("language_not_read"));
    assert_eq!(
        free.gen_params,
        Some(json!({"until": ["\n\n"], "temperature": "0.10", "max_gen_toks": 64}))
    );
    assert_eq!(
        free.flags,
        [Flag::PromptDigestMissing, Flag::DatasetRevisionMissing].into()
    );
}

#[test]
fn metrics_keep_their_characters_and_say_where_their_error_comes_from() {
    let file = fixture("group_0_4.json");
    let choice = evaluation(&file, "shop_choice", "none");
    let acc = metric(choice, "acc,none");
    assert_eq!((acc.name.as_str(), value(acc).as_str()), ("acc", "0.55"));
    assert_eq!(
        (acc.unit, acc.direction.clone()),
        (Some(Unit::Fraction), Some(Direction::Higher))
    );
    assert_eq!(
        acc.stderr.as_ref().unwrap().to_string(),
        "0.11413112679174932"
    );
    assert_eq!(
        (acc.stderr_method, acc.n),
        (Some(StderrMethod::Analytic), Some(20))
    );
    let bleu = metric(choice, "bleu,none");
    assert_eq!(
        (value(bleu).as_str(), bleu.value_raw.as_str()),
        ("12.300000000000001", "12.300000000000001")
    );
    assert_eq!((bleu.stderr.as_ref(), bleu.stderr_method), (None, None));
    assert_eq!(
        bleu.direction,
        Some(Direction::Lower),
        "the file's word counts"
    );
    assert!(codes(&file).contains("direction_differs"));
    let flexible = metric(
        evaluation(&file, "shop_free", "flexible,extract"),
        "exact_match,flexible,extract",
    );
    assert_eq!(
        (value(flexible).as_str(), flexible.value_raw.as_str()),
        ("1", "1.0")
    );
    assert_eq!(
        flexible.direction,
        Some(Direction::Higher),
        "null for a task leaves it to the catalogue"
    );
    assert_eq!(
        flexible.stderr_method,
        Some(StderrMethod::Analytic),
        "of the only function"
    );
}

#[test]
fn a_group_counts_items_by_metric_and_has_no_direction_where_its_tasks_disagree() {
    let file = fixture("group_0_4.json");
    let group = evaluation(&file, "shop", "none");
    assert_eq!(metric(group, "acc,none").n, Some(20));
    assert_eq!(metric(group, "acc,none").direction, None);
    assert_eq!(
        metric(group, "acc,none").stderr_method,
        Some(StderrMethod::Pooled)
    );
    assert_eq!((metric(group, "own_score,none").n, group.n), (None, None));
    let flags = [
        Flag::NMissing,
        Flag::DirectionUnknown,
        Flag::UnitUnknown,
        Flag::StderrMissing,
        Flag::Limited,
    ];
    assert_eq!(group.flags, flags.into());
    let strict = evaluation(&file, "shop", "strict-match");
    assert_eq!(
        (strict.n, strict.task_version.as_deref()),
        (Some(10), Some("1.0"))
    );
}

#[test]
fn a_0_3_file_has_metrics_without_filters_counts_and_date() {
    let file = fixture("old_0_3.json");
    assert_eq!(file.layout, "lm-eval 0.3");
    assert_eq!((file.tool_version.as_ref(), file.run_at), (None, None));
    assert_eq!(file.model_ref.as_deref(), Some("example/old"));
    let shots: Vec<_> = file
        .evaluations
        .iter()
        .map(|e| (e.n_shot, e.task_version.as_deref()))
        .collect();
    assert_eq!(
        shots,
        [
            (Some(3), Some("0")),
            (Some(0), Some("0")),
            (Some(5), Some("1"))
        ]
    );
    assert!(codes(&file).contains("num_fewshot_by_order"));
    let lambada = evaluation(&file, "lambada_openai", "none");
    assert_eq!(
        lambada.flags,
        [
            Flag::NMissing,
            Flag::PromptDigestMissing,
            Flag::DatasetRevisionMissing
        ]
        .into()
    );
    assert_eq!(
        (lambada.n, metric(lambada, "acc").stderr_method),
        (None, None)
    );
    let ppl = metric(lambada, "ppl");
    assert_eq!(
        (ppl.name.as_str(), ppl.direction.clone()),
        ("perplexity", Some(Direction::Lower))
    );
    assert_eq!(value(ppl), "6.0857145325729105");
    let crows = evaluation(&file, "crows_pairs_french_age", "none");
    assert_eq!(metric(crows, "pct_stereotype").direction, target("0.5"));
    assert_eq!(
        metric(crows, "likelihood_difference").name,
        "likelihood_diff"
    );
    assert_eq!(crows.language, None, "a name is no proof");
    assert!(
        file.unmapped
            .iter()
            .any(|pointer| pointer == "/results/wikitext/confusion")
    );
}

#[test]
fn a_list_of_shots_that_does_not_fit_is_not_used() {
    let file = fixture("fork_mixed_units.json");
    assert!(file.evaluations.iter().all(|e| e.n_shot.is_none()));
    assert!(codes(&file).contains("num_fewshot_not_read"));
    assert!(!codes(&file).contains("num_fewshot_by_order"));
}

#[test]
fn percent_beside_shares_makes_the_unit_suspect_also_where_it_looks_like_a_share() {
    let file = fixture("fork_mixed_units.json");
    assert!(codes(&file).is_superset(&["unit_contradicted", "units_mixed"].into()));
    for (task, suspect) in [
        ("choice_ja", false),
        ("reading_ja", true),
        ("reading_small_ja", true),
        ("summary_ja", true),
    ] {
        let found = evaluation(&file, task, "none");
        assert_eq!(found.flags.contains(&Flag::UnitSuspect), suspect, "{task}");
        assert_eq!(
            found.metrics.iter().all(|metric| metric.unit.is_none()),
            suspect,
            "{task}"
        );
    }
}

#[test]
fn bias_scores_have_a_target_and_a_category() {
    let file = fixture("odd_values.json");
    let bbq = evaluation(&file, "bbq", "none");
    assert_eq!(metric(bbq, "amb_bias_score,none").direction, target("0"));
    let sliced = metric(bbq, "disamb_bias_score_Race_x_SES,none");
    assert_eq!(sliced.name, "disamb_bias_score");
    assert_eq!(
        sliced.slice,
        Some(Slice {
            kind: "category".into(),
            value: "Race_x_SES".into()
        })
    );
    assert_eq!(
        (sliced.state, sliced.value_raw.as_str()),
        (MetricState::Unknown, "Infinity")
    );
    let nan = metric(bbq, "accuracy_amb,none");
    assert_eq!(
        (nan.state, nan.value.as_ref(), nan.value_raw.as_str()),
        (MetricState::Unknown, None, "NaN")
    );
    assert!(bbq.flags.contains(&Flag::ValueMissing));
    assert!(codes(&file).contains("direction_is_target"));
    assert!(
        file.unmapped
            .iter()
            .any(|pointer| pointer == "/results/bbq/extra")
    );
    assert_eq!(
        (bbq.n_shot, bbq.n, bbq.n_total),
        (None, None, None),
        "none of these counts is one"
    );
}

#[test]
fn what_is_no_number_is_unknown_or_not_applicable() {
    let file = fixture("odd_values.json");
    let values = evaluation(&file, "values", "none");
    for (key, state, raw) in [
        ("na", MetricState::NotApplicable, "N/A"),
        ("null", MetricState::Unknown, "null"),
        ("bool", MetricState::Unknown, "true"),
        ("text", MetricState::Known, "0.25"),
        ("words", MetricState::Unknown, "about half"),
        (
            "long",
            MetricState::Unknown,
            "0.12345678901234567890123456789012345678901234567890",
        ),
        ("huge", MetricState::Unknown, "1e999"),
        ("acc", MetricState::Known, "0.1"),
    ] {
        let found = metric(values, &format!("{key},none"));
        assert_eq!(
            (found.state, found.value_raw.as_str()),
            (state, raw),
            "{key}"
        );
        assert_eq!(found.value.is_some(), state == MetricState::Known, "{key}");
    }
    assert_eq!(metric(values, "acc,none").stderr, None);
    assert!(
        values
            .metrics
            .iter()
            .all(|metric| metric.raw_name != "list,none")
    );
    let expected = [
        "metric_not_read",
        "stderr_not_read",
        "stderr_without_value",
        "number_in_a_string",
        "task_not_read",
        "date_not_read",
        "digest_not_read",
        "model_not_named",
        "subtask_missing",
        "bypassed",
    ];
    assert!(
        codes(&file).is_superset(&expected.into()),
        "{:?}",
        codes(&file)
    );
    let bypass = metric(evaluation(&file, "skipped", "none"), "bypass,none");
    assert_eq!(
        (bypass.state, bypass.value.as_ref()),
        (MetricState::NotApplicable, None)
    );
}

#[test]
fn a_group_that_stands_only_in_groups_is_read_and_says_what_it_misses() {
    let file = fixture("odd_values.json");
    let group = evaluation(&file, "only_here", "none");
    assert!(group.is_aggregate && group.flags.contains(&Flag::Partial));
    assert_eq!(group.pointer, "/groups/only_here");
    assert_eq!(
        evaluation(&file, "values", "none").parent_task.as_deref(),
        Some("only_here")
    );
    assert_eq!(group.limit, Some("0.1".parse().unwrap()));
    assert!(group.flags.contains(&Flag::Limited));
}

#[test]
fn a_group_with_two_sets_of_numbers_is_noted() {
    let text = r#"{"results": {"g": {"acc,none": 0.1}}, "groups": {"g": {"acc,none": 0.10}}, "n-shot": {}}"#;
    let file = parse("r.json", text.as_bytes()).unwrap();
    assert_eq!(file.evaluations.len(), 1);
    assert!(codes(&file).contains("group_differs"));
}

#[test]
fn files_that_hold_no_results_are_refused_by_name() {
    for (text, code, pointer) in [
        (
            r#"{"results": [], "n-shot": {}}"#,
            "results_missing",
            "/results",
        ),
        (r#"{"results": {}, "n-shot": {}}"#, "no_metrics", "/results"),
        (
            r#"{"results": {"t": {"alias": "t"}}, "n-shot": {}}"#,
            "no_metrics",
            "/results",
        ),
        (
            r#"{"results": {"": {"acc": 1}}, "versions": {}}"#,
            "name_invalid",
            "/results/",
        ),
        (
            "{\"results\": {\"a\\u0000\": {\"acc\": 1}}, \"versions\": {}}",
            "name_invalid",
            "/results/a\u{fffd}",
        ),
        (
            r#"{"results": {"t": {"acc": 1}}, "n-shot": {}} x"#,
            "json_invalid",
            "line 1, column 46",
        ),
        (
            r#"{"results": {"t": {"acc": 1, "acc": 2}}, "versions": {}}"#,
            "duplicate_key",
            "line 1, column 39",
        ),
        (
            r#"{"humaneval": {"pass@1": 0.2}, "config": {"modeltype": "causal"}}"#,
            "format_not_imported",
            "",
        ),
        (r#"{"something": "else"}"#, "format_unknown", ""),
    ] {
        let problem = refused(text);
        assert_eq!(
            (problem.code, problem.pointer.as_str()),
            (code, pointer),
            "{text}"
        );
        assert!(!problem.expected.is_empty());
    }
}

#[test]
fn names_tasks_and_metrics_are_limited_exactly() {
    let with_task =
        |task: &str| format!(r#"{{"results": {{"{task}": {{"acc": 1}}}}, "versions": {{}}}}"#);
    assert!(parse("r.json", with_task(&"t".repeat(1024)).as_bytes()).is_ok());
    let problem = refused(&with_task(&"t".repeat(1025)));
    assert_eq!(problem.code, "name_invalid");
    assert!(problem.pointer.len() <= 200);
    let with_tasks = |count: usize| {
        let tasks: Vec<String> = (0..count)
            .map(|i| format!(r#""t{i}": {{"acc": 1}}"#))
            .collect();
        format!(
            r#"{{"results": {{{}}}, "versions": {{}}}}"#,
            tasks.join(",")
        )
    };
    let file = parse("r.json", with_tasks(10_000).as_bytes()).unwrap();
    assert_eq!(file.evaluations.len(), 10_000);
    assert_eq!(refused(&with_tasks(10_001)).code, "too_many_tasks");
    let with_metrics = |count: usize| {
        let metrics: Vec<String> = (0..count).map(|i| format!(r#""m{i}": 1"#)).collect();
        format!(
            r#"{{"results": {{"t": {{{}}}}}, "versions": {{}}}}"#,
            metrics.join(",")
        )
    };
    let file = parse("r.json", with_metrics(100_000).as_bytes()).unwrap();
    assert_eq!(file.evaluations[0].metrics.len(), 100_000);
    assert_eq!(refused(&with_metrics(100_001)).code, "too_many_metrics");
}

#[test]
fn remarks_are_limited_and_say_so() {
    let metrics: Vec<String> = (0..1500).map(|i| format!(r#""m{i}": NaN"#)).collect();
    let text = format!(
        r#"{{"results": {{"t": {{{}}}}}, "versions": {{}}}}"#,
        metrics.join(",")
    );
    let file = parse("r.json", text.as_bytes()).unwrap();
    assert_eq!(file.notes.len(), 1001);
    assert_eq!(file.notes.last().unwrap().code, "remarks_cut");
}
