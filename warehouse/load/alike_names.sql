-- Names that may be one forecaster's, for a person to decide: a last name alone beside a full name that ends with it, and full
-- names that begin and end alike. Names that are one already, and pairs that a person keeps apart, are left out.
with names as (
    select
        name_id,
        forecaster_id,
        name,
        name_untitled(name_words(name)) as words,
        regexp_extract(name_untitled(name_words(name)), '^[^ ]+') as first_word,
        regexp_extract(name_untitled(name_words(name)), '[^ ]+$') as last_word
    from forecaster_names
    where superseded_at is null
        and kind = 'named'
        -- "Officials" is no last name.
        and regexp_matches(name, '(^| )\p{Lu}[^ ]*$')
        -- Several authors of one document are nobody's other name.
        and not contains(name, ' and ')
),
held as (
    select distinct name_id, document_id
    from forecast_history
    where superseded_at is null
        and status = 'standing'
        and document_id is not null
),
pairs as (
    select
        short.name_id,
        short.forecaster_id,
        short.name,
        long.name_id as other_name_id,
        long.forecaster_id as other_forecaster_id,
        long.name as other_name,
        short.words = long.last_word as is_last_name,
        count(distinct long.forecaster_id) over (partition by short.name_id) as n_candidates
    from names as short
    inner join names as long
        on short.forecaster_id <> long.forecaster_id
        and short.last_word = long.last_word
        and long.words <> long.last_word
        and (
            short.words = long.last_word
            or (
                -- Spelt otherwise, or an initial only.
                (
                    jaro_winkler_similarity(short.first_word, long.first_word) >= 0.85
                    or regexp_replace(short.first_word, '\.$', '') = left(long.first_word, 1)
                    or regexp_replace(long.first_word, '\.$', '') = left(short.first_word, 1)
                )
                and short.words <> short.last_word
                and (length(short.words), short.name_id) < (length(long.words), long.name_id)
            )
        )
),
shared as (
    select
        pairs.name_id,
        pairs.other_name_id,
        count(*) as n_documents
    from pairs
    inner join held as mine
        on pairs.name_id = mine.name_id
    inner join held as theirs
        on pairs.other_name_id = theirs.name_id
        and mine.document_id = theirs.document_id
    group by pairs.name_id, pairs.other_name_id
)
select
    pairs.name_id,
    pairs.name,
    pairs.other_name_id,
    pairs.other_name,
    pairs.is_last_name,
    pairs.n_candidates,
    coalesce(shared.n_documents, 0) as n_documents
from pairs
left join shared
    on pairs.name_id = shared.name_id
    and pairs.other_name_id = shared.other_name_id
where not exists (
    select 1
    from decisions as kept
    inner join (
        select target, field, max(line_number) as line_number
        from decisions
        where kind = 'forecaster'
            and field like 'not p\_%' escape '\'
        group by target, field
    ) as last_lines
        on kept.line_number = last_lines.line_number
    where kept.value <> ''
        and (
            (kept.target = pairs.forecaster_id and kept.field = 'not ' || pairs.other_forecaster_id)
            or (kept.target = pairs.other_forecaster_id and kept.field = 'not ' || pairs.forecaster_id)
        )
)
order by coalesce(shared.n_documents, 0) desc, pairs.n_candidates, pairs.name, pairs.other_name;
