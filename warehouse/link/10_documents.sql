-- Documents: what the reader found, overlaid with what people supplied.
-- A document that a later reading of its capture no longer gives ends there, unless a person had a hand in one of its
-- forecasts. Of a withdrawn document the words are taken out, of the past too; the rows stay, so that scores add up.
delete from document_history;

insert into document_history by name
with events as (
    select
        document_id, read_at as happened_at, 0 as line_number, read_at, 'here' as presence,
        null as date_given, null as authors_given, null as title_given, null as url_given, null as source_given,
        null as status_given
    from readings
    union all
    select
        seen.document_id, min(passes.extracted_at), 0, null, 'gone', null, null, null, null, null, null
    from (
        select document_id, capture_id, max(read_at) as read_at
        from readings
        group by document_id, capture_id
    ) as seen
    inner join captures_extracted as passes
        on seen.capture_id = passes.capture_id
        and passes.extracted_at > seen.read_at
    where seen.document_id not in (select document_id from documents_kept)
    group by seen.document_id
    union all
    select
        target, recorded_at, line_number, null, null,
        case when field = 'date' then coalesce(value, '') end,
        case when field = 'author' then coalesce(value, '') end,
        case when field = 'title' then coalesce(value, '') end,
        case when field = 'url' then coalesce(value, '') end,
        case when field = 'source' then coalesce(value, '') end,
        case when field = 'status' then coalesce(value, '') end
    from decisions
    where kind = 'document'
        and attachment <> 'orphaned'
),
states as (
    select
        document_id,
        line_number,
        happened_at as known_at,
        lead(happened_at) over story as superseded_at,
        last_value(read_at ignore nulls) over past as read_at,
        last_value(presence ignore nulls) over past as presence,
        nullif(last_value(date_given ignore nulls) over past, '') as date_given,
        nullif(last_value(authors_given ignore nulls) over past, '') as authors_given,
        nullif(last_value(title_given ignore nulls) over past, '') as title_given,
        nullif(last_value(url_given ignore nulls) over past, '') as url_given,
        nullif(last_value(source_given ignore nulls) over past, '') as source_given,
        nullif(last_value(status_given ignore nulls) over past, '') as status_given
    from events
    window
        story as (partition by document_id order by happened_at, line_number),
        past as (partition by document_id order by happened_at, line_number rows unbounded preceding)
),
dated as (
    select
        *,
        bool_or(superseded_at is null and status_given = 'withdrawn') over (partition by document_id) as is_wordless,
        cast(split_part(date_given, '/', 1) as date) as given_earliest_on,
        cast(split_part(date_given, '/', -1) as date) as given_latest_on
    from states
    where presence = 'here'
)
select
    readings.document_id,
    readings.capture_id,
    coalesce(dated.source_given, readings.source_id) as source_id,
    readings.name,
    case when not coalesce(dated.is_wordless, false) then coalesce(dated.title_given, readings.title) end as title,
    case when not coalesce(dated.is_wordless, false) then coalesce(dated.url_given, readings.url) end as url,
    coalesce(string_split(dated.authors_given, '; '), readings.authors) as authors,
    case
        when dated.date_given is null and readings.published_earliest_on = readings.published_latest_on
            then readings.published_earliest_on
        when given_earliest_on = given_latest_on then given_earliest_on
    end as published_on,
    coalesce(given_earliest_on, readings.published_earliest_on) as published_earliest_on,
    coalesce(given_latest_on, readings.published_latest_on) as published_latest_on,
    case when dated.date_given is null then readings.published_basis else 'supplied' end as published_basis,
    case
        when dated.date_given is null then readings.published_reason
        else 'supplied by a person, see the journal'
    end as published_reason,
    readings.n_words,
    coalesce(dated.status_given = 'withdrawn', false) as is_withdrawn,
    dated.known_at,
    dated.superseded_at
from dated
inner join readings
    on dated.document_id = readings.document_id
    and dated.read_at = readings.read_at;

-- A source that a person supplied: it has the rights of where its documents were captured, no more.
delete from sources
where kind = 'supplied';

insert into sources by name
select
    history.source_id,
    history.source_id as name,
    'supplied' as kind,
    '' as address,
    null as licence,
    bool_and(sources.is_full_text_allowed) as is_full_text_allowed,
    bool_and(sources.is_sample) as is_sample
from document_history as history
inner join (select distinct document_id, source_id from readings) as readings
    on history.document_id = readings.document_id
inner join sources
    on readings.source_id = sources.source_id
where history.source_id <> readings.source_id
    and history.source_id not in (select source_id from sources)
group by history.source_id;
