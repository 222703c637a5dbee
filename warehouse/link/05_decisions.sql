-- Decisions: every line of the journal, attached to what it is about now.
-- A line names an id, and carries the place and the words of what it is about. Where a new reading gave another id, the
-- place (same capture, half of the shorter span shared) or the exact quote finds it again; what fits nothing is orphaned.
create or replace temp table forecasts_now as
select
    extractions.forecast_id,
    arg_max(readings.document_id, extractions.found_at) as document_id,
    arg_max(readings.capture_id, extractions.found_at) as capture_id,
    arg_max(extractions.start_offset, extractions.found_at) as start_offset,
    arg_max(extractions.end_offset, extractions.found_at) as end_offset,
    arg_max(extractions.quote, extractions.found_at) as quote
from extractions
inner join (select distinct document_id, capture_id from readings) as readings
    on extractions.document_id = readings.document_id
group by extractions.forecast_id;

-- A document is there as long as the last reading of its capture gives it.
create or replace temp table documents_now as
select distinct
    readings.document_id,
    readings.capture_id,
    readings.start_offset,
    readings.end_offset
from readings
left join (
    select capture_id, max(extracted_at) as passed_at
    from captures_extracted
    group by capture_id
) as passes
    on readings.capture_id = passes.capture_id
where passes.passed_at is null
    or readings.read_at >= passes.passed_at;

create or replace temp table lines_read as
select
    *,
    json_extract_string(body, '$.details.forecast_id') as forecast_id,
    coalesce(json_extract_string(body, '$.details.opening.forecast_id'), '') as opening_id,
    case when field in ('question', 'same_as') then split_part(value, ' ', 1) end as other_id,
    case when target like 'q\_%' escape '\' then 'f_' || substr(target, 3) else target end as place_id,
    cast(json_extract_string(body, '$.details.restores') as bigint) as restores_line,
    cast(json_extract_string(body, '$.details.undoes') as bigint) as undoes_line
from journal_lines;

-- Where the things stood that lines are about and whose ids are gone.
create or replace temp table places as
with described as (
    select
        line_number,
        forecast_id as old_id,
        json_extract(body, '$.details') as place
    from lines_read
    where forecast_id is not null
    union all
    select line_number, opening_id, json_extract(body, '$.details.opening')
    from lines_read
    where opening_id <> ''
    union all
    select line_number, target, json_extract(body, '$.details')
    from lines_read
    where kind = 'document'
)
select
    old_id,
    arg_max(json_extract_string(place, '$.capture_id'), line_number) as capture_id,
    arg_max(cast(json_extract_string(place, '$.start') as integer), line_number) as start_offset,
    arg_max(cast(json_extract_string(place, '$.end') as integer), line_number) as end_offset,
    arg_max(json_extract_string(place, '$.quote'), line_number) as quote
from described
where json_extract_string(place, '$.capture_id') is not null
    and old_id not in (select forecast_id from forecasts_now)
    and old_id not in (select document_id from documents_now)
group by old_id;

create or replace temp table moved as
with candidates as (
    select
        places.old_id,
        forecasts_now.forecast_id as new_id,
        'by place' as attachment,
        least(places.end_offset, forecasts_now.end_offset)
            - greatest(places.start_offset, forecasts_now.start_offset) as shared
    from places
    inner join forecasts_now
        on places.capture_id = forecasts_now.capture_id
    where places.old_id like 'f\_%' escape '\'
        and 2 * (least(places.end_offset, forecasts_now.end_offset)
            - greatest(places.start_offset, forecasts_now.start_offset))
            >= least(places.end_offset - places.start_offset, forecasts_now.end_offset - forecasts_now.start_offset)
    union all
    -- The same words elsewhere, when they stand in one place only.
    select places.old_id, min(forecasts_now.forecast_id), 'by quote', 0
    from places
    inner join forecasts_now
        on places.quote = forecasts_now.quote
    where places.old_id like 'f\_%' escape '\'
    group by places.old_id
    having count(*) = 1
    union all
    -- A document that was cut otherwise is the one with which it shares half of the longer: one at most.
    select
        places.old_id,
        documents_now.document_id,
        'by place',
        least(places.end_offset, documents_now.end_offset) - greatest(places.start_offset, documents_now.start_offset)
    from places
    inner join documents_now
        on places.capture_id = documents_now.capture_id
    where places.old_id like 'd\_%' escape '\'
        and 2 * (least(places.end_offset, documents_now.end_offset)
            - greatest(places.start_offset, documents_now.start_offset))
            > greatest(places.end_offset - places.start_offset, documents_now.end_offset - documents_now.start_offset)
),
ranked as (
    select
        *,
        row_number() over (partition by old_id order by attachment, shared desc, new_id) as choice
    from candidates
)
select old_id, new_id, attachment
from ranked
where choice = 1;

-- Every id that a line can name now: its own while it exists, else what was found again. Questions go with the forecast
-- that opened them, the unnamed author of a document with the document.
create or replace temp table ids as
with known as (
    select forecast_id as old_id, forecast_id as new_id, 'as written' as attachment
    from forecasts_now
    union all
    select document_id, document_id, 'as written'
    from documents_now
    union all
    select old_id, new_id, attachment
    from moved
    union all
    -- A document that nothing replaced: whether it is still there is looked at below.
    select distinct document_id, document_id, 'as written'
    from readings
    where document_id not in (select document_id from documents_now)
        and document_id not in (select old_id from moved)
    union all
    -- What was imported keeps its ids. Only those that lines name are looked for: there can be millions.
    select forecast_id, forecast_id, 'as written'
    from imported_forecasts
    where forecast_id in (select target from journal_lines)
),
everything as (
    select old_id, new_id, attachment
    from known
    union all
    select 'q_' || substr(old_id, 3), 'q_' || substr(new_id, 3), attachment
    from known
    where old_id like 'f\_%' escape '\'
    union all
    select 'p_' || substr(old_id, 3), 'p_' || substr(new_id, 3), attachment
    from known
    where old_id like 'd\_%' escape '\'
    union all
    select question_id, question_id, 'as written'
    from imported_questions
    where question_id in (select target from journal_lines)
        or question_id in (select split_part(value, ' ', 1) from journal_lines where field = 'question')
)
select old_id, min(new_id) as new_id, min(attachment) as attachment
from everything
group by old_id;

delete from decisions;

insert into decisions by name
select
    lines.line_number,
    lines.recorded_at,
    lines.recorded_by,
    lines.kind,
    coalesce(own.new_id, lines.target) as target,
    lines.field,
    case
        when lines.kind in ('forecast', 'question') and lines.field = 'question' and lines.value <> ''
            then other.new_id || ' ' || split_part(lines.value, ' ', 2)
        when lines.kind = 'forecaster' and lines.field = 'same_as' and other.new_id is not null then other.new_id
        else lines.value
    end as value,
    coalesce(json_extract_string(lines.body, '$.details.because'), lines.because) as because,
    lines.evidence,
    coalesce(json_extract_string(lines.body, '$.details.judge'), lines.recorded_by) as judge,
    cast(json_extract_string(lines.body, '$.details.settled_on') as date) as settled_on,
    lines.restores_line,
    lines.undoes_line,
    lines.target as written_target,
    case
        when lines.kind not in ('outcome', 'forecast', 'question', 'document', 'forecaster', 'reply') then 'as written'
        -- Names are ids of themselves: whether a forecaster still has the name is looked at in 30_forecasters.
        when own.attachment is null and lines.target like 'p\_%' escape '\' then 'as written'
        when own.attachment is null then 'orphaned'
        when lines.kind in ('forecast', 'question')
            and lines.field = 'question'
            and lines.value <> ''
            and other.new_id is null
            then 'orphaned'
        else own.attachment
    end as attachment,
    case
        when lines.kind not in ('outcome', 'forecast', 'question', 'document', 'forecaster', 'reply') then null
        when own.attachment is null and lines.target like 'p\_%' escape '\' then null
        when own.attachment is null and places.old_id is null then 'the id is gone, and the line carries no place'
        when own.attachment is null then 'nothing found now stands at its place or has its words'
        when lines.kind in ('forecast', 'question')
            and lines.field = 'question'
            and lines.value <> ''
            and other.new_id is null
            then 'the question that it was put into is gone'
        when own.attachment = 'by place' then 'what stands at its place now has another id'
        when own.attachment = 'by quote' then 'its exact words stand elsewhere now, once'
    end as attachment_reason
from lines_read as lines
left join ids as own
    on lines.target = own.old_id
left join ids as other
    on lines.other_id = other.old_id
left join places
    on lines.place_id = places.old_id;

-- Since when a person has had a hand in a forecast: it never leaves without a trace.
create or replace temp table touched as
with membership as (
    select target as forecast_id, split_part(value, ' ', 1) as question_id, recorded_at
    from decisions
    where kind = 'forecast' and field = 'question' and value <> '' and attachment <> 'orphaned'
    union all
    select forecast_id, 'q_' || substr(forecast_id, 3), timestamptz '0001-01-01 00:00:00+00'
    from forecasts_now
),
touches as (
    select target as forecast_id, recorded_at
    from decisions
    where kind in ('forecast', 'reply') and attachment <> 'orphaned'
    union all
    select membership.forecast_id, greatest(membership.recorded_at, decisions.recorded_at)
    from decisions
    inner join membership
        on decisions.target = membership.question_id
    where decisions.kind in ('outcome', 'question') and decisions.attachment <> 'orphaned'
    union all
    select 'f_' || substr(question_id, 3), recorded_at
    from membership
    where question_id <> 'q_' || substr(forecast_id, 3)
)
select forecast_id, min(recorded_at) as touched_at
from touches
group by forecast_id;

-- A document that is gone takes its decisions along, unless it stays because a person had a hand in one of its forecasts.
create or replace temp table documents_kept as
select distinct forecasts_now.document_id
from forecasts_now
inner join touched
    on forecasts_now.forecast_id = touched.forecast_id;

update decisions
set attachment = 'orphaned',
    attachment_reason = 'a later reading cuts the text into other documents'
where kind = 'document'
    and attachment <> 'orphaned'
    and target not in (select document_id from documents_now)
    and target not in (select document_id from documents_kept);
