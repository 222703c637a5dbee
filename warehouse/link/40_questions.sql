-- Questions: each forecast opens one of its own, and people (or a proposal that they confirmed) put forecasts together.
delete from question_members;

insert into question_members
with events as (
    select
        forecast_id,
        min(known_at) as happened_at,
        0 as line_number,
        'q_' || substr(forecast_id, 3) as question_id,
        'asserts' as side,
        'its own question' as reason
    from forecast_history
    group by forecast_id
    union all
    select
        target,
        recorded_at,
        line_number,
        coalesce(nullif(split_part(coalesce(value, ''), ' ', 1), ''), 'q_' || substr(target, 3)),
        coalesce(nullif(split_part(coalesce(value, ''), ' ', 2), ''), 'asserts'),
        because
    from journal_lines
    where kind = 'forecast'
        and field = 'question'
        and target in (select forecast_id from forecast_history)
)
select
    forecast_id,
    question_id,
    side,
    reason,
    happened_at,
    lead(happened_at) over (partition by forecast_id order by happened_at, line_number)
from events;

delete from question_history;

insert into question_history
with events as (
    select
        'q_' || substr(forecast_id, 3) as question_id, known_at as happened_at, 0 as line_number,
        known_at as state_at, null as event_given, null as rule_given, null as deadline_given
    from forecast_history
    union all
    select
        target, recorded_at, line_number,
        null,
        case when field = 'event' then coalesce(value, '') end,
        case when field = 'rule' then coalesce(value, '') end,
        case when field = 'deadline' then coalesce(value, '') end
    from journal_lines
    where kind = 'question'
),
states as (
    select
        question_id,
        happened_at as known_at,
        lead(happened_at) over story as superseded_at,
        last_value(state_at ignore nulls) over past as state_at,
        nullif(last_value(event_given ignore nulls) over past, '') as event_given,
        nullif(last_value(rule_given ignore nulls) over past, '') as rule_given,
        nullif(last_value(deadline_given ignore nulls) over past, '') as deadline_given
    from events
    window
        story as (partition by question_id order by happened_at, line_number),
        past as (partition by question_id order by happened_at, line_number rows unbounded preceding)
)
select
    states.question_id,
    coalesce(states.event_given, opening.claim),
    opening.condition,
    states.rule_given,
    case when states.deadline_given is null then opening.due_earliest_on else cast(states.deadline_given as date) end,
    case when states.deadline_given is null then opening.due_latest_on else cast(states.deadline_given as date) end,
    opening.forecast_id,
    states.known_at,
    states.superseded_at
from states
inner join forecast_history as opening
    on opening.forecast_id = 'f_' || substr(states.question_id, 3)
    and opening.known_at = states.state_at
    and (opening.superseded_at is null or opening.superseded_at > opening.known_at);
