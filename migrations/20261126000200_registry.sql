-- The registry's daily life: names that things had before, and what lists are searched by.

-- A name that an entity had until it got another. Derived from the log: the name before each '<kind>.renamed'.
create table former_name (
    entity_id      uuid        not null,
    -- The revision that brought the next name.
    until_revision int         not null,
    kind           text        not null collate "C",
    name           text        not null collate "C",
    renamed_at     timestamptz not null,
    primary key (entity_id, until_revision),
    constraint former_name_kind_known check (kind in ('model', 'application', 'suite', 'policy')),
    constraint former_name_size check (octet_length(name) between 1 and 1020),
    constraint former_name_has_event foreign key (entity_id, until_revision)
        references audit_event (entity_id, entity_seq) deferrable initially deferred
);
create index former_name_by_name on former_name (kind, name, renamed_at desc);
select tenure_insert_only('former_name');

-- The words of a version's source, folded by the service: what a search for text reads. Derived from version.source.
create table version_words (
    version_id uuid     not null primary key references version on delete restrict,
    words      tsvector not null
);
create index version_words_by_word on version_words using gin (words);
select tenure_insert_only('version_words');
-- What is registered already has plain names; the service folds what comes from now on.
insert into version_words (version_id, words)
select id, array_to_tsvector(array_remove(
               regexp_split_to_array(left(lower(source_key), 1000), '[^[:alnum:]]+'), ''))
  from version;

-- Lists of versions run from the highest number down, whatever they are narrowed by.
create index version_by_number on version (number desc, id desc);
create index version_by_stage_and_number on version (stage, number desc, id desc);
create index version_by_source_kind on version ((source ->> 'kind'), number desc, id desc);
create index version_by_platform on version ((source ->> 'platform'), number desc, id desc);
drop index version_by_stage;
create index alias_by_name on alias (alias, version_id);
create index version_by_model_and_stage on version (model_id, stage) where hidden_at is null;
create index model_by_team on model (team_id, search_name, id);

-- Lists of evaluations run from the last reported back. Ids rise with time.
create index evaluation_by_task on evaluation (task, id desc);
create index evaluation_by_tool on evaluation (tool, tool_version, id desc);
create index evaluation_by_language on evaluation (language, id desc);
create index evaluation_by_shots on evaluation (n_shot, id desc);
create index evaluation_by_dataset on evaluation (dataset_digest, id desc);
create index evaluation_by_prompt on evaluation (prompt_template_digest, id desc);
create index evaluation_by_artefact on evaluation (artefact_id, id desc);
create index evaluation_by_time on evaluation (coalesce(run_at, created_at), id desc);

-- How the model was called and with which seeds: what lists of evaluations are narrowed by. Derived from
-- evaluation.details.
create table evaluation_term (
    evaluation_id uuid not null references evaluation on delete restrict,
    kind          text not null collate "C",
    name          text not null collate "C",
    value         text not null collate "C",
    primary key (evaluation_id, kind, name),
    constraint evaluation_term_kind_known check (kind in ('model_arg', 'seed')),
    constraint evaluation_term_size check (octet_length(name) between 1 and 255 and octet_length(value) <= 1024)
);
create index evaluation_term_by_value on evaluation_term (kind, name, value, evaluation_id);
select tenure_insert_only('evaluation_term');
insert into evaluation_term (evaluation_id, kind, name, value)
select e.id, t.kind, t.name, min(t.value)
  from evaluation e
 cross join lateral (
    select 'seed' as kind, key as name, value from jsonb_each_text(
        case when jsonb_typeof(e.details -> 'seeds') = 'object' then e.details -> 'seeds' else '{}' end)
    union all
    select 'model_arg', key, value from jsonb_each_text(
        case when jsonb_typeof(e.details -> 'model_args') = 'object' then e.details -> 'model_args' else '{}' end)
    union all
    select 'model_arg', trim(split_part(part, '=', 1)), trim(substr(part, strpos(part, '=') + 1))
      from regexp_split_to_table(
        case when jsonb_typeof(e.details -> 'model_args') = 'string' then e.details ->> 'model_args' else '' end, ',') part
     where strpos(part, '=') > 1
 ) t
 where octet_length(t.name) between 1 and 255 and octet_length(t.value) <= 1024 and t.value <> '***'
 group by e.id, t.kind, t.name;

create index suite_by_trust_class on suite (trust_class, id);
