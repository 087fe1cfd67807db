-- One file may be about several models, and says for each what its items scored.

alter table evaluation
    -- The model's name as the file says it, when the file is about several.
    add column model_ref         text collate "C",
    -- From which file its items are, of which metric, and how many; all three or none.
    add column items_artefact_id uuid references artefact on delete restrict,
    add column items_metric      text collate "C",
    add column items_count       bigint,
    add constraint evaluation_items_are_whole check (num_nonnulls(items_artefact_id, items_metric, items_count) in (0, 3)),
    add constraint evaluation_items_counted check (items_count > 0);

drop index evaluation_file_once;
create unique index evaluation_file_once on evaluation
    (version_id, artefact_id, suite_version_id, task, filter, model_ref) nulls not distinct
    where artefact_id is not null;

-- Its match to a version and its items are filled in, each once.
create or replace function tenure_evaluation_is_immutable() returns trigger language plpgsql as $$
begin
    if (new.artefact_id, new.suite_version_id, new.task, new.filter, new.is_aggregate, new.parent_task, new.source_type,
        new.tool, new.tool_version, new.tool_commit, new.n_shot, new.n, new.n_errors, new.language, new.run_at,
        new.prompt_template_digest, new.dataset_digest, new.details, new.reported_by, new.created_at, new.model_ref)
        is distinct from
       (old.artefact_id, old.suite_version_id, old.task, old.filter, old.is_aggregate, old.parent_task, old.source_type,
        old.tool, old.tool_version, old.tool_commit, old.n_shot, old.n, old.n_errors, old.language, old.run_at,
        old.prompt_template_digest, old.dataset_digest, old.details, old.reported_by, old.created_at, old.model_ref)
       or (old.version_id is not null and new.version_id is distinct from old.version_id)
       or (old.items_artefact_id is not null
           and (new.items_artefact_id, new.items_metric, new.items_count)
               is distinct from (old.items_artefact_id, old.items_metric, old.items_count)) then
        raise exception 'evaluation % is immutable', old.id using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
