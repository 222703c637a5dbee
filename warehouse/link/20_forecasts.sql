-- Forecasts: what extractors found, overlaid with what people corrected and what their documents' dates and authors became.
-- The temporary table `reckoned` holds deadlines reckoned anew from supplied dates (foretold.ledger.link).
delete from forecast_history;

insert into forecast_history
with found as (
    select
        extractions.*,
        readings.capture_id
    from extractions
    inner join (select distinct document_id, capture_id from readings) as readings
        on extractions.document_id = readings.document_id
),
touched as (
    select distinct target as forecast_id from journal_lines where kind = 'forecast'
    union
    select distinct 'f_' || substr(target, 3) from journal_lines where kind = 'outcome'
),
retired as (
    -- A later version went through the capture and no longer found the words. What a person has touched stays.
    select
        found.forecast_id,
        min(later.extracted_at) as retired_at
    from (
        select forecast_id, any_value(capture_id) as capture_id, max(found_at) as found_at
        from found
        group by forecast_id
    ) as found
    inner join captures_extracted as later
        on found.capture_id = later.capture_id
        and later.extracted_at > found.found_at
    where found.forecast_id not in (select forecast_id from touched)
    group by found.forecast_id
),
events as (
    select
        forecast_id, found_at as happened_at, 0 as line_number, extractor_version, 'standing' as found_status,
        null as claim_given, null as speaker_given, null as due_given, null as probability_given, null as status_given
    from found
    union all
    select forecast_id, retired_at, 0, null, 'retired', null, null, null, null, null
    from retired
    union all
    select
        target, recorded_at, line_number, null, null,
        case when field = 'claim' then coalesce(value, '') end,
        case when field = 'speaker' then coalesce(value, '') end,
        case when field = 'deadline' then coalesce(value, '') end,
        case when field = 'probability' then coalesce(value, '') end,
        case when field = 'status' then coalesce(value, '') end
    from journal_lines
    where kind = 'forecast'
    union all
    select distinct found.forecast_id, document.known_at, 0, null, null, null, null, null, null, null
    from document_history as document
    inner join found
        on document.document_id = found.document_id
        and document.known_at > found.found_at
),
states as (
    select
        forecast_id,
        happened_at as known_at,
        lead(happened_at) over story as superseded_at,
        last_value(extractor_version ignore nulls) over past as extractor_version,
        last_value(found_status ignore nulls) over past as found_status,
        nullif(last_value(claim_given ignore nulls) over past, '') as claim_given,
        nullif(last_value(speaker_given ignore nulls) over past, '') as speaker_given,
        nullif(last_value(due_given ignore nulls) over past, '') as due_given,
        nullif(last_value(probability_given ignore nulls) over past, '') as probability_given,
        nullif(last_value(status_given ignore nulls) over past, '') as status_given
    from events
    window
        story as (partition by forecast_id order by happened_at, line_number),
        past as (partition by forecast_id order by happened_at, line_number rows unbounded preceding)
)
select
    found.forecast_id,
    found.document_id,
    case
        when coalesce(states.speaker_given, found.speaker) <> 'author'
            then name_id(coalesce(states.speaker_given, found.speaker))
        when len(document.authors) > 0 then name_id(array_to_string(document.authors, ' and '))
        else 'p_' || substr(found.document_id, 3)
    end,
    'extracted',
    found.quote,
    found.start_offset,
    found.end_offset,
    found.paragraph,
    found.paragraph_start_offset,
    coalesce(states.claim_given, found.claim),
    coalesce(states.speaker_given, found.speaker),
    found.band,
    found.cue,
    found.term,
    coalesce(cast(states.probability_given as double), found.stated_probability),
    case
        when states.probability_given is not null then 'corrected'
        when found.stated_probability is not null then 'stated'
        else 'none'
    end,
    found.condition,
    found.horizon,
    case
        when states.due_given is not null then try_cast(nullif(split_part(states.due_given, '/', 1), '') as date)
        when reckoned.forecast_id is not null then reckoned.due_earliest_on
        else found.due_earliest_on
    end,
    case
        when states.due_given is not null then try_cast(nullif(split_part(states.due_given, '/', -1), '') as date)
        when reckoned.forecast_id is not null then reckoned.due_latest_on
        else found.due_latest_on
    end,
    found.due_granularity,
    case
        when states.due_given is not null then 'set by a person, see the journal'
        when reckoned.forecast_id is not null then reckoned.due_reason
        else found.due_reason
    end,
    document.published_on,
    found.is_checkable,
    found.vagueness,
    found.topic,
    found.reason,
    found.extractor_version,
    case
        when document.is_withdrawn then 'withdrawn'
        else coalesce(states.status_given, states.found_status)
    end,
    states.known_at,
    states.superseded_at
from states
inner join found
    on states.forecast_id = found.forecast_id
    and states.extractor_version = found.extractor_version
inner join document_history as document
    on found.document_id = document.document_id
    and document.known_at <= states.known_at
    and (document.superseded_at is null or document.superseded_at > states.known_at)
left join reckoned
    on states.forecast_id = reckoned.forecast_id
    and reckoned.known_at <= states.known_at
    and (reckoned.superseded_at is null or reckoned.superseded_at > states.known_at);
