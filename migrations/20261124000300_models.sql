-- Models, their immutable versions, lineage, aliases.

create table model (
    id                 uuid        not null primary key,
    team_id            uuid        not null references team on delete restrict,
    name               text        not null collate "C",
    -- Names a row of `text`.
    description_digest text        collate "C",
    -- [{"key", "value_digest"}], sorted by key.
    tags               jsonb       not null,
    -- The name folded to lower case by the service, for search.
    search_name        text        not null collate "C",
    created_by         uuid        not null references principal on delete restrict,
    created_at         timestamptz not null,
    hidden_at          timestamptz,
    revision           int         not null,
    -- 1-255 characters, no separator of the protocols that name models.
    constraint model_name_shape check (char_length(name) between 1 and 255 and name !~ '[/:]')
);
create unique index model_name_unique on model (team_id, name) where hidden_at is null;
create index model_by_search_name on model (search_name, id);
select tenure_audit('model', 'model');

create table version (
    id                 uuid        not null primary key,
    model_id           uuid        not null references model on delete restrict,
    number             int         not null,
    stage              text        not null collate "C",
    -- Why it stands there: registered, promoted, imported, adopted.
    basis              text        not null collate "C",
    -- Adoption: since when it is known to run, and until when evidence is due. Both or neither.
    adopted_since      timestamptz,
    evidence_due       date,
    -- As stated, immutable: {kind: hosted|weights|opaque, ...}. See src/domain/models/source.rs.
    source             jsonb       not null,
    -- For look-up: the hosted id, or the digest of the weights.
    source_key         text        not null collate "C",
    configuration      jsonb       not null,
    -- [{"kind", "parent_version_id", "technique"}], immutable.
    lineage            jsonb       not null,
    source_created_at  timestamptz,
    description_digest text        collate "C",
    tags               jsonb       not null,
    registered_by      uuid        not null references principal on delete restrict,
    created_at         timestamptz not null,
    stage_changed_at   timestamptz,
    hidden_at          timestamptz,
    revision           int         not null,
    constraint version_number_unique unique (model_id, number),
    constraint version_number_positive check (number > 0),
    constraint version_stage_known check (
        stage in ('registered', 'staging', 'production', 'deprecated', 'archived', 'retired', 'revoked')
    ),
    constraint version_basis_known check (basis in ('registered', 'promoted', 'imported', 'adopted')),
    constraint version_adopted_has_since check ((adopted_since is null) = (evidence_due is null)),
    constraint version_basis_adopted_has_since check (basis <> 'adopted' or adopted_since is not null),
    constraint version_source_kind_known check (source ->> 'kind' in ('hosted', 'weights', 'opaque'))
);
create index version_by_stage on version (stage, id);
create index version_by_source on version (source_key, id);
create index version_by_model on version (model_id, number desc);
select tenure_audit('version', 'version');

-- What a version is never changes; a terminal stage is never left.
create function tenure_version_is_immutable() returns trigger language plpgsql as $$
begin
    if (new.model_id, new.number, new.source, new.source_key, new.configuration, new.lineage, new.registered_by, new.created_at,
        new.adopted_since, new.source_created_at)
        is distinct from
       (old.model_id, old.number, old.source, old.source_key, old.configuration, old.lineage, old.registered_by, old.created_at,
        old.adopted_since, old.source_created_at) then
        raise exception 'version % is immutable', old.id using errcode = 'integrity_constraint_violation';
    end if;
    if old.stage in ('retired', 'revoked') and new.stage <> old.stage then
        raise exception 'version % is % and never comes back', old.id, old.stage using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger version_immutable before update on version
    for each row execute function tenure_version_is_immutable();

-- Numbers are dense: a version's predecessor exists. Deferred, so that a bulk statement may write them in any order.
create function tenure_version_is_dense() returns trigger language plpgsql as $$
begin
    if new.number > 1 and not exists (select from version where model_id = new.model_id and number = new.number - 1) then
        raise exception 'version % of model % has no predecessor', new.number, new.model_id
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;
create constraint trigger version_dense after insert on version deferrable initially deferred
    for each row execute function tenure_version_is_dense();

-- Derived from version.lineage: who was made from whom.
create table version_parent (
    version_id uuid not null references version on delete restrict,
    parent_id  uuid not null references version on delete restrict,
    kind       text not null collate "C",
    technique  text,
    primary key (version_id, parent_id, kind),
    constraint version_parent_not_itself check (version_id <> parent_id),
    constraint version_parent_kind_known check (
        kind in ('fine_tune', 'quantisation', 'pruning', 'distillation', 'merge', 'adapter', 'reconfiguration')
    )
);
create index version_parent_by_parent on version_parent (parent_id);
select tenure_insert_only('version_parent');

-- Derived from the owners' tags: which entity carries which tag.
create table tag (
    owner_id uuid not null,
    key      text not null collate "C",
    value    text not null collate "C",
    primary key (owner_id, key),
    constraint tag_key_size check (octet_length(key) between 1 and 250),
    constraint tag_value_size check (octet_length(value) <= 5000)
);
create index tag_by_key on tag (key, value, owner_id);

create table alias (
    id         uuid        not null primary key,
    model_id   uuid        not null references model on delete restrict,
    alias      text        not null collate "C",
    -- Null after the alias was taken away; the row stays.
    version_id uuid        references version on delete restrict,
    moved_by   uuid        not null references principal on delete restrict,
    updated_at timestamptz not null,
    created_at timestamptz not null,
    revision   int         not null,
    constraint alias_unique unique (model_id, alias),
    constraint alias_shape check (alias ~ '^[a-zA-Z0-9_-]{1,255}$' and alias !~* '^v[0-9]+$' and lower(alias) <> 'latest')
);
create index alias_by_version on alias (version_id);
select tenure_audit('alias', 'alias');

-- An alias points into its own model.
create function tenure_alias_in_model() returns trigger language plpgsql as $$
begin
    if new.version_id is not null
       and not exists (select from version where id = new.version_id and model_id = new.model_id) then
        raise exception 'alias % points outside its model', new.alias using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger alias_in_model before insert or update on alias
    for each row execute function tenure_alias_in_model();
