-- Forecasts: what extractors found, overlaid with what people corrected and what their documents' dates and authors became.
-- A forecast that the next reading no longer finds is retired; one that a person had a hand in stays, and is flagged.
-- The temporary table `reckoned` holds deadlines reckoned anew from supplied dates (foretold.ledger.link).
delete from forecast_history;

insert into forecast_history by name
with found as (
    select
        extractions.*,
        readings.capture_id,
        cast(captures.captured_at as date) as captured_on
    from extractions
    inner join (select distinct document_id, capture_id from readings) as readings
        on extractions.document_id = readings.document_id
    inner join captures
        on readings.capture_id = captures.capture_id
),
missed as (
    -- The next reading of the capture no longer found the words, or its address holds another text now: retired, or kept
    -- because a person had had a hand in it.
    select
        nexts.forecast_id,
        nexts.passed_at,
        case when touched.touched_at < nexts.passed_at then 'kept' else 'retired' end as presence
    from (
        select found.forecast_id, found.found_at, min(passes.extracted_at) as passed_at
        from found
        inner join (
            select capture_id, extracted_at from captures_extracted
            union all
            select capture_id, superseded_at from captures where superseded_at is not null
        ) as passes
            on found.capture_id = passes.capture_id
            and passes.extracted_at > found.found_at
        group by found.forecast_id, found.found_at
    ) as nexts
    left join found as again
        on nexts.forecast_id = again.forecast_id
        and nexts.passed_at = again.found_at
    left join touched
        on nexts.forecast_id = touched.forecast_id
    where again.forecast_id is null
),
events as (
    select
        forecast_id, found_at as happened_at, 0 as line_number, found_at, 'standing' as presence,
        null as claim_given, null as speaker_given, null as due_given, null as probability_given, null as status_given
    from found
    union all
    select forecast_id, passed_at, 0, null, presence, null, null, null, null, null
    from missed
    union all
    select
        target, recorded_at, line_number, null, null,
        case when field = 'claim' then coalesce(value, '') end,
        case when field = 'speaker' then coalesce(value, '') end,
        case when field = 'deadline' then coalesce(value, '') end,
        case when field = 'probability' then coalesce(value, '') end,
        case when field = 'status' then coalesce(value, '') end
    from decisions
    where kind = 'forecast'
        and attachment <> 'orphaned'
    union all
    select distinct found.forecast_id, document.known_at, 0, cast(null as timestamptz), null, null, null, null, null, null
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
        last_value(found_at ignore nulls) over past as found_at,
        last_value(presence ignore nulls) over past as presence,
        nullif(last_value(claim_given ignore nulls) over past, '') as claim_given,
        nullif(last_value(speaker_given ignore nulls) over past, '') as speaker_given,
        nullif(last_value(due_given ignore nulls) over past, '') as due_given,
        nullif(last_value(probability_given ignore nulls) over past, '') as probability_given,
        nullif(last_value(status_given ignore nulls) over past, '') as status_given
    from events
    window
        story as (partition by forecast_id order by happened_at, line_number),
        past as (partition by forecast_id order by happened_at, line_number rows unbounded preceding)
),
documents_then as (
    select
        history.*,
        history.document_id in (
            select document_id
            from document_history
            where superseded_at is null
                and is_withdrawn
        ) as is_wordless
    from document_history as history
    where superseded_at is null
        or superseded_at > known_at
),
deadlines as (
    select forecast_id, known_at, superseded_at, min(due_earliest_on) as due_earliest_on, min(due_latest_on) as due_latest_on,
        min(due_reason) as due_reason
    from reckoned
    group by forecast_id, known_at, superseded_at
)
select
    found.forecast_id,
    found.document_id,
    case
        when coalesce(states.speaker_given, found.speaker) <> 'author'
            then name_id(coalesce(states.speaker_given, found.speaker))
        when len(document.authors) > 0 then name_id(array_to_string(document.authors, ' and '))
        else 'p_' || substr(found.document_id, 3)
    end as name_id,
    'extracted' as origin,
    case when not document.is_wordless then found.quote end as quote,
    found.start_offset,
    found.end_offset,
    case when not document.is_wordless then found.paragraph end as paragraph,
    found.paragraph_start_offset,
    case when document.is_wordless then 'withdrawn' else coalesce(states.claim_given, found.claim) end as claim,
    coalesce(states.speaker_given, found.speaker) as speaker,
    found.band,
    case when not document.is_wordless then found.cue end as cue,
    found.term,
    coalesce(cast(states.probability_given as double), found.stated_probability) as stated_probability,
    case
        when states.probability_given is not null then 'corrected'
        when found.stated_probability is not null then 'stated'
        else 'none'
    end as probability_basis,
    case
        when not document.is_wordless then found.condition
        when found.condition is not null then 'withdrawn'
    end as condition,
    case when not document.is_wordless then found.horizon end as horizon,
    case
        when states.due_given is not null then try_cast(nullif(split_part(states.due_given, '/', 1), '') as date)
        when deadlines.forecast_id is not null then deadlines.due_earliest_on
        else found.due_earliest_on
    end as due_earliest_on,
    case
        when states.due_given is not null then try_cast(nullif(split_part(states.due_given, '/', -1), '') as date)
        when deadlines.forecast_id is not null then deadlines.due_latest_on
        else found.due_latest_on
    end as due_latest_on,
    found.due_granularity,
    case
        when states.due_given is not null then 'set by a person, see the journal'
        when deadlines.forecast_id is not null then deadlines.due_reason
        else found.due_reason
    end as due_reason,
    document.published_on as made_on,
    document.published_earliest_on as made_earliest_on,
    coalesce(document.published_latest_on, found.captured_on) as made_latest_on,
    found.is_checkable,
    found.vagueness,
    found.topic,
    found.reason,
    found.extractor_version,
    case
        when document.is_withdrawn then 'withdrawn'
        when states.status_given is not null then states.status_given
        when states.presence = 'retired' then 'retired'
        else 'standing'
    end as status,
    states.presence = 'kept' as is_kept_by_decision,
    states.known_at,
    states.superseded_at
from states
inner join found
    on states.forecast_id = found.forecast_id
    and states.found_at = found.found_at
-- The document as it was then; of a forecast that was retired with its document, as it was last.
asof join documents_then as document
    on found.document_id = document.document_id
    and states.known_at >= document.known_at
left join deadlines
    on states.forecast_id = deadlines.forecast_id
    and deadlines.known_at <= states.known_at
    and (deadlines.superseded_at is null or deadlines.superseded_at > states.known_at);

-- What people made of the words of a withdrawn document goes with them.
update decisions
set value = 'withdrawn'
where value <> ''
    and (
        (kind = 'forecast' and field = 'claim' and target in (
            select forecast_id
            from forecast_history
            where superseded_at is null
                and status = 'withdrawn'
        ))
        or (kind = 'question' and field in ('event', 'rule') and target in (
            select 'q_' || substr(forecast_id, 3)
            from forecast_history
            where superseded_at is null
                and status = 'withdrawn'
        ))
        or (kind = 'document' and field in ('title', 'url') and target in (
            select document_id
            from document_history
            where superseded_at is null
                and is_withdrawn
        ))
    );
