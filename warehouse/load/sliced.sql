-- Units of calibration in each slice, under the default scale: a row per slice, value of it, question and side.
select
    slice,
    slice_value,
    question_id,
    side,
    avg(probability) as probability,
    avg(outcome) as outcome
from slices
where scale = default_scale()
    and slice <> 'quarter'
group by slice, slice_value, question_id, side
order by slice, slice_value, question_id, side;
