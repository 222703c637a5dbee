-- Forecasts from imported files: first all as their files have them, then what people corrected since.
-- There can be millions that nobody touched: the windows go over the others only.
insert into forecast_history by name
select
    forecast_id,
    name_id,
    'imported' as origin,
    question as claim,
    forecaster as speaker,
    probability as stated_probability,
    'stated' as probability_basis,
    deadline_on as due_latest_on,
    case
        when deadline_on is not null then 'stated in the imported file'
        else 'the imported file states none'
    end as due_reason,
    cast(made_at as date) as made_on,
    cast(made_at as date) as made_earliest_on,
    cast(made_at as date) as made_latest_on,
    made_at,
    true as is_checkable,
    cast([] as varchar[]) as vagueness,
    'imported' as reason,
    'standing' as status,
    getvariable('import_spans')[import_id].known_at as known_at,
    getvariable('import_spans')[import_id].superseded_at as superseded_at
from imported_forecasts
where map_contains(getvariable('import_spans'), import_id);

create or replace temp table corrected_imports as
with corrected as (
    select
        target as forecast_id,
        recorded_at,
        line_number,
        case when field = 'claim' then coalesce(value, '') end as claim_given,
        case when field = 'speaker' then coalesce(value, '') end as speaker_given,
        case when field = 'deadline' then coalesce(value, '') end as due_given,
        case when field = 'probability' then coalesce(value, '') end as probability_given,
        case when field = 'status' then coalesce(value, '') end as status_given
    from decisions
    where kind = 'forecast'
        and target in (select forecast_id from imported_forecasts)
),
states as (
    select
        forecast_id,
        recorded_at as known_at,
        lead(recorded_at) over story as superseded_at,
        nullif(last_value(claim_given ignore nulls) over past, '') as claim_given,
        nullif(last_value(speaker_given ignore nulls) over past, '') as speaker_given,
        nullif(last_value(due_given ignore nulls) over past, '') as due_given,
        nullif(last_value(probability_given ignore nulls) over past, '') as probability_given,
        nullif(last_value(status_given ignore nulls) over past, '') as status_given
    from (
        select * from corrected
        union all
        select distinct forecast_id, timestamptz '0001-01-01 00:00:00+00', 0, null, null, null, null, null from corrected
    ) as events
    window
        story as (partition by forecast_id order by recorded_at, line_number),
        past as (partition by forecast_id order by recorded_at, line_number rows unbounded preceding)
)
select
    imported.* replace (
        coalesce(name_id(states.speaker_given), imported.name_id) as name_id,
        coalesce(states.claim_given, imported.claim) as claim,
        coalesce(states.speaker_given, imported.speaker) as speaker,
        coalesce(cast(states.probability_given as double), imported.stated_probability) as stated_probability,
        case when states.probability_given is null then 'stated' else 'corrected' end as probability_basis,
        case
            when states.due_given is not null then try_cast(nullif(split_part(states.due_given, '/', 1), '') as date)
        end as due_earliest_on,
        case
            when states.due_given is not null then try_cast(nullif(split_part(states.due_given, '/', -1), '') as date)
            else imported.due_latest_on
        end as due_latest_on,
        case when states.due_given is not null then 'set by a person, see the journal' else imported.due_reason end as due_reason,
        coalesce(states.status_given, 'standing') as status,
        greatest(imported.known_at, states.known_at) as known_at,
        case
            when imported.superseded_at is null then states.superseded_at
            when states.superseded_at is null then imported.superseded_at
            else least(imported.superseded_at, states.superseded_at)
        end as superseded_at
    )
from forecast_history as imported
inner join states
    on imported.forecast_id = states.forecast_id
    and (imported.superseded_at is null or states.known_at < imported.superseded_at)
    and (states.superseded_at is null or states.superseded_at > imported.known_at)
where imported.origin = 'imported';

delete from forecast_history
where origin = 'imported'
    and forecast_id in (select forecast_id from corrected_imports);

insert into forecast_history by name
select * from corrected_imports;
