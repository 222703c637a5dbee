-- The ten calls that each forecaster renewed for most deadlines, under the default scale; the most renewed first.
select
    calls.forecaster_id,
    calls.wording,
    calls.n_deadlines,
    calls.n_missed,
    calls.outcome_last,
    calls.due_first_on,
    calls.due_last_on,
    calls.brier,
    calls.brier_last
from renewed_calls as calls
inner join parameters
    on calls.scale = parameters.default_scale
qualify row_number() over (partition by calls.forecaster_id order by calls.n_deadlines desc, calls.wording) <= 10
order by calls.forecaster_id, calls.n_deadlines desc, calls.wording;
