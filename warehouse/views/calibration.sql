-- Of the claims that a forecaster gave about this probability, how many came about. One row per scale, forecaster and bin of ten.
-- The unit is the question and side within a bin, so that a call repeated ten times counts once. Forecasts under a condition
-- stay out. The interval is Wilson's: it takes the questions for independent of each other.
create or replace view calibration as
select
    units.scale,
    units.forecaster_id,
    units.bin,
    (units.bin - 1) / 10.0 as bin_low,
    units.bin / 10.0 as bin_high,
    count(*) as n_questions,
    cast(sum(units.n_forecasts) as bigint) as n_forecasts,
    avg(units.probability) as probability,
    avg(units.outcome) as share,
    wilson_low(avg(units.outcome), count(*)) as share_low,
    wilson_high(avg(units.outcome), count(*)) as share_high
from (
    select
        scale,
        forecaster_id,
        question_id,
        side,
        least(cast(floor(probability * 10) as integer), 9) + 1 as bin,
        count(*) as n_forecasts,
        avg(probability) as probability,
        avg(outcome) as outcome
    from scores
    where not is_conditional
    group by scale, forecaster_id, question_id, side, least(cast(floor(probability * 10) as integer), 9) + 1
) as units
group by units.scale, units.forecaster_id, units.bin;

comment on view calibration is 'Of the claims that a forecaster gave about this probability, how many came about. One row per scale, forecaster and bin of ten.';
comment on column calibration.scale is 'Scale that the cues are read by.';
comment on column calibration.forecaster_id is 'Forecaster.';
comment on column calibration.bin is 'Bin, 1 to 10.';
comment on column calibration.bin_low is 'Lowest probability in the bin.';
comment on column calibration.bin_high is 'Probability below which the bin ends; the last holds 1.';
comment on column calibration.n_questions is 'Questions (and sides of them) in the bin.';
comment on column calibration.n_forecasts is 'Forecasts in the bin.';
comment on column calibration.probability is 'Mean probability over those questions.';
comment on column calibration.share is 'Share of the claims that came about, over those questions.';
comment on column calibration.share_low is 'Lower end of Wilson''s 95 % interval of share.';
comment on column calibration.share_high is 'Upper end of Wilson''s 95 % interval of share.';
