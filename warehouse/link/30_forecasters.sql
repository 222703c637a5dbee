-- Forecasters: every name that holds a forecast, and whom people declared it to mean.
delete from forecaster_names;

insert into forecaster_names
with named as (
    select
        history.name_id,
        history.known_at,
        case
            when history.speaker <> 'author' then history.speaker
            when len(document.authors) > 0 then array_to_string(document.authors, ' and ')
        end as name,
        coalesce('“' || document.title || '”', document.name) as document_name
    from forecast_history as history
    asof left join (
        select document_id, title, name, authors, known_at
        from document_history
        where superseded_at is null
            or superseded_at > known_at
    ) as document
        on history.document_id = document.document_id
        and history.known_at >= document.known_at
    where history.document_id is not null
    union all
    -- Of imported ones there can be millions, under few names.
    select name_id, min(known_at), speaker, null
    from forecast_history
    where document_id is null
    group by name_id, speaker
),
names as (
    select
        name_id,
        min(known_at) as first_known_at,
        coalesce(arg_min(name, (known_at, name)), 'the author of ' || min(document_name) || ', unnamed') as name,
        case when count(name) > 0 then 'named' else 'unnamed author' end as kind
    from named
    group by name_id
),
events as (
    select name_id, first_known_at as happened_at, 0 as line_number, name_id as forecaster_id
    from names
    union all
    -- A decision about a name holds from when the name is known, though it may have been made before (a new reading).
    select
        decisions.target,
        greatest(decisions.recorded_at, names.first_known_at),
        decisions.line_number,
        coalesce(nullif(decisions.value, ''), decisions.target)
    from decisions
    inner join names
        on decisions.target = names.name_id
    where decisions.kind = 'forecaster'
        and decisions.field = 'same_as'
        and (decisions.value = '' or decisions.value in (select name_id from names))
)
select
    names.name_id,
    names.name,
    names.kind,
    events.forecaster_id,
    events.happened_at,
    lead(events.happened_at) over (partition by events.name_id order by events.happened_at, events.line_number)
from events
inner join names
    on events.name_id = names.name_id;

update decisions
set attachment = 'orphaned',
    attachment_reason = 'no forecaster has that name now'
where attachment <> 'orphaned'
    and (
        (target like 'p\_%' escape '\' and target not in (select name_id from forecaster_names))
        or (field = 'same_as' and value <> '' and value not in (select name_id from forecaster_names))
    );
