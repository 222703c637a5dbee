-- Imported probabilities on questions whose outcome is known and on which somebody changed a probability. One row per forecast,
-- with the event's probability and outcome, and what is known of the question's life.
select
    scores.forecaster_id,
    scores.question_id,
    forecasts.made_at,
    case when scores.side = 'denies' then 1 - scores.probability else scores.probability end as probability,
    case when scores.side = 'denies' then 1 - scores.outcome else scores.outcome end as outcome,
    lives.opened_on,
    lives.due_on,
    scores.settled_on
from scores
inner join forecasts
    on scores.forecast_id = forecasts.forecast_id
inner join (
    select
        said.question_id,
        min(questions.opened_on) as opened_on,
        max(said.due_latest_on) as due_on
    from (
        select forecast_id, question_id, due_latest_on
        from forecasts
        where origin = 'imported'
            and question_id in (
                select question_id
                from forecasts
                where origin = 'imported'
                group by question_id, forecaster_id
                having count(*) >= 2
            )
    ) as said
    inner join imported_forecasts as imported
        on said.forecast_id = imported.forecast_id
    left join imported_questions as questions
        on imported.question_id = questions.question_id
    group by said.question_id
) as lives
    on scores.question_id = lives.question_id
where scores.scale = default_scale()
    and forecasts.origin = 'imported'
order by scores.question_id, scores.forecaster_id, forecasts.made_at, scores.forecast_id;
