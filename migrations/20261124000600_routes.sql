-- Who calls, under which name, and what answers: applications, environments, routes, snapshots.

create table application (
    id                 uuid        not null primary key,
    team_id            uuid        not null references team on delete restrict,
    name               text        not null collate "C",
    search_name        text        not null collate "C",
    purpose_digest     text        collate "C",
    criticality        text        not null collate "C",
    data_class         text        not null collate "C",
    risk_tier          text        not null collate "C",
    -- Free vocabulary: 'eu-ai-act:high-risk' ...
    regulatory_class   text        collate "C",
    review_due         date,
    created_by         uuid        not null references principal on delete restrict,
    created_at         timestamptz not null,
    hidden_at          timestamptz,
    revision           int         not null,
    constraint application_name_size check (octet_length(name) between 1 and 255),
    constraint application_criticality_known check (criticality in ('low', 'medium', 'high', 'critical')),
    constraint application_data_class_known check (data_class in ('public', 'internal', 'confidential', 'restricted')),
    constraint application_risk_tier_known check (risk_tier in ('minimal', 'limited', 'high'))
);
create unique index application_name_unique on application (team_id, name) where hidden_at is null;
select tenure_audit('application', 'application');

alter table access_token add constraint access_token_application_exists
    foreign key (application_id) references application on delete restrict;

create table environment (
    id             uuid        not null primary key,
    slug           text        not null collate "C",
    -- Order of promotion: 1 is the first.
    position       int         not null,
    -- The least stage that a version needs to run here.
    requires_stage text        not null collate "C",
    created_at     timestamptz not null,
    revision       int         not null,
    constraint environment_slug_unique unique (slug),
    constraint environment_slug_shape check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    constraint environment_position_unique unique (position),
    constraint environment_requires_stage_known check (requires_stage in ('registered', 'staging', 'production'))
);
select tenure_audit('environment', 'environment');

create table route (
    id             uuid        not null primary key,
    environment_id uuid        not null references environment on delete restrict,
    key            text        not null collate "C",
    team_id        uuid        not null references team on delete restrict,
    application_id uuid        not null references application on delete restrict,
    -- The snapshot in force.
    snapshot_seq   int         not null,
    created_by     uuid        not null references principal on delete restrict,
    created_at     timestamptz not null,
    hidden_at      timestamptz,
    revision       int         not null,
    constraint route_key_shape check (key ~ '^[a-z0-9][a-z0-9._-]{0,127}$' and key !~ '\.(model|version)$')
);
create unique index route_key_unique on route (environment_id, key) where hidden_at is null;
create index route_by_application on route (application_id);
select tenure_audit('route', 'route');

-- Runs are [{"version_id", "slots"}], in order of slots. They fill all 10 000 slots, or none: then nothing serves.
create function tenure_runs_ok(runs jsonb) returns boolean language sql immutable as $$
    select jsonb_typeof(runs) = 'array'
       and jsonb_array_length(runs) <= 256
       and not exists (select from jsonb_array_elements(runs) run where (run ->> 'slots')::int not between 1 and 10000)
       and coalesce((select sum((run ->> 'slots')::int) from jsonb_array_elements(runs) run), 0) in (0, 10000)
$$;

-- The full allocation of a route from an instant on. Append-only; the history of serving.
create table snapshot (
    id                uuid        not null primary key,
    route_id          uuid        not null references route on delete restrict,
    seq               int         not null,
    effective_from    timestamptz not null,
    -- The route's revision: with it the event that wrote this row.
    route_revision    int         not null,
    salt              text        not null collate "C",
    runs              jsonb       not null,
    -- [{"key_digest", "version_id"}]
    pins              jsonb       not null,
    -- Versions that may not serve here again until they are revived.
    killed            uuid[]      not null,
    -- Versions to call when the chosen one does not answer, in order.
    fallbacks         uuid[]      not null,
    -- Seconds after which an instance that cannot reach the database refuses to answer from this.
    max_stale_seconds int,
    constraint snapshot_seq_unique unique (route_id, seq),
    constraint snapshot_seq_positive check (seq > 0),
    constraint snapshot_ascending unique (route_id, effective_from),
    constraint snapshot_runs_fill check (tenure_runs_ok(runs)),
    constraint snapshot_salt_shape check (salt ~ '^[a-z0-9._-]{1,64}$'),
    constraint snapshot_pins_is_list check (jsonb_typeof(pins) = 'array' and jsonb_array_length(pins) <= 100),
    constraint snapshot_lists_limited check (cardinality(killed) <= 200 and cardinality(fallbacks) <= 8),
    constraint snapshot_max_stale_positive check (max_stale_seconds > 0),
    constraint snapshot_has_event foreign key (route_id, route_revision)
        references audit_event (entity_id, entity_seq) deferrable initially deferred
);
select tenure_insert_only('snapshot');

-- A snapshot follows its predecessor in number and time, names only versions that the environment allows
-- (a killed one never), and carries an event of its own transaction.
create function tenure_snapshot_ok() returns trigger language plpgsql as $$
declare
    last snapshot%rowtype;
    needed text;
    named uuid[];
    wrong uuid;
begin
    select * into last from snapshot
     where route_id = new.route_id and seq < new.seq order by seq desc limit 1;
    if new.seq <> coalesce(last.seq, 0) + 1 or new.effective_from <= coalesce(last.effective_from, '-infinity') then
        raise exception 'snapshot % of route % does not follow %', new.seq, new.route_id, coalesce(last.seq, 0)
            using errcode = 'integrity_constraint_violation';
    end if;
    select e.requires_stage into needed
      from route r join environment e on e.id = r.environment_id where r.id = new.route_id;
    named := array(select (run ->> 'version_id')::uuid from jsonb_array_elements(new.runs) run)
          || array(select (pin ->> 'version_id')::uuid from jsonb_array_elements(new.pins) pin);
    if named && new.killed then
        raise exception 'snapshot % of route % names a killed version', new.seq, new.route_id
            using errcode = 'integrity_constraint_violation';
    end if;
    select id into wrong
      from unnest(named || new.fallbacks) as n (id)
     where not exists (
        select from version v
         where v.id = n.id
           and case needed
                 when 'registered' then v.stage in ('registered', 'staging', 'production', 'deprecated')
                 when 'staging' then v.stage in ('staging', 'production', 'deprecated')
                 else v.stage in ('production', 'deprecated')
               end)
     limit 1;
    if wrong is not null then
        raise exception 'route % may not name version %', new.route_id, wrong
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger snapshot_ok before insert on snapshot for each row execute function tenure_snapshot_ok();

-- The route points at its last snapshot. Deferred: the two rows are written one after the other.
create function tenure_route_has_snapshot() returns trigger language plpgsql as $$
begin
    if new.snapshot_seq is distinct from (select max(seq) from snapshot where route_id = new.id) then
        raise exception 'route % does not point at its last snapshot', new.id
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;
create constraint trigger route_has_snapshot after insert or update on route deferrable initially deferred
    for each row execute function tenure_route_has_snapshot();

-- Which versions serve now, with how many slots: the last snapshot of every visible route.
create view serving_now as
    select r.id as route_id, r.environment_id, r.key, r.application_id, r.team_id,
           (run ->> 'version_id')::uuid as version_id,
           sum((run ->> 'slots')::int)::int as slots,
           s.seq as snapshot_seq, s.effective_from
      from route r
      join snapshot s on s.route_id = r.id and s.seq = r.snapshot_seq
     cross join jsonb_array_elements(s.runs) run
     where r.hidden_at is null
     group by r.id, s.id, (run ->> 'version_id')::uuid;
