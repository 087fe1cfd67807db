-- Items: what each question of an evaluation scored. Numbers and names only, never a question or an answer.

-- Derived from the bytes of a result file; the evaluation's event says which file and how many.
create table evaluation_item (
    evaluation_id uuid    not null references evaluation on delete restrict,
    -- Names the question by its content, as the tool does; null when it does not: pairs are found by it.
    item_hash     bytea,
    -- The question's name in its data set.
    item_key      text    not null collate "C",
    -- 1, 2, 3 ... for a question that was asked several times.
    epoch         int     not null,
    -- Null: it was not scored.
    score         numeric,
    -- Null: the score is neither right nor wrong.
    correct       boolean,
    -- Questions of the same cluster are not independent.
    cluster       text    collate "C",
    -- Null: nothing went wrong.
    error_kind    text    collate "C",
    primary key (evaluation_id, item_key, epoch),
    constraint evaluation_item_hash_size check (octet_length(item_hash) between 1 and 32),
    constraint evaluation_item_key_size check (octet_length(item_key) between 1 and 255),
    constraint evaluation_item_epoch_positive check (epoch > 0),
    constraint evaluation_item_score_is_a_number check (score <> 'NaN' and score < 'Infinity' and score > '-Infinity'),
    constraint evaluation_item_cluster_size check (octet_length(cluster) between 1 and 255),
    constraint evaluation_item_error_kind_size check (octet_length(error_kind) between 1 and 255)
);
select tenure_insert_only('evaluation_item');
