-- May this version go up? Policies, promotions, approvals, and the facts they were decided on.

create table policy (
    id         uuid        not null primary key,
    -- Null: the policy of the installation.
    team_id    uuid        references team on delete restrict,
    name       text        not null collate "C",
    state      text        not null collate "C",
    -- The number of the content in force.
    number     int         not null,
    created_at timestamptz not null,
    hidden_at  timestamptz,
    revision   int         not null,
    constraint policy_name_size check (octet_length(name) between 1 and 255),
    constraint policy_state_known check (state in ('active', 'off')),
    constraint policy_number_positive check (number > 0)
);
create unique index policy_name_unique on policy (team_id, name) nulls not distinct where hidden_at is null;
select tenure_audit('policy', 'policy');

-- An immutable content of a policy; promotions name the one they were decided under.
create table policy_version (
    id           uuid        not null primary key,
    policy_id    uuid        not null references policy on delete restrict,
    number       int         not null,
    -- Selector, requirements, approvals; see src/domain/promotions/policy.rs.
    content      jsonb       not null,
    -- The SHA-256 of its canonical bytes, in `content`.
    digest       bytea       not null,
    published_by uuid        not null references principal on delete restrict,
    created_at   timestamptz not null,
    revision     int         not null,
    constraint policy_version_number_unique unique (policy_id, number),
    constraint policy_version_digest_size check (octet_length(digest) = 32),
    constraint policy_version_never_changes check (revision = 1)
);
select tenure_audit('policy_version', 'policy_version');

create table promotion (
    id             uuid        not null primary key,
    -- PR-0042: dense, for people to say.
    number         int         not null,
    version_id     uuid        not null references version on delete restrict,
    from_stage     text        not null collate "C",
    target         text        not null collate "C",
    state          text        not null collate "C",
    application_id uuid        references application on delete restrict,
    -- What an approval binds to.
    proposal_hash  bytea       not null,
    opened_by      uuid        not null references principal on delete restrict,
    opened_at      timestamptz not null,
    expires_at     timestamptz not null,
    decided_by     uuid        references principal on delete restrict,
    decided_at     timestamptz,
    -- The facts it was applied or refused on, in `content`; with them the decision replays.
    facts_sha256   bytea       references content on delete restrict,
    verdict_sha256 bytea       references content on delete restrict,
    revision       int         not null,
    constraint promotion_number_unique unique (number),
    constraint promotion_target_known check (target in ('staging', 'production')),
    constraint promotion_state_known check (
        state in ('open', 'awaiting_approval', 'approved', 'applied', 'refused', 'withdrawn', 'expired')
    ),
    constraint promotion_decided_is_final check (
        (state in ('applied', 'refused', 'withdrawn', 'expired')) = (decided_at is not null)
    ),
    constraint promotion_applied_keeps_facts check (
        state <> 'applied' or (facts_sha256 is not null and verdict_sha256 is not null)
    ),
    constraint promotion_hash_size check (octet_length(proposal_hash) = 32),
    constraint promotion_expires_after_opening check (expires_at > opened_at)
);
-- One open promotion of a version to a target.
create unique index promotion_open_once on promotion (version_id, target)
    where state in ('open', 'awaiting_approval', 'approved');
create index promotion_by_state on promotion (state, id);
create index promotion_by_version on promotion (version_id, id);
select tenure_audit('promotion', 'promotion');

-- A final promotion never changes again.
create function tenure_promotion_is_final() returns trigger language plpgsql as $$
begin
    if old.state in ('applied', 'refused', 'withdrawn', 'expired') then
        raise exception 'promotion % is % for good', old.id, old.state using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger promotion_final before update on promotion for each row execute function tenure_promotion_is_final();

create table approval (
    id             uuid        not null primary key,
    promotion_id   uuid        not null references promotion on delete restrict,
    approver       uuid        not null references principal on delete restrict,
    decision       text        not null collate "C",
    proposal_hash  bytea       not null,
    comment_digest text        collate "C",
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    -- Why it no longer counts.
    void_reason    text        collate "C",
    revision       int         not null,
    constraint approval_decision_known check (decision in ('approved', 'rejected')),
    constraint approval_hash_size check (octet_length(proposal_hash) = 32),
    constraint approval_expires_after_creation check (expires_at > created_at),
    constraint approval_void_reason_known check (
        void_reason in ('proposal_changed', 'role_lost', 'expired', 'withdrawn')
    )
);
-- One word of one person on one proposal.
create unique index approval_once on approval (promotion_id, approver, proposal_hash) where void_reason is null;
create index approval_by_promotion on approval (promotion_id, id);
select tenure_audit('approval', 'approval');

-- The approver is a person who neither opened the promotion, nor registered the version, nor reported evaluations of
-- it; and answers for no machine that did.
create function tenure_approver_is_independent() returns trigger language plpgsql as $$
begin
    if (select kind from principal where id = new.approver) <> 'user' then
        raise exception 'approval %: only people approve', new.id using errcode = 'integrity_constraint_violation';
    end if;
    if new.decision = 'approved' and exists (
        select from promotion p
          join version v on v.id = p.version_id
         cross join lateral (
            select p.opened_by as id
             union all
            select v.registered_by
             union all
            select e.reported_by from evaluation e where e.version_id = v.id
         ) author
          join principal a on a.id = author.id
         where p.id = new.promotion_id
           and new.approver = coalesce(a.responsible_user, a.id)
    ) then
        raise exception 'approval %: the approver is the author', new.id using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger approver_independent before insert on approval
    for each row execute function tenure_approver_is_independent();
