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

-- First every forecast on the question that its file names, then those that people put elsewhere.
insert into question_members by name
select
    forecast_id,
    question_id,
    'asserts' as side,
    'the imported file names the question' as reason,
    getvariable('import_spans')[import_id].known_at as known_at
from imported_forecasts
where is_first
    and map_contains(getvariable('import_spans'), import_id);

create or replace temp table moved_imports as
with touched as (
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
    members.* replace (
        coalesce(split_part(states.value, ' ', 1), members.question_id) as question_id,
        coalesce(split_part(states.value, ' ', 2), members.side) as side,
        coalesce(nullif(states.because, ''), members.reason) as reason,
        greatest(members.known_at, states.known_at) as known_at,
        states.superseded_at as superseded_at
    )
from question_members as members
inner join states
    on members.forecast_id = states.forecast_id
-- What was decided before an import brought the forecast holds from then on.
where states.superseded_at is null
    or states.superseded_at > members.known_at;

delete from question_members
where forecast_id in (select forecast_id from moved_imports);

insert into question_members by name
select * from moved_imports;

-- Likewise the questions. One that a file names by an id of this ledger has a history, unless no reading gives it any more.
insert into question_history by name
select
    question_id,
    event,
    deadline_on as due_latest_on,
    forecast_id as opened_by_forecast_id,
    getvariable('import_spans')[import_id].known_at as known_at
from imported_questions
where question_id <> question_key
    and map_contains(getvariable('import_spans'), import_id);

create or replace temp table questions_only_imported as
select
    question_id,
    event,
    deadline_on as due_latest_on,
    forecast_id as opened_by_forecast_id,
    getvariable('import_spans')[import_id].known_at as known_at
from imported_questions
where question_id = question_key
    and map_contains(getvariable('import_spans'), import_id)
    and question_id not in (select question_id from question_history);

insert into question_history by name
select * from questions_only_imported;

create or replace temp table reworded_imports as
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
        and (
            target in (select question_id from imported_questions where question_id <> question_key)
            or target in (select question_id from questions_only_imported)
        )
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
)
select
    history.* replace (
        coalesce(states.event_given, history.event) as event,
        states.rule_given as rule,
        coalesce(cast(states.deadline_given as date), history.due_latest_on) as due_latest_on,
        greatest(history.known_at, states.known_at) as known_at,
        states.superseded_at as superseded_at
    )
from question_history as history
inner join states
    on history.question_id = states.question_id;

delete from question_history
where question_id in (select question_id from reworded_imports);

insert into question_history by name
select * from reworded_imports;
