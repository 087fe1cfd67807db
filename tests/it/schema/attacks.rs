//! The attacks: what a copied row is changed to, and who must refuse it.

/// New values for what must be unique, by table: a copy with these is a valid row, but for its missing event.
pub const FRESH: &[(&str, &str)] = &[
    (
        "access_grant",
        "'id', gen_random_uuid(), 'environment', 'elsewhere'",
    ),
    (
        "access_token",
        "'id', gen_random_uuid(), 'secret_sha256', sha256(gen_random_uuid()::text::bytea)",
    ),
    ("alias", "'id', gen_random_uuid(), 'alias', 'another'"),
    ("application", "'id', gen_random_uuid(), 'name', 'another'"),
    (
        "approval",
        "'id', gen_random_uuid(), 'void_reason', 'withdrawn'",
    ),
    (
        "artefact",
        "'id', gen_random_uuid(), 'sha256', (select sha256 from content c where not exists
        (select from artefact a where a.sha256 = c.sha256) limit 1)",
    ),
    ("attempt", "'id', gen_random_uuid()"),
    ("audit_event", "'id', 1000000, 'entity_seq', 1000000"),
    ("audit_leaf", "'idx', 1000000, 'event_id', 1000000"),
    ("audit_pending", "'event_id', 1000000"),
    ("claim_rule", "'id', gen_random_uuid(), 'name', 'another'"),
    ("comparison", "'id', gen_random_uuid(), 'engine', 'another'"),
    ("content", "'sha256', sha256('another')"),
    ("content_chunk", "'number', 200"),
    (
        "environment",
        "'id', gen_random_uuid(), 'slug', 'another', 'position', 77",
    ),
    ("evaluation", "'id', gen_random_uuid(), 'task', 'another'"),
    ("evaluation_term", "'name', 'another'"),
    ("evaluation_item", "'item_key', 'another'"),
    ("external_identity", "'subject', 'another'"),
    (
        "finding",
        "'id', gen_random_uuid(), 'entity_id', gen_random_uuid()",
    ),
    (
        "former_name",
        "'until_revision', 1",
    ),
    (
        "match_rule",
        "'id', gen_random_uuid(), 'pattern', 'another'",
    ),
    ("metric", "'number', 999"),
    ("model", "'id', gen_random_uuid(), 'name', 'another'"),
    ("policy", "'id', gen_random_uuid(), 'name', 'another'"),
    ("policy_version", "'id', gen_random_uuid(), 'number', 77"),
    ("principal", "'id', gen_random_uuid()"),
    (
        "promotion",
        "'id', gen_random_uuid(), 'number', 77, 'state', 'withdrawn', 'decided_at', opened_at",
    ),
    ("promotion_comment", "'id', gen_random_uuid(), 'number', 77"),
    ("route", "'id', gen_random_uuid(), 'key', 'another'"),
    (
        "session",
        "'id', gen_random_uuid(), 'secret_sha256', sha256(gen_random_uuid()::text::bytea)",
    ),
    (
        "snapshot",
        "'id', gen_random_uuid(), 'seq', seq + 1, 'effective_from', effective_from + interval '1 day'",
    ),
    ("sign_in", "'id', gen_random_uuid()"),
    (
        "sign_in_link",
        "'secret_sha256', sha256(gen_random_uuid()::text::bytea)",
    ),
    ("suite", "'id', gen_random_uuid(), 'name', 'another'"),
    (
        "suite_version",
        "'id', gen_random_uuid(), 'label', 'another'",
    ),
    ("tag", "'key', 'another'"),
    ("team", "'id', gen_random_uuid(), 'slug', 'another'"),
    (
        "version",
        "'id', gen_random_uuid(), 'number', (select max(number) + 1 from version v where v.model_id = r.model_id)",
    ),
    ("version_parent", "'kind', 'merge'"),
    (
        "version_words",
        "'version_id', (select e.entity_id from audit_event e where e.entity_kind = 'version' and not exists
        (select from version_words w where w.version_id = e.entity_id) limit 1)",
    ),
    (
        "waiver",
        "'id', gen_random_uuid(), 'requirement', 'another'",
    ),
];

/// The changes that a check refuses, by the check's name.
pub const CHECKS: &[(&str, &str)] = &[
    ("access_grant_role_known", "'role', 'king'"),
    (
        "access_token_expires_after_creation",
        "'expires_at', created_at",
    ),
    (
        "access_token_kind_known",
        "'kind', 'skeleton', 'may_approve', false",
    ),
    (
        "access_token_machine_never_approves",
        "'kind', 'machine', 'may_approve', true",
    ),
    ("access_token_name_size", "'name', ''"),
    (
        "access_token_secret_size",
        "'secret_sha256', '\\x00'::bytea",
    ),
    ("alias_shape", "'alias', 'latest'"),
    ("application_criticality_known", "'criticality', 'x'"),
    ("application_data_class_known", "'data_class', 'x'"),
    ("application_name_size", "'name', ''"),
    ("application_risk_tier_known", "'risk_tier', 'x'"),
    ("approval_decision_known", "'decision', 'perhaps'"),
    (
        "approval_expires_after_creation",
        "'expires_at', created_at",
    ),
    ("approval_hash_size", "'proposal_hash', '\\x00'::bytea"),
    ("approval_void_reason_known", "'void_reason', 'mood'"),
    ("artefact_file_name_size", "'file_name', ''"),
    ("attempt_has_reasons", "'codes', array[]::text[]"),
    ("audit_event_body_names_entity", "'entity_kind', 'another'"),
    (
        "audit_event_body_size",
        "'body', jsonb_set(body::jsonb, '{x}', to_jsonb(repeat('x', 60000)))::text",
    ),
    (
        "audit_event_seq_positive",
        "'entity_seq', 0, 'body', jsonb_set(body::jsonb, '{entity,seq}', '0')::text",
    ),
    ("audit_leaf_hash_size", "'leaf_hash', '\\x00'::bytea"),
    ("audit_leaf_idx_not_negative", "'idx', -1"),
    ("audit_tree_is_one_row", "'one', false"),
    ("audit_tree_size_not_negative", "'size', -1"),
    ("content_chunk_number_known", "'number', 256"),
    (
        "content_chunk_size",
        "'bytes', convert_to(repeat('x', 1048577), 'UTF8')",
    ),
    ("comparison_engine_size", "'engine', ''"),
    ("comparison_of_two", "'base_id', candidate_id"),
    ("content_sha256_size", "'sha256', '\\x00'::bytea"),
    ("content_size_known", "'size', 268435457"),
    (
        "environment_requires_stage_known",
        "'requires_stage', 'archived'",
    ),
    ("environment_slug_shape", "'slug', 'Capital'"),
    ("evaluation_attempt_positive", "'attempt', 0"),
    ("evaluation_counts_not_negative", "'n', -1"),
    ("claim_rule_has_conditions", "'conditions', '[]'::jsonb"),
    ("claim_rule_issuer_size", "'issuer', ''"),
    ("claim_rule_name_size", "'name', ''"),
    ("claim_rule_role_of_machines", "'role', 'reviewer'"),
    ("claim_rule_state_known", "'state', 'perhaps'"),
    (
        "evaluation_items_are_whole",
        "'items_metric', 'acc', 'items_count', null, 'items_artefact_id', null",
    ),
    (
        "evaluation_items_counted",
        "'items_metric', 'acc', 'items_count', 0, 'items_artefact_id', (select id from artefact limit 1)",
    ),
    ("evaluation_item_cluster_size", "'cluster', ''"),
    ("evaluation_item_epoch_positive", "'epoch', 0"),
    ("evaluation_item_error_kind_size", "'error_kind', ''"),
    ("evaluation_item_hash_size", "'item_hash', '\\x'::bytea"),
    ("evaluation_item_key_size", "'item_key', ''"),
    ("evaluation_item_score_is_a_number", "'score', 'NaN'"),
    (
        "evaluation_recorded_has_no_file",
        "'source_type', 'run', 'artefact_id', null",
    ),
    (
        "evaluation_source_type_known",
        "'source_type', 'rumour', 'artefact_id', (select id from artefact limit 1)",
    ),
    ("evaluation_task_size", "'task', ''"),
    ("evaluation_term_kind_known", "'kind', 'mood'"),
    ("evaluation_term_size", "'name', ''"),
    (
        "finding_closed_has_time",
        "'state', 'closed', 'closed_at', null",
    ),
    ("finding_state_known", "'state', 'lost'"),
    ("former_name_kind_known", "'kind', 'route'"),
    ("former_name_size", "'name', ''"),
    ("idempotency_hash_size", "'request_hash', '\\x00'::bytea"),
    ("idempotency_key_size", "'key', ''"),
    ("match_rule_format_size", "'format', ''"),
    ("match_rule_pattern_size", "'pattern', ''"),
    (
        "metric_direction_by_has_direction",
        "'direction', null, 'target', null, 'direction_by', 'report'",
    ),
    ("metric_direction_by_known", "'direction_by', 'suite'"),
    ("metric_direction_known", "'direction', 'sideways'"),
    (
        "metric_interval_in_order",
        "'ci_low', 2, 'ci_high', 1, 'ci_level', 0.95, 'ci_method', 'x'",
    ),
    ("metric_interval_is_whole", "'ci_low', 1, 'ci_high', null"),
    ("metric_known_has_value", "'state', 'known', 'value', null"),
    (
        "metric_slice_is_whole",
        "'slice_kind', 'x', 'slice_value', null",
    ),
    ("metric_state_known", "'state', 'perhaps', 'value', null"),
    ("metric_stderr_not_negative", "'stderr', -1"),
    (
        "metric_target_has_value",
        "'direction', 'target', 'target', null",
    ),
    (
        "metric_unit_by_has_unit",
        "'unit', null, 'unit_by', 'report'",
    ),
    (
        "metric_unit_by_known",
        "'unit', 'score', 'unit_by', 'suite'",
    ),
    (
        "metric_value_is_a_number",
        "'state', 'known', 'value', 'NaN'",
    ),
    ("model_name_shape", "'name', 'a/b'"),
    ("person_email_size", "'email', 'x'"),
    ("person_name_size", "'name', ''"),
    ("policy_name_size", "'name', ''"),
    ("policy_number_positive", "'number', 0"),
    ("policy_state_known", "'state', 'perhaps'"),
    ("policy_version_digest_size", "'digest', '\\x00'::bytea"),
    (
        "principal_kind_known",
        "'kind', 'ghost', 'responsible_user', null",
    ),
    (
        "principal_machine_has_responsible",
        "'kind', 'machine', 'responsible_user', null",
    ),
    ("principal_state_known", "'state', 'gone'"),
    (
        "promotion_applied_keeps_facts",
        "'state', 'applied', 'decided_at', opened_at, 'facts_sha256', null",
    ),
    ("promotion_comment_digest_size", "'text_digest', 'short'"),
    ("promotion_comment_number_in_range", "'number', 501"),
    (
        "promotion_decided_is_final",
        "'state', 'refused', 'decided_at', null",
    ),
    ("promotion_expires_after_opening", "'expires_at', opened_at"),
    ("promotion_hash_size", "'proposal_hash', '\\x00'::bytea"),
    (
        "promotion_state_known",
        "'state', 'lost', 'decided_at', null",
    ),
    ("promotion_target_known", "'target', 'archived'"),
    ("route_key_shape", "'key', 'x.model'"),
    ("schema_compat_is_one_row", "'one', false"),
    ("session_agent_known", "'agent', 'Mozilla/5.0'"),
    ("session_secret_size", "'secret_sha256', '\\x00'::bytea"),
    (
        "sign_in_end_known",
        "'state', 'ended', 'ended_at', created_at, 'ended_by', 'boredom'",
    ),
    (
        "sign_in_ended_has_cause",
        "'state', 'ended', 'ended_at', created_at",
    ),
    (
        "sign_in_ended_has_time",
        "'state', 'ended', 'ended_by', 'revoked'",
    ),
    ("sign_in_is_somebodys", "'principal_id', null"),
    (
        "sign_in_link_secret_size",
        "'secret_sha256', '\\x00'::bytea",
    ),
    ("sign_in_means_known", "'means', 'charm'"),
    ("sign_in_state_known", "'state', 'gone'"),
    (
        "snapshot_lists_limited",
        "'fallbacks', array_fill((runs -> 0 ->> 'version_id')::uuid, array[9]), 'seq', seq + 1, 'effective_from', effective_from + interval '1 day'",
    ),
    ("snapshot_max_stale_positive", "'max_stale_seconds', 0"),
    (
        "snapshot_pins_is_list",
        "'pins', (select jsonb_agg(jsonb_build_object('key_digest', i::text, 'version_id', runs -> 0 ->> 'version_id')) from generate_series(1, 101) i), 'seq', seq + 1, 'effective_from', effective_from + interval '1 day'",
    ),
    (
        "snapshot_runs_fill",
        "'runs', '[]'::jsonb || jsonb_build_array(jsonb_set(runs -> 0, '{slots}', '9999'))",
    ),
    ("snapshot_salt_shape", "'salt', 'A salt'"),
    ("suite_metrics_is_list", "'metrics', '{}'::jsonb"),
    ("suite_name_size", "'name', ''"),
    ("suite_tasks_is_list", "'tasks', '{}'::jsonb"),
    ("suite_trust_class_known", "'trust_class', 'x'"),
    ("suite_version_label_size", "'label', ''"),
    ("tag_key_size", "'key', ''"),
    ("tag_value_size", "'value', repeat('x', 5001)"),
    ("team_name_size", "'name', ''"),
    ("team_slug_shape", "'slug', 'Capital'"),
    ("text_digest_size", "'digest', 'x'"),
    ("text_value_size", "'value', repeat('x', 65537)"),
    (
        "version_adopted_has_since",
        "'adopted_since', created_at, 'evidence_due', null",
    ),
    (
        "version_basis_adopted_has_since",
        "'basis', 'adopted', 'adopted_since', null, 'evidence_due', null",
    ),
    ("version_basis_known", "'basis', 'rumour'"),
    ("version_number_positive", "'number', 0"),
    ("version_parent_kind_known", "'kind', 'x'"),
    ("version_parent_not_itself", "'parent_id', version_id"),
    (
        "version_source_kind_known",
        "'source', '{\"kind\": \"x\"}'::jsonb",
    ),
    ("version_stage_known", "'stage', 'live'"),
    (
        "waiver_ends_after_creation",
        "'ended_at', created_at - interval '1 day'",
    ),
    ("waiver_expires_after_creation", "'expires_at', created_at"),
    (
        "waiver_expires_in_time",
        "'expires_at', created_at + interval '91 days'",
    ),
    ("waiver_requirement_size", "'requirement', ''"),
    ("waiver_target_known", "'target', 'archived'"),
];

/// Triggers of one table alone: a statement, and what it says.
pub const TRIGGERS: &[(&str, &str, &str)] = &[
    (
        "version_immutable",
        "update version set source = '{\"kind\": \"opaque\", \"text\": \"y\"}', revision = revision + 1",
        "is immutable",
    ),
    (
        "version_dense",
        "insert into version select (jsonb_populate_record(null::version, to_jsonb(v) ||
            jsonb_build_object('id', gen_random_uuid(), 'number', 77, 'revision', 1))).* from version v limit 1",
        "has no predecessor",
    ),
    (
        "evaluation_immutable",
        "update evaluation set n = n + 1, revision = revision + 1",
        "is immutable",
    ),
    (
        "promotion_final",
        "update promotion set state = 'open', decided_at = null, revision = revision + 1 where state = 'applied'",
        "for good",
    ),
    (
        "snapshot_ok",
        "insert into snapshot select (jsonb_populate_record(null::snapshot, to_jsonb(s) ||
            jsonb_build_object('id', gen_random_uuid(), 'seq', seq + 5))).* from snapshot s",
        "does not follow",
    ),
    (
        "route_has_snapshot",
        "set constraints route_has_snapshot immediate;
            update route set snapshot_seq = snapshot_seq + 1, revision = revision + 1",
        "does not point at its last snapshot",
    ),
    (
        "alias_in_model",
        "update alias set version_id = (select id from version where model_id <> alias.model_id limit 1),
            revision = revision + 1",
        "points outside its model",
    ),
    (
        "approver_independent",
        "insert into approval select (jsonb_populate_record(null::approval, to_jsonb(a) ||
            jsonb_build_object('id', gen_random_uuid(), 'revision', 1, 'approver',
                (select opened_by from promotion p where p.id = a.promotion_id)))).* from approval a limit 1",
        "the approver is the author",
    ),
    (
        "waiver_independent",
        "insert into waiver select (jsonb_populate_record(null::waiver, to_jsonb(w) ||
            jsonb_build_object('id', gen_random_uuid(), 'revision', 1, 'requirement', 'another', 'granted_by',
                (select registered_by from version v where v.id = w.version_id)))).* from waiver w limit 1",
        "who gives it is the author",
    ),
];

/// What another guard refuses before it comes to this one.
pub const BEHIND_ANOTHER: &[(&str, &str)] = &[
    (
        "snapshot_ascending",
        "snapshot_ok asks for an instant after the last",
    ),
    ("audit_leaf_by_time", "audit_leaf_pkey holds idx alone"),
    (
        "snapshot_seq_positive",
        "snapshot_ok asks for the number after the last",
    ),
    (
        "alias_version_id_fkey",
        "alias_in_model asks for a version of the alias' model",
    ),
    (
        "approval_approver_fkey",
        "approver_independent asks for a person",
    ),
    (
        "snapshot_route_id_fkey",
        "snapshot_ok asks for a version that the route's environment allows",
    ),
];

/// What a foreign key needs besides, so that nothing else refuses first.
pub const WITH_IT: &[(&str, &str)] = &[
    ("alias_model_id_fkey", "'version_id', null"),
    ("evaluation_artefact_id_fkey", "'source_type', 'run'"),
    (
        "evaluation_items_artefact_id_fkey",
        "'items_metric', 'acc', 'items_count', 1",
    ),
    ("principal_responsible_user_fkey", "'kind', 'machine'"),
];

/// Constraints that a copied row does not reach.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("attempt_pkey", "insert into attempt select a.* from (select gen_random_uuid(), p.id, 'x', 'x', p.id, array['x'],
        p.created_at, 1 from principal p limit 1) a, generate_series(1, 2)"),
    ("audit_pending_event_id_fkey", "insert into audit_pending values (424242)"),
    ("audit_pending_pkey", "insert into audit_pending select min(id) from audit_event, generate_series(1, 2) group by generate_series"),
    (
        "comparison_never_changes",
        "update comparison set revision = 2",
    ),
    ("policy_version_never_changes", "update policy_version set revision = 2"),
    ("promotion_comment_never_changes", "update promotion_comment set revision = 2"),
];

/// What the general attack on a unique index does not reach: which row to copy, and with which changes.
pub const UNIQUES: &[(&str, &str, &str)] = &[
    (
        "approval_once",
        "void_reason is null",
        "'id', gen_random_uuid()",
    ),
    (
        "evaluation_file_once",
        "artefact_id is not null",
        "'id', gen_random_uuid(), 'attempt', 99",
    ),
    (
        "promotion_open_once",
        "state = 'open'",
        "'id', gen_random_uuid(), 'number', 77",
    ),
];

/// Nobody was refused yet in a fresh database.
pub const ATTEMPT: &str = "(select gen_random_uuid() as id, p.id as principal_id, 'route.switch' as command,
    'route' as subject_kind, p.id as subject_id, array['stale'] as codes, p.created_at, 1 as revision
    from principal p)";
