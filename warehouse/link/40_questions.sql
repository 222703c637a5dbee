-- Questions: each forecast opens one of its own, and people (or a proposal that they confirmed) put forecasts together.
delete from question_members;

insert into question_members by name
with first_known as (
    select forecast_id, min(known_at) as happened_at
    from forecast_history
    where origin = 'extracted'
    group by forecast_id
),
events as (
    select
        forecast_id,
        happened_at,
        0 as line_number,
        'q_' || substr(forecast_id, 3) as question_id,
        'asserts' as side,
        'its own question' as reason,
        cast(null as boolean) as is_linked
    from first_known
    where forecast_id not in (
        -- Applied in the moment in which the forecast was found: it never had a question to itself.
        select proposals.forecast_id
        from proposals
        where proposals.is_applied
            and proposals.known_at <= first_known.happened_at
    )
    union all
    -- A sure proposal puts the later forecast to the question of the earlier one, until a person says otherwise.
    select
        proposals.forecast_id,
        greatest(proposals.known_at, first_known.happened_at),
        0,
        proposals.question_id,
        proposals.member_side,
        'linked by ' || proposals.linker_version || ': ' || proposals.reason,
        true
    from proposals
    inner join first_known
        on proposals.forecast_id = first_known.forecast_id
    where proposals.is_applied
    union all
    -- A decision about a forecast holds from when it is known, though it may have been made before (a new reading).
    select
        decisions.target,
        greatest(decisions.recorded_at, first_known.happened_at),
        decisions.line_number,
        coalesce(
            nullif(split_part(coalesce(decisions.value, ''), ' ', 1), ''),
            applied.question_id,
            'q_' || substr(decisions.target, 3)
        ),
        coalesce(nullif(split_part(coalesce(decisions.value, ''), ' ', 2), ''), applied.member_side, 'asserts'),
        decisions.because,
        applied.forecast_id is not null
    from decisions
    inner join first_known
        on decisions.target = first_known.forecast_id
    -- Undoing the first decision about a forecast brings back where a proposal had put it.
    left join proposals as applied
        on decisions.target = applied.forecast_id
        and applied.is_applied
        and decisions.undoes_line is not null
        and coalesce(decisions.value, '') = ''
    where decisions.kind = 'forecast'
        and decisions.field = 'question'
        and decisions.attachment <> 'orphaned'
)
select
    forecast_id,
    question_id,
    side,
    reason,
    is_linked,
    happened_at as known_at,
    lead(happened_at) over (partition by forecast_id order by happened_at, line_number) as superseded_at
from events;

delete from question_history;

insert into question_history by name
with events as (
    select
        'q_' || substr(forecast_id, 3) as question_id, known_at as happened_at, 0 as line_number,
        known_at as state_at, null as event_given, null as rule_given, null as deadline_given, null as condition_given
    from forecast_history
    where origin = 'extracted'
    union all
    select
        target, recorded_at, line_number,
        null,
        case when field = 'event' then coalesce(value, '') end,
        case when field = 'rule' then coalesce(value, '') end,
        case when field = 'deadline' then coalesce(value, '') end,
        case when field = 'condition' then coalesce(value, '') end
    from decisions
    where kind = 'question'
        and attachment <> 'orphaned'
),
states as (
    select
        question_id,
        happened_at as known_at,
        lead(happened_at) over story as superseded_at,
        last_value(state_at ignore nulls) over past as state_at,
        nullif(last_value(event_given ignore nulls) over past, '') as event_given,
        nullif(last_value(rule_given ignore nulls) over past, '') as rule_given,
        nullif(last_value(deadline_given ignore nulls) over past, '') as deadline_given,
        nullif(last_value(condition_given ignore nulls) over past, '') as condition_given
    from events
    window
        story as (partition by question_id order by happened_at, line_number),
        past as (partition by question_id order by happened_at, line_number rows unbounded preceding)
)
select
    states.question_id,
    coalesce(states.event_given, opening.claim) as event,
    opening.condition,
    states.rule_given as rule,
    case when states.deadline_given is null then opening.due_earliest_on else cast(states.deadline_given as date) end as due_earliest_on,
    case when states.deadline_given is null then opening.due_latest_on else cast(states.deadline_given as date) end as due_latest_on,
    opening.forecast_id as opened_by_forecast_id,
    states.condition_given as condition_outcome,
    states.known_at,
    states.superseded_at
from states
inner join forecast_history as opening
    on opening.forecast_id = 'f_' || substr(states.question_id, 3)
    and opening.known_at = states.state_at
    and (opening.superseded_at is null or opening.superseded_at > opening.known_at);
