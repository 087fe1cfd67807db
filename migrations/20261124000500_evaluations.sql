-- Evidence: suites, result files, evaluations, metrics.

create table suite (
    id                 uuid        not null primary key,
    team_id            uuid        not null references team on delete restrict,
    name               text        not null collate "C",
    search_name        text        not null collate "C",
    -- unclassified: made by an import, not usable by a gate until somebody says what it is.
    trust_class        text        not null collate "C",
    -- BCP 47; null when the suite has none or several.
    language           text        collate "C",
    -- Names or globs of the tasks that belong to it: ["arc_*", "mmlu"].
    tasks              jsonb       not null,
    primary_metric     text        collate "C",
    description_digest text        collate "C",
    created_at         timestamptz not null,
    hidden_at          timestamptz,
    revision           int         not null,
    constraint suite_name_size check (octet_length(name) between 1 and 255),
    constraint suite_trust_class_known check (
        trust_class in ('public', 'internal', 'safety', 'bias', 'performance', 'unclassified')
    ),
    constraint suite_tasks_is_list check (jsonb_typeof(tasks) = 'array')
);
create unique index suite_name_unique on suite (team_id, name) where hidden_at is null;
create index suite_by_search_name on suite (search_name, id);
select tenure_audit('suite', 'suite');

-- A state of a suite: the harness's task version and the digest of documents and prompts, as far as known.
create table suite_version (
    id         uuid        not null primary key,
    suite_id   uuid        not null references suite on delete restrict,
    label      text        not null collate "C",
    digest     text        collate "C",
    created_at timestamptz not null,
    revision   int         not null,
    constraint suite_version_label_size check (octet_length(label) between 1 and 255)
);
create unique index suite_version_unique on suite_version (suite_id, label, digest) nulls not distinct;
select tenure_audit('suite_version', 'suite_version');

-- A result file that was imported: its bytes are in `content`.
create table artefact (
    id          uuid        not null primary key,
    sha256      bytea       not null references content on delete restrict,
    file_name   text        not null,
    size        bigint      not null,
    -- Which reader understood it: 'lm-eval', 'inspect' ...
    format      text        not null collate "C",
    layout      text        not null collate "C",
    -- The model's name as the file says it.
    model_ref   text,
    imported_by uuid        not null references principal on delete restrict,
    created_at  timestamptz not null,
    revision    int         not null,
    constraint artefact_once unique (sha256),
    constraint artefact_file_name_size check (octet_length(file_name) between 1 and 1024)
);
select tenure_audit('artefact', 'artefact');

create table evaluation (
    id                     uuid        not null primary key,
    -- Null while the file's model is not matched to a version.
    version_id             uuid        references version on delete restrict,
    -- Null when the numbers were recorded without a file.
    artefact_id            uuid        references artefact on delete restrict,
    suite_version_id       uuid        not null references suite_version on delete restrict,
    task                   text        not null collate "C",
    filter                 text        not null collate "C",
    -- 1, 2, 3 ... for runs of the same suite, task and filter on the same version.
    attempt                int         not null,
    is_aggregate           boolean     not null,
    parent_task            text        collate "C",
    source_type            text        not null collate "C",
    tool                   text        collate "C",
    tool_version           text        collate "C",
    tool_commit            text        collate "C",
    n_shot                 int,
    n                      bigint,
    n_errors               bigint,
    language               text        collate "C",
    run_at                 timestamptz,
    prompt_template_digest text        collate "C",
    dataset_digest         text        collate "C",
    -- Named particulars that are kept as stated: model arguments, generation parameters, seeds, dataset.
    details                jsonb       not null,
    flags                  text[]      not null,
    reported_by            uuid        not null references principal on delete restrict,
    created_at             timestamptz not null,
    revision               int         not null,
    constraint evaluation_once unique nulls not distinct (version_id, artefact_id, suite_version_id, task, filter, attempt),
    constraint evaluation_attempt_positive check (attempt > 0),
    constraint evaluation_source_type_known check (source_type in ('run', 'declared', 'recorded')),
    constraint evaluation_recorded_has_no_file check ((source_type = 'recorded') = (artefact_id is null)),
    constraint evaluation_counts_not_negative check (n >= 0 and n_errors >= 0 and n_shot >= 0),
    constraint evaluation_task_size check (octet_length(task) between 1 and 1024)
);
create unique index evaluation_file_once on evaluation (version_id, artefact_id, suite_version_id, task, filter) nulls not distinct
    where artefact_id is not null;
create index evaluation_by_version on evaluation (version_id, id);
create index evaluation_by_suite on evaluation (suite_version_id, id);
select tenure_audit('evaluation', 'evaluation');

-- What an evaluation measured never changes; only its match to a version is filled in, once.
create function tenure_evaluation_is_immutable() returns trigger language plpgsql as $$
begin
    if (new.artefact_id, new.suite_version_id, new.task, new.filter, new.is_aggregate, new.parent_task, new.source_type,
        new.tool, new.tool_version, new.tool_commit, new.n_shot, new.n, new.n_errors, new.language, new.run_at,
        new.prompt_template_digest, new.dataset_digest, new.details, new.reported_by, new.created_at)
        is distinct from
       (old.artefact_id, old.suite_version_id, old.task, old.filter, old.is_aggregate, old.parent_task, old.source_type,
        old.tool, old.tool_version, old.tool_commit, old.n_shot, old.n, old.n_errors, old.language, old.run_at,
        old.prompt_template_digest, old.dataset_digest, old.details, old.reported_by, old.created_at)
       or (old.version_id is not null and new.version_id is distinct from old.version_id) then
        raise exception 'evaluation % is immutable', old.id using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger evaluation_immutable before update on evaluation
    for each row execute function tenure_evaluation_is_immutable();

-- Derived from the evaluation's event: one row for each metric.
create table metric (
    evaluation_id uuid    not null references evaluation on delete restrict,
    -- Order in the file.
    number        int     not null,
    -- Canonical name, and the key as the file has it.
    name          text    not null collate "C",
    raw_name      text    not null collate "C",
    state         text    not null collate "C",
    value         numeric,
    value_raw     text    not null,
    unit          text    collate "C",
    -- Null: unknown, and then no gate reads it.
    direction     text    collate "C",
    target        numeric,
    stderr        numeric,
    stderr_method text    collate "C",
    ci_low        numeric,
    ci_high       numeric,
    ci_level      numeric,
    ci_method     text    collate "C",
    n             bigint,
    slice_kind    text    collate "C",
    slice_value   text    collate "C",
    primary key (evaluation_id, number),
    constraint metric_state_known check (state in ('known', 'unknown', 'not_applicable')),
    constraint metric_known_has_value check ((state = 'known') = (value is not null)),
    constraint metric_value_is_a_number check (value <> 'NaN' and value < 'Infinity' and value > '-Infinity'),
    constraint metric_direction_known check (direction in ('higher', 'lower', 'target', 'none')),
    constraint metric_target_has_value check ((direction = 'target') is true = (target is not null)),
    constraint metric_interval_is_whole check (num_nonnulls(ci_low, ci_high, ci_level, ci_method) in (0, 4)),
    constraint metric_interval_in_order check (ci_low <= ci_high),
    constraint metric_stderr_not_negative check (stderr >= 0),
    constraint metric_slice_is_whole check ((slice_kind is null) = (slice_value is null))
);
create index metric_by_name on metric (name, evaluation_id);
select tenure_insert_only('metric');
