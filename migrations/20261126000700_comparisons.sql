-- Comparisons that were kept as evidence: what was compared, and what was found.

create table comparison (
    id             uuid        not null primary key,
    base_id        uuid        not null references version on delete restrict,
    candidate_id   uuid        not null references version on delete restrict,
    -- Which engine computed it; with the inputs it computes it again.
    engine         text        not null collate "C",
    -- What was compared, and what was found, as canonical JSON in `content`.
    inputs_sha256  bytea       not null references content on delete restrict,
    result_sha256  bytea       not null references content on delete restrict,
    saved_by       uuid        not null references principal on delete restrict,
    created_at     timestamptz not null,
    revision       int         not null,
    constraint comparison_of_two check (base_id <> candidate_id),
    constraint comparison_engine_size check (octet_length(engine) between 1 and 64),
    -- The same comparison of the same evidence is kept once.
    constraint comparison_once unique (base_id, candidate_id, inputs_sha256, engine),
    constraint comparison_never_changes check (revision = 1)
);
create index comparison_by_candidate on comparison (candidate_id, id);
select tenure_audit('comparison', 'comparison');
