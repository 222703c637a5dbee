-- Units of calibration in each slice, under the default scale: a row per slice, value of it, question and side.
select
    slice,
    slice_value,
    question_id,
    side,
    avg(probability) as probability,
    avg(outcome) as outcome
from scores_by_slice
where scale = default_scale()
group by slice, slice_value, question_id, side
order by slice, slice_value, question_id, side;
