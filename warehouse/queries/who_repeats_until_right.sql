-- Who made the same call again and again, and was the first time any better than the last?
select
    forecasters.name,
    questions.event,
    calls.n_forecasts,
    calls.n_days,
    round(calls.brier_first, 3) as brier_first,
    round(calls.brier_last, 3) as brier_last,
    round(calls.brier, 3) as brier
from repeated_calls as calls
inner join parameters
    on calls.scale = parameters.default_scale
inner join forecasters
    on calls.forecaster_id = forecasters.forecaster_id
inner join questions
    on calls.question_id = questions.question_id
order by calls.n_forecasts desc, calls.n_days desc nulls last, forecasters.name, questions.event;
