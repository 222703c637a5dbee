-- Questions of imported files, and which of their forecasts speak of them. People can put a forecast to another question, or a
-- whole imported question into another: then whatever a file brings on it, now or later, speaks of that one.
create or replace temp table import_redirects as
select
    target as question_id,
    nullif(split_part(coalesce(value, ''), ' ', 1), '') as to_question_id,
    nullif(split_part(coalesce(value, ''), ' ', 2), '') as to_side,
    because,
    line_number,
    recorded_at as known_at,
    lead(recorded_at) over (partition by target order by line_number) as superseded_at
from decisions
where kind = 'question'
    and field = 'question'
    and attachment <> 'orphaned'
    and target in (select question_id from imported_questions);

insert into question_members by name
with known as (
    select import_id, min(known_at) as known_at
    from import_states
    group by import_id
),
touched as (
    select
        target as forecast_id,
        recorded_at as happened_at,
        line_number,
        coalesce(value, '') as own,
        because as own_because,
        null as given,
        null as given_because
    from decisions
    where kind = 'forecast'
        and field = 'question'
        and attachment <> 'orphaned'
        and target in (select forecast_id from imported_forecasts)
    union all
    select
        imported.forecast_id,
        redirects.known_at,
        redirects.line_number,
        null,
        null,
        coalesce(redirects.to_question_id || ' ' || redirects.to_side, ''),
        redirects.because
    from import_redirects as redirects
    inner join imported_forecasts as imported
        on redirects.question_id = imported.question_id
    where imported.is_first
),
events as (
    select * from touched
    union all
    select distinct forecast_id, timestamptz '0001-01-01 00:00:00+00', 0, '', '', '', '' from touched
),
states as (
    select
        forecast_id,
        coalesce(
            nullif(last_value(own ignore nulls) over past, ''), nullif(last_value(given ignore nulls) over past, '')
        ) as value,
        case
            when last_value(own ignore nulls) over past <> '' then last_value(own_because ignore nulls) over past
            else last_value(given_because ignore nulls) over past
        end as because,
        happened_at as known_at,
        lead(happened_at) over (partition by forecast_id order by happened_at, line_number) as superseded_at
    from events
    window past as (partition by forecast_id order by happened_at, line_number rows unbounded preceding)
)
select
    imported.forecast_id,
    coalesce(split_part(states.value, ' ', 1), imported.question_id) as question_id,
    coalesce(split_part(states.value, ' ', 2), 'asserts') as side,
    coalesce(nullif(states.because, ''), 'the imported file names the question') as reason,
    greatest(known.known_at, states.known_at) as known_at,
    states.superseded_at
from imported_forecasts as imported
inner join known
    on imported.import_id = known.import_id
left join states
    on imported.forecast_id = states.forecast_id
where imported.is_first
    -- What was decided before an import brought the forecast holds from then on.
    and (states.superseded_at is null or states.superseded_at > known.known_at);

insert into question_history by name
with decided as (
    select
        target as question_id,
        recorded_at as happened_at,
        line_number,
        case when field = 'event' then coalesce(value, '') end as event_given,
        case when field = 'rule' then coalesce(value, '') end as rule_given,
        case when field = 'deadline' then coalesce(value, '') end as deadline_given
    from decisions
    where kind = 'question'
        and field in ('event', 'rule', 'deadline')
        and target in (select question_id from imported_questions)
),
events as (
    select * from decided
    union all
    select distinct question_id, timestamptz '0001-01-01 00:00:00+00', 0, null, null, null from decided
),
states as (
    select
        question_id,
        happened_at as known_at,
        lead(happened_at) over story as superseded_at,
        nullif(last_value(event_given ignore nulls) over past, '') as event_given,
        nullif(last_value(rule_given ignore nulls) over past, '') as rule_given,
        nullif(last_value(deadline_given ignore nulls) over past, '') as deadline_given
    from events
    window
        story as (partition by question_id order by happened_at, line_number),
        past as (partition by question_id order by happened_at, line_number rows unbounded preceding)
),
known as (
    select import_id, min(known_at) as known_at
    from import_states
    group by import_id
)
select
    imported.question_id,
    coalesce(states.event_given, imported.event) as event,
    states.rule_given as rule,
    case when states.deadline_given is null then imported.deadline_on else cast(states.deadline_given as date) end
        as due_latest_on,
    imported.forecast_id as opened_by_forecast_id,
    greatest(known.known_at, states.known_at) as known_at,
    states.superseded_at
from imported_questions as imported
inner join known
    on imported.import_id = known.import_id
left join states
    on imported.question_id = states.question_id
where imported.question_id not in (select question_id from question_history);
