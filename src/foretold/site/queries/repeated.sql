-- The ten calls that each forecaster repeated most often, under the default scale; the most repeated first.
select
    calls.forecaster_id,
    calls.question_id,
    questions.event,
    calls.n_forecasts,
    calls.made_first_on,
    calls.made_last_on,
    calls.brier_first,
    calls.brier_last,
    calls.brier
from repeated_calls as calls
inner join parameters
    on calls.scale = parameters.default_scale
inner join questions
    on calls.question_id = questions.question_id
qualify row_number() over (partition by calls.forecaster_id order by calls.n_forecasts desc, calls.question_id) <= 10
order by calls.forecaster_id, calls.n_forecasts desc, calls.question_id;
