-- What the service noticed and somebody owns.

create table finding (
    id          uuid        not null primary key,
    -- 'runs_without_evidence' ...
    kind        text        not null collate "C",
    entity_kind text        not null collate "C",
    entity_id   uuid        not null,
    team_id     uuid        not null references team on delete restrict,
    -- The dynamic parts of the sentence.
    params      jsonb       not null,
    due         date,
    state       text        not null collate "C",
    created_at  timestamptz not null,
    closed_at   timestamptz,
    revision    int         not null,
    constraint finding_state_known check (state in ('open', 'acknowledged', 'closed')),
    constraint finding_closed_has_time check ((state = 'closed') = (closed_at is not null))
);
-- One open finding for one cause.
create unique index finding_open_once on finding (kind, entity_id) where state <> 'closed';
create index finding_by_team on finding (team_id, state, due);
select tenure_audit('finding', 'finding');
