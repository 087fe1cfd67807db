-- Machines come in by rules over the claims of their tokens, and sign-ins are told in the log.

-- What the tokens of an issuer may do when their claims look like this.
create table claim_rule (
    id               uuid        not null primary key,
    name             text        not null,
    -- The exact `iss`.
    issuer           text        not null collate "C",
    -- [{claim, pattern}]: all of them hold. A pattern names no person.
    conditions       jsonb       not null,
    role             text        not null collate "C",
    -- Null binds to everything.
    team_id          uuid        references team on delete restrict,
    -- Null binds to every environment.
    environment      text        collate "C",
    -- Who made the rule answers for the machines that it lets in.
    responsible_user uuid        not null references principal on delete restrict,
    state            text        not null collate "C",
    created_at       timestamptz not null,
    hidden_at        timestamptz,
    revision         int         not null,
    constraint claim_rule_name_size check (octet_length(name) between 1 and 255),
    constraint claim_rule_issuer_size check (octet_length(issuer) between 1 and 255),
    constraint claim_rule_has_conditions check (jsonb_array_length(conditions) between 1 and 8),
    -- Machines neither approve nor administer.
    constraint claim_rule_role_of_machines check (
        role in ('viewer', 'contributor', 'operator', 'steward', 'auditor', 'ingest')
    ),
    constraint claim_rule_state_known check (state in ('on', 'off'))
);
create unique index claim_rule_name_unique on claim_rule (name) where hidden_at is null;
create index claim_rule_by_issuer on claim_rule (issuer) where hidden_at is null;
select tenure_audit('claim_rule', 'claim_rule');

-- Which rule let a machine in; null for subjects that somebody said who they are.
alter table external_identity add column claim_rule_id uuid references claim_rule on delete restrict;
create index external_identity_by_rule on external_identity (claim_rule_id) where claim_rule_id is not null;

-- A sign-in and its end. The secret, its last use and the browser are in `session`, outside the log.
create table sign_in (
    -- The session's id, when one began.
    id           uuid        not null primary key,
    -- Null: the link was nobody's.
    principal_id uuid        references principal on delete restrict,
    means        text        not null collate "C",
    state        text        not null collate "C",
    created_at   timestamptz not null,
    ended_at     timestamptz,
    ended_by     text        collate "C",
    revision     int         not null,
    constraint sign_in_means_known check (means in ('link')),
    constraint sign_in_state_known check (state in ('entered', 'refused', 'ended')),
    constraint sign_in_is_somebodys check (state = 'refused' or principal_id is not null),
    constraint sign_in_end_known check (ended_by in ('signed_out', 'revoked', 'suspended', 'replaced')),
    constraint sign_in_ended_has_time check ((state = 'ended') = (ended_at is not null)),
    constraint sign_in_ended_has_cause check ((state = 'ended') = (ended_by is not null))
);
create index sign_in_in_force on sign_in (principal_id, created_at) where state = 'entered';
select tenure_audit('sign_in', 'sign_in');

-- Sessions from before have no sign-in in the log: people sign in anew.
delete from session;
-- The family of the browser, never its whole name: enough to recognise one's own sessions.
alter table session add column agent text collate "C",
    add constraint session_agent_known check (agent in ('chrome', 'edge', 'firefox', 'safari', 'other'));
