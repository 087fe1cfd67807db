-- The log: every change of an audited entity is one event, written in the same transaction.
-- The database refuses the change otherwise, for a person in psql as well.

-- Text keys sort and compare by bytes; another encoding would store other bytes for the same name.
do $$
begin
    if (select pg_encoding_to_char(encoding) from pg_database where datname = current_database()) <> 'UTF8' then
        raise exception 'Tenure needs a database with encoding UTF8';
    end if;
end
$$;

create table audit_event (
    -- Order of allocation. Positions are given by the sequencer (audit_leaf.idx), never by this.
    id          bigint      not null generated always as identity primary key,
    -- The transaction that wrote it: what the constraint triggers compare.
    xid         xid8        not null default pg_current_xact_id(),
    -- Events of one command share it.
    command_id  uuid        not null,
    entity_kind text        not null collate "C",
    entity_id   uuid        not null,
    -- The entity's revision after this event: 1, 2, 3 ...
    entity_seq  int         not null,
    -- RFC 8785 JSON: the exact bytes that are hashed. See src/ground/audit/event.rs.
    body        text        not null,
    kind        text        not null collate "C" generated always as ((body::jsonb) ->> 'kind') stored,
    actor_id    uuid        generated always as (((body::jsonb) -> 'actor' ->> 'id')::uuid) stored,
    -- RFC 3339, UTC, six digits: sorts as text in order of time.
    at          text        not null collate "C" generated always as ((body::jsonb) ->> 'at') stored,
    constraint audit_event_entity_seq_unique unique (entity_id, entity_seq),
    constraint audit_event_seq_positive check (entity_seq > 0),
    constraint audit_event_body_size check (octet_length(body) between 2 and 60000),
    constraint audit_event_body_names_entity check (
        (body::jsonb) -> 'entity' ->> 'kind' = entity_kind
        and ((body::jsonb) -> 'entity' ->> 'id')::uuid = entity_id
        and ((body::jsonb) -> 'entity' ->> 'seq')::int = entity_seq
    )
);
create index audit_event_by_actor on audit_event (actor_id, id);
create index audit_event_by_kind on audit_event (kind, id);
create index audit_event_by_command on audit_event (command_id);

-- Events that have no position yet.
create table audit_pending (
    event_id bigint not null primary key references audit_event on delete restrict
);

-- Position of an event in the log: dense from 0, in an order that no reader can see change.
create table audit_leaf (
    idx           bigint      not null primary key,
    event_id      bigint      not null references audit_event on delete restrict,
    -- SHA-256 of 0x00 and the body (RFC 6962, 2.1).
    leaf_hash     bytea       not null,
    -- When it got its position: strictly rising with idx.
    integrated_at timestamptz not null,
    constraint audit_leaf_event_unique unique (event_id),
    constraint audit_leaf_idx_not_negative check (idx >= 0),
    constraint audit_leaf_hash_size check (octet_length(leaf_hash) = 32)
);
create unique index audit_leaf_by_time on audit_leaf (integrated_at, idx);

-- One row: the lock of the sequencer and the length of the log.
create table audit_tree (
    one     boolean     not null primary key default true,
    size    bigint      not null,
    last_at timestamptz not null,
    constraint audit_tree_is_one_row check (one),
    constraint audit_tree_size_not_negative check (size >= 0)
);
insert into audit_tree (size, last_at) values (0, '-infinity');

create function tenure_event_is_pending() returns trigger language plpgsql as $$
begin
    insert into audit_pending (event_id) values (new.id);
    return null;
end
$$;
create trigger audit_event_pending after insert on audit_event
    for each row execute function tenure_event_is_pending();

-- Refuses what an append-only table never allows.
create function tenure_refuse() returns trigger language plpgsql as $$
begin
    raise exception '% of % is not allowed', lower(tg_op), tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;
create trigger audit_event_append_only before update or delete on audit_event
    for each row execute function tenure_refuse();
create trigger audit_event_not_truncated before truncate on audit_event
    for each statement execute function tenure_refuse();
create trigger audit_leaf_append_only before update or delete on audit_leaf
    for each row execute function tenure_refuse();
create trigger audit_leaf_not_truncated before truncate on audit_leaf
    for each statement execute function tenure_refuse();

-- Deferred to commit: the row's revision must have its own event, of this transaction.
create function tenure_change_has_event() returns trigger language plpgsql as $$
begin
    if not exists (
        select from audit_event
        where entity_id = new.id
          and entity_seq = new.revision
          and entity_kind = tg_argv[0]
          and xid = pg_current_xact_id()
    ) then
        raise exception '% % changed to revision % without an event', tg_table_name, new.id, new.revision
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;

-- A revision starts at 1, rises by one with every write, and its row keeps its id.
create function tenure_revision_steps() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.revision <> 1 then
            raise exception '% must start at revision 1', tg_table_name using errcode = 'integrity_constraint_violation';
        end if;
    elsif new.id <> old.id or new.revision <> old.revision + 1 then
        raise exception '% %: revision must rise by one', tg_table_name, old.id using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- Makes a table audited: call it once, in the migration that creates the table.
create function tenure_audit(table_name regclass, entity_kind text) returns void language plpgsql as $$
begin
    execute format('create constraint trigger %I after insert or update on %s deferrable initially deferred
                    for each row execute function tenure_change_has_event(%L)',
                   table_name || '_has_event', table_name, entity_kind);
    execute format('create trigger %I before insert or update on %s for each row execute function tenure_revision_steps()',
                   table_name || '_revision_steps', table_name);
    execute format('create trigger %I before delete on %s for each row execute function tenure_refuse()',
                   table_name || '_never_deleted', table_name);
    execute format('create trigger %I before truncate on %s for each statement execute function tenure_refuse()',
                   table_name || '_not_truncated', table_name);
end
$$;

-- Makes a table insert-only: rows that are part of an audited entity and never change.
create function tenure_insert_only(table_name regclass) returns void language plpgsql as $$
begin
    execute format('create trigger %I before update or delete on %s for each row execute function tenure_refuse()',
                   table_name || '_insert_only', table_name);
    execute format('create trigger %I before truncate on %s for each statement execute function tenure_refuse()',
                   table_name || '_not_truncated', table_name);
end
$$;

-- Personal and free text. The log names it by digest; deleting the row erases the text and keeps every proof.
create table text (
    -- base64url(SHA-256(base64url(JSON [salt, name, value]))): an RFC 9901 disclosure.
    digest text not null primary key collate "C",
    salt   text not null,
    -- Which field of which entity kind: 'model.description'.
    name   text not null collate "C",
    value  text not null,
    constraint text_digest_size check (length(digest) = 43),
    constraint text_value_size check (octet_length(value) <= 65536)
);

-- Bytes that are kept once by their SHA-256: result files, facts of decisions.
create table content (
    sha256     bytea       not null primary key,
    size       bigint      not null,
    media_type text        not null,
    created_at timestamptz not null,
    constraint content_sha256_size check (octet_length(sha256) = 32),
    constraint content_size_known check (size between 0 and 268435456)
);
select tenure_insert_only('content');
create table content_chunk (
    sha256 bytea not null references content on delete restrict,
    -- 0, 1, 2 ...; each chunk but the last holds 1 MiB.
    number int   not null,
    bytes  bytea not null,
    primary key (sha256, number),
    constraint content_chunk_number_known check (number between 0 and 255),
    constraint content_chunk_size check (octet_length(bytes) between 0 and 1048576)
);

-- What the schema is compatible with: `serve` refuses a number it does not know.
create table schema_compat (
    one    boolean not null primary key default true,
    number int     not null,
    constraint schema_compat_is_one_row check (one)
);
insert into schema_compat (number) values (1);

-- For the doctor: every audited table with the kind of its entities, from the triggers themselves.
create function tenure_audited() returns table (table_name text, entity_kind text) language sql stable as $$
    select c.relname::text, replace(encode(t.tgargs, 'escape'), '\000', '')
      from pg_trigger t
      join pg_class c on c.oid = t.tgrelid
      join pg_proc p on p.oid = t.tgfoid
     where p.proname = 'tenure_change_has_event'
     order by 1
$$;

-- For the doctor: rows of an audited table in order of id, each with the entity's last event.
create function tenure_states(table_name text, kind text, after_id uuid, row_limit int)
    returns table (id uuid, state jsonb, event_seq int, event_after jsonb) language plpgsql stable as $$
begin
    return query execute format(
        'select t.id, to_jsonb(t), e.entity_seq, (e.body::jsonb) -> ''after''
           from (select * from %I where id > $2 order by id limit $3) t
           left join lateral (select entity_seq, body from audit_event
                               where entity_id = t.id and entity_kind = $1
                               order by entity_seq desc limit 1) e on true
          order by t.id', table_name)
    using kind, after_id, row_limit;
end
$$;

-- For the doctor: entities that the log knows and the table does not.
create function tenure_missing(table_name text, kind text, row_limit int)
    returns table (id uuid) language plpgsql stable as $$
begin
    return query execute format(
        'select e.entity_id from audit_event e
          where e.entity_kind = $1 and e.entity_seq = 1
            and not exists (select from %I t where t.id = e.entity_id)
          order by e.entity_id limit $2', table_name)
    using kind, row_limit;
end
$$;
