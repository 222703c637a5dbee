-- In which slices each scored forecast stands, under the default scale.
select
    scale,
    forecast_id,
    slice,
    slice_value
from slices
where scale = default_scale()
order by slice, slice_value, forecast_id;
