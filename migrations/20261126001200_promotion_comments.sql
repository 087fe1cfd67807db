-- What people say about a promotion while it is asked for, looked at and after it ended. Said once: never changed,
-- never hidden.

create table promotion_comment (
    id           uuid        not null primary key,
    promotion_id uuid        not null references promotion on delete restrict,
    -- 1, 2, 3 ... in the order in which they were written.
    number       int         not null,
    written_by   uuid        not null references principal on delete restrict,
    -- Names the words, which live outside the log.
    text_digest  text        not null collate "C",
    created_at   timestamptz not null,
    revision     int         not null,
    constraint promotion_comment_number_unique unique (promotion_id, number),
    constraint promotion_comment_number_in_range check (number between 1 and 500),
    constraint promotion_comment_digest_size check (length(text_digest) = 43),
    constraint promotion_comment_never_changes check (revision = 1)
);
select tenure_audit('promotion_comment', 'comment');
