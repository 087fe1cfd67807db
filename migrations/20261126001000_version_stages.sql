-- How many versions of a model stand in which stage is counted from the index alone.
create index version_by_model_stage on version (model_id, stage) where hidden_at is null;
