-- Units of calibration in each slice, under the default scale: a row per slice, value of it, question and side. To twelve digits:
-- what was said three times is as likely as what was said once, and the mean of three equal numbers need not be that number.
select
    slice,
    slice_value,
    question_id,
    side,
    round(avg(probability), 12) as probability,
    avg(outcome) as outcome
from slices
where scale = default_scale()
    and slice <> 'quarter'
group by slice, slice_value, question_id, side
order by slice, slice_value, question_id, side;
