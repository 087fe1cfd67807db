-- Which version is meant by a model's name in a result file.

create table match_rule (
    id         uuid        not null primary key,
    team_id    uuid        not null references team on delete restrict,
    -- Files of this format only; null: of any.
    format     text        collate "C",
    -- A model's name as files say it, or a glob.
    pattern    text        not null collate "C",
    version_id uuid        not null references version on delete restrict,
    created_at timestamptz not null,
    hidden_at  timestamptz,
    revision   int         not null,
    constraint match_rule_pattern_size check (octet_length(pattern) between 1 and 1024),
    constraint match_rule_format_size check (octet_length(format) between 1 and 255)
);
create unique index match_rule_unique on match_rule (team_id, format, pattern) nulls not distinct
    where hidden_at is null;
select tenure_audit('match_rule', 'match_rule');

-- What waits for a version.
create index evaluation_waiting on evaluation (artefact_id) where version_id is null;
