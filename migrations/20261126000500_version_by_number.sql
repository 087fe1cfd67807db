-- The list of all versions, newest first, reads as many rows as it shows.
create index version_by_number on version (number desc, id desc);
