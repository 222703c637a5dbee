-- Questions with forecasts that share words (second parameter: beginnings of words) with one (first parameter), most shared first.
select
    questions.question_id,
    questions.event,
    questions.condition,
    min(forecasts.made_on) as made_on,
    questions.due_earliest_on,
    questions.due_latest_on,
    count(distinct forecasts.forecaster_id) as n_forecasters,
    bool_or(forecasts.origin = 'imported') as is_imported
from (
    select *
    from questions
    where question_id <> $1
        and len(list_filter(cast($2 as varchar[]), lambda word: contains(lower(event), word))) > 0
    order by len(list_filter(cast($2 as varchar[]), lambda word: contains(lower(event), word))) desc, question_id
    limit 2000
) as questions
inner join forecasts
    on questions.question_id = forecasts.question_id
group by
    questions.question_id,
    questions.event,
    questions.condition,
    questions.due_earliest_on,
    questions.due_latest_on;
