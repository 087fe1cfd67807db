-- Who works on a finding. Null: nobody has taken it.
alter table finding add assignee uuid references principal on delete restrict;
