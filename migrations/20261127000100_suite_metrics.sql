-- What the metrics of a suite mean, said by people: for numbers about which no file says it. And who says it of each
-- number, so that a suite overrules a usual meaning but never silently what was reported.

alter table suite
    -- [{"name": "helpfulness", "direction": "higher", "unit": "fraction"}], by name. Null in rows from before.
    add column metrics jsonb,
    add constraint suite_metrics_is_list check (jsonb_typeof(metrics) = 'array');

alter table metric
    -- Null in rows from before, and where nobody says it.
    add column unit_by      text collate "C",
    add column direction_by text collate "C",
    add constraint metric_unit_by_known check (unit_by in ('report', 'catalogue')),
    add constraint metric_direction_by_known check (direction_by in ('report', 'catalogue')),
    add constraint metric_unit_by_has_unit check (unit_by is null or unit is not null),
    add constraint metric_direction_by_has_direction check (direction_by is null or direction is not null);
