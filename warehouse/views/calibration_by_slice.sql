-- Calibration by topic, by year and by how far ahead the claim looked, everybody together. One row per scale, slice, value of it and bin of ten.
-- The unit is the question and side within a bin. Conditional forecasts stay out; what has no topic or no day is not in that slice.
create or replace view calibration_by_slice as
select
    units.scale,
    units.slice,
    units.slice_value,
    units.bin,
    (units.bin - 1) / 10.0 as bin_low,
    units.bin / 10.0 as bin_high,
    count(*) as n_questions,
    avg(units.probability) as probability,
    avg(units.outcome) as share,
    wilson_low(avg(units.outcome), count(*)) as share_low,
    wilson_high(avg(units.outcome), count(*)) as share_high
from (
    select
        scale,
        slice,
        slice_value,
        question_id,
        side,
        least(cast(floor(probability * 10) as integer), 9) + 1 as bin,
        avg(probability) as probability,
        avg(outcome) as outcome
    from slices
    where slice <> 'quarter'
    group by scale, slice, slice_value, question_id, side, least(cast(floor(probability * 10) as integer), 9) + 1
) as units
group by units.scale, units.slice, units.slice_value, units.bin;

comment on view calibration_by_slice is 'Calibration by topic, by year and by how far ahead the claim looked, everybody together. One row per scale, slice, value of it and bin of ten.';
comment on column calibration_by_slice.scale is 'Scale.';
comment on column calibration_by_slice.slice is 'topic, year (in which it was made) or horizon (from made_on to the deadline).';
comment on column calibration_by_slice.slice_value is 'The topic; the year; a month, a quarter, a year, longer, no deadline.';
comment on column calibration_by_slice.bin is 'Bin, 1 to 10.';
comment on column calibration_by_slice.bin_low is 'Lowest probability in the bin.';
comment on column calibration_by_slice.bin_high is 'Probability below which the bin ends; the last holds 1.';
comment on column calibration_by_slice.n_questions is 'Questions (and sides of them) in the bin.';
comment on column calibration_by_slice.probability is 'Mean probability over those questions.';
comment on column calibration_by_slice.share is 'Share of the claims that came about, over those questions.';
comment on column calibration_by_slice.share_low is 'Lower end of Wilson''s 95 % interval of share.';
comment on column calibration_by_slice.share_high is 'Upper end of Wilson''s 95 % interval of share.';
