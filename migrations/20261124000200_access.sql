-- Who there is, who may do what, and how they prove it.

create table team (
    id         uuid        not null primary key,
    slug       text        not null collate "C",
    name       text        not null,
    created_at timestamptz not null,
    hidden_at  timestamptz,
    revision   int         not null,
    constraint team_slug_unique unique (slug),
    constraint team_slug_shape check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    constraint team_name_size check (octet_length(name) between 1 and 255)
);
select tenure_audit('team', 'team');

-- Somebody who acts: a person, a machine, or the service itself.
create table principal (
    id               uuid        not null primary key,
    kind             text        not null collate "C",
    -- The person answerable for a machine: independence of approvals counts this one.
    responsible_user uuid        references principal on delete restrict,
    state            text        not null collate "C",
    created_at       timestamptz not null,
    revision         int         not null,
    constraint principal_kind_known check (kind in ('user', 'machine', 'system')),
    constraint principal_state_known check (state in ('invited', 'active', 'suspended')),
    constraint principal_machine_has_responsible check ((kind = 'machine') = (responsible_user is not null))
);
select tenure_audit('principal', 'principal');

-- Names and addresses, outside the log: deletable.
create table person (
    principal_id uuid not null primary key references principal on delete restrict,
    name         text not null,
    email        text,
    constraint person_name_size check (octet_length(name) between 1 and 255),
    constraint person_email_size check (octet_length(email) between 3 and 320)
);

-- The service itself, for what it does on its own.
create table access_grant (
    id           uuid        not null primary key,
    principal_id uuid        not null references principal on delete restrict,
    role         text        not null collate "C",
    -- Null binds to everything.
    team_id      uuid        references team on delete restrict,
    -- Null binds to every environment; a slug narrows operators.
    environment  text        collate "C",
    created_at   timestamptz not null,
    revoked_at   timestamptz,
    revision     int         not null,
    constraint access_grant_role_known check (
        role in ('viewer', 'contributor', 'reviewer', 'operator', 'steward', 'auditor', 'admin', 'ingest')
    )
);
create unique index access_grant_once on access_grant (principal_id, role, team_id, environment) nulls not distinct
    where revoked_at is null;
select tenure_audit('access_grant', 'grant');

-- An API token. Only the SHA-256 of the secret is kept.
create table access_token (
    id             uuid        not null primary key,
    -- personal acts as the user; machine acts as its own principal.
    kind           text        not null collate "C",
    principal_id   uuid        not null references principal on delete restrict,
    name           text        not null,
    secret_sha256  bytea       not null,
    -- First characters of the secret, to recognise it by.
    prefix         text        not null collate "C",
    -- Personal tokens approve only when this is set; machine tokens never.
    may_approve    boolean     not null,
    -- An application's token may resolve the routes of this application only.
    application_id uuid,
    environment    text        collate "C",
    expires_at     timestamptz not null,
    created_at     timestamptz not null,
    revoked_at     timestamptz,
    revision       int         not null,
    constraint access_token_secret_unique unique (secret_sha256),
    constraint access_token_secret_size check (octet_length(secret_sha256) = 32),
    constraint access_token_kind_known check (kind in ('personal', 'machine')),
    constraint access_token_machine_never_approves check (kind = 'personal' or not may_approve),
    constraint access_token_name_size check (octet_length(name) between 1 and 255),
    constraint access_token_expires_after_creation check (expires_at > created_at)
);
create index access_token_by_principal on access_token (principal_id);
select tenure_audit('access_token', 'token');

-- Who a token of a foreign issuer is here. Operational: the subject may be personal.
create table external_identity (
    issuer       text        not null collate "C",
    subject      text        not null collate "C",
    principal_id uuid        not null references principal on delete restrict,
    created_at   timestamptz not null,
    primary key (issuer, subject)
);

-- Operational tables: not part of the log.

-- One-time links: sign-in, invitation, first administrator.
create table sign_in_link (
    secret_sha256 bytea       not null primary key,
    principal_id  uuid        not null references principal on delete restrict,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    used_at       timestamptz,
    constraint sign_in_link_secret_size check (octet_length(secret_sha256) = 32)
);

create table session (
    secret_sha256 bytea       not null primary key,
    id            uuid        not null,
    principal_id  uuid        not null references principal on delete restrict,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    last_used_at  timestamptz not null,
    ended_at      timestamptz,
    constraint session_id_unique unique (id),
    constraint session_secret_size check (octet_length(secret_sha256) = 32)
);

create table token_use (
    token_id     uuid        not null primary key,
    last_used_at timestamptz not null
);

-- Answers of commands that carried an Idempotency-Key; kept 24 hours.
create table idempotency (
    principal_id uuid        not null,
    key          text        not null collate "C",
    request_hash bytea       not null,
    status       smallint    not null,
    etag         text,
    location     text,
    -- Null when the answer held a secret, which is shown once.
    body         text,
    created_at   timestamptz not null,
    primary key (principal_id, key),
    constraint idempotency_key_size check (octet_length(key) between 1 and 255),
    constraint idempotency_hash_size check (octet_length(request_hash) = 32)
);
create index idempotency_by_age on idempotency (created_at);

-- A refused command: who tried what, and why not. Its own entity, written after the rollback.
create table attempt (
    id           uuid        not null primary key,
    principal_id uuid        not null references principal on delete restrict,
    -- 'promotion.apply', 'route.switch' ...
    command      text        not null collate "C",
    subject_kind text        not null collate "C",
    subject_id   uuid        not null,
    -- The codes of all reasons.
    codes        text[]      not null,
    created_at   timestamptz not null,
    revision     int         not null,
    constraint attempt_has_reasons check (cardinality(codes) between 1 and 100)
);
select tenure_audit('attempt', 'attempt');
create index attempt_by_subject on attempt (subject_id, created_at);
