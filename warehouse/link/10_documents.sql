-- Documents: what the reader found, overlaid with what people supplied.
delete from document_history;

insert into document_history
with events as (
    select
        document_id, read_at as happened_at, 0 as line_number, read_at,
        null as date_given, null as authors_given, null as title_given, null as url_given, null as status_given
    from readings
    union all
    select
        target, recorded_at, line_number, null,
        case when field = 'date' then coalesce(value, '') end,
        case when field = 'author' then coalesce(value, '') end,
        case when field = 'title' then coalesce(value, '') end,
        case when field = 'url' then coalesce(value, '') end,
        case when field = 'status' then coalesce(value, '') end
    from journal_lines
    where kind = 'document'
),
states as (
    select
        document_id,
        line_number,
        happened_at as known_at,
        lead(happened_at) over story as superseded_at,
        last_value(read_at ignore nulls) over past as read_at,
        nullif(last_value(date_given ignore nulls) over past, '') as date_given,
        nullif(last_value(authors_given ignore nulls) over past, '') as authors_given,
        nullif(last_value(title_given ignore nulls) over past, '') as title_given,
        nullif(last_value(url_given ignore nulls) over past, '') as url_given,
        nullif(last_value(status_given ignore nulls) over past, '') as status_given
    from events
    window
        story as (partition by document_id order by happened_at, line_number),
        past as (partition by document_id order by happened_at, line_number rows unbounded preceding)
),
dated as (
    select
        *,
        cast(split_part(date_given, '/', 1) as date) as given_earliest_on,
        cast(split_part(date_given, '/', -1) as date) as given_latest_on
    from states
)
select
    readings.document_id,
    readings.capture_id,
    readings.source_id,
    readings.name,
    coalesce(dated.title_given, readings.title),
    coalesce(dated.url_given, readings.url),
    coalesce(string_split(dated.authors_given, '; '), readings.authors),
    case
        when dated.date_given is null and readings.published_earliest_on = readings.published_latest_on
            then readings.published_earliest_on
        when given_earliest_on = given_latest_on then given_earliest_on
    end,
    coalesce(given_earliest_on, readings.published_earliest_on),
    coalesce(given_latest_on, readings.published_latest_on),
    case when dated.date_given is null then readings.published_basis else 'supplied' end,
    case when dated.date_given is null then readings.published_reason else 'supplied by a person, see the journal' end,
    readings.n_words,
    coalesce(dated.status_given = 'withdrawn', false),
    dated.known_at,
    dated.superseded_at
from dated
inner join readings
    on dated.document_id = readings.document_id
    and dated.read_at = readings.read_at;
