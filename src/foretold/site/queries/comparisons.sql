-- Each forecaster beside the ten others with whom most questions are shared, under the default scale; most shared first.
select
    beside.forecaster_id,
    beside.other_id,
    forecasters.name as other,
    beside.n_shared,
    beside.difference,
    beside.difference_low,
    beside.difference_high,
    beside.p_adjusted
from (
    select
        scale, forecaster_id, other_id, n_shared, difference, difference_low, difference_high, p_adjusted
    from comparisons
    union all
    select
        scale,
        other_id as forecaster_id,
        forecaster_id as other_id,
        n_shared,
        -difference as difference,
        -difference_high as difference_low,
        -difference_low as difference_high,
        p_adjusted
    from comparisons
) as beside
inner join parameters
    on beside.scale = parameters.default_scale
inner join forecasters
    on beside.other_id = forecasters.forecaster_id
qualify row_number() over (partition by beside.forecaster_id order by beside.n_shared desc, beside.other_id) <= 10
order by beside.forecaster_id, beside.n_shared desc, beside.other_id;
