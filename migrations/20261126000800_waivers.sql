-- A requirement that need not hold for one move, for a while, because somebody answers for it.

create table waiver (
    id          uuid        not null primary key,
    version_id  uuid        not null references version on delete restrict,
    target      text        not null collate "C",
    policy_id   uuid        not null references policy on delete restrict,
    -- The code of the requirement.
    requirement text        not null collate "C",
    -- Who answers for what is not met.
    owner       uuid        not null references principal on delete restrict,
    granted_by  uuid        not null references principal on delete restrict,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    -- When it was taken back, or made room for another after its time ran out.
    ended_at    timestamptz,
    revision    int         not null,
    constraint waiver_target_known check (target in ('staging', 'production')),
    constraint waiver_requirement_size check (octet_length(requirement) between 1 and 64),
    constraint waiver_expires_after_creation check (expires_at > created_at),
    constraint waiver_expires_in_time check (expires_at <= created_at + interval '90 days'),
    constraint waiver_ends_after_creation check (ended_at >= created_at)
);
create unique index waiver_open_once on waiver (version_id, target, policy_id, requirement) where ended_at is null;
create index waiver_by_version on waiver (version_id, id);
select tenure_audit('waiver', 'waiver');

-- Given and owned by people; given by nobody who registered the version or reported evaluations of it, nor by who
-- answers for a machine that did.
create function tenure_waiver_is_independent() returns trigger language plpgsql as $$
begin
    if exists (select from principal where id in (new.granted_by, new.owner) and kind <> 'user') then
        raise exception 'waiver %: people give and own waivers', new.id using errcode = 'integrity_constraint_violation';
    end if;
    if exists (
        select from version v
         cross join lateral (
            select v.registered_by as id
             union all
            select e.reported_by from evaluation e where e.version_id = v.id
         ) author
          join principal a on a.id = author.id
         where v.id = new.version_id
           and new.granted_by = coalesce(a.responsible_user, a.id)
    ) then
        raise exception 'waiver %: who gives it is the author', new.id using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger waiver_independent before insert on waiver
    for each row execute function tenure_waiver_is_independent();
