-- Each forecaster's mean Brier score by topic, horizon, year and quarter under the default scale; within a slice in its natural order.
select
    slices.forecaster_id,
    slices.slice,
    slices.slice_value,
    slices.n_questions,
    slices.brier,
    slices.brier_low,
    slices.brier_high
from breakdowns as slices
inner join parameters
    on slices.scale = parameters.default_scale
order by slices.forecaster_id, slices.slice, slices.slice_value;
