-- Forecasts from imported files, with what people corrected since. One that nobody touched has one state per state of
-- its import: the windows go over the others only, since there can be millions.
insert into forecast_history by name
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
    imported.forecast_id,
    coalesce(name_id(states.speaker_given), imported.name_id) as name_id,
    'imported' as origin,
    coalesce(states.claim_given, imported.question) as claim,
    coalesce(states.speaker_given, imported.forecaster) as speaker,
    coalesce(cast(states.probability_given as double), imported.probability) as stated_probability,
    case when states.probability_given is null then 'stated' else 'corrected' end as probability_basis,
    case
        when states.due_given is not null then try_cast(nullif(split_part(states.due_given, '/', 1), '') as date)
    end as due_earliest_on,
    case
        when states.due_given is not null then try_cast(nullif(split_part(states.due_given, '/', -1), '') as date)
        else imported.deadline_on
    end as due_latest_on,
    case
        when states.due_given is not null then 'set by a person, see the journal'
        when imported.deadline_on is not null then 'stated in the imported file'
        else 'the imported file states none'
    end as due_reason,
    cast(imported.made_at as date) as made_on,
    cast(imported.made_at as date) as made_earliest_on,
    cast(imported.made_at as date) as made_latest_on,
    imported.made_at,
    true as is_checkable,
    cast([] as varchar[]) as vagueness,
    'imported' as reason,
    coalesce(states.status_given, 'standing') as status,
    greatest(import_states.known_at, states.known_at) as known_at,
    case
        when import_states.superseded_at is null then states.superseded_at
        when states.superseded_at is null then import_states.superseded_at
        else least(import_states.superseded_at, states.superseded_at)
    end as superseded_at
from imported_forecasts as imported
inner join import_states
    on imported.import_id = import_states.import_id
left join states
    on imported.forecast_id = states.forecast_id
    and (import_states.superseded_at is null or states.known_at < import_states.superseded_at)
    and (states.superseded_at is null or states.superseded_at > import_states.known_at);
