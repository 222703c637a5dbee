-- When somebody writes this, how often does it happen? One row per scale, forecaster (NULL: everybody) and term of the lexicon.
-- The unit is the question and side, so that a repeated call counts once. Conditional forecasts and stated numbers stay out.
create or replace view calibration_by_cue as
select
    units.scale,
    units.forecaster_id,
    units.term,
    min(units.probability_low) as low,
    min(units.probability) as point,
    max(units.probability_high) as high,
    count(*) as n_questions,
    cast(sum(units.n_forecasts) as bigint) as n_forecasts,
    avg(units.outcome) as share,
    wilson_low(avg(units.outcome), count(*)) as share_low,
    wilson_high(avg(units.outcome), count(*)) as share_high
from (
    select
        scale,
        forecaster_id,
        term,
        question_id,
        side,
        count(*) as n_forecasts,
        avg(probability_low) as probability_low,
        avg(probability) as probability,
        avg(probability_high) as probability_high,
        avg(outcome) as outcome
    from scores
    where not is_conditional
        and probability_basis <> 'stated'
    group by scale, forecaster_id, term, question_id, side
    union all
    select
        scale,
        null as forecaster_id,
        term,
        question_id,
        side,
        count(*) as n_forecasts,
        avg(probability_low) as probability_low,
        avg(probability) as probability,
        avg(probability_high) as probability_high,
        avg(outcome) as outcome
    from scores
    where not is_conditional
        and probability_basis <> 'stated'
    group by scale, term, question_id, side
) as units
group by units.scale, units.forecaster_id, units.term;

comment on view calibration_by_cue is 'When somebody writes this, how often does it happen? One row per scale, forecaster (NULL: everybody) and term of the lexicon.';
comment on column calibration_by_cue.scale is 'Scale.';
comment on column calibration_by_cue.forecaster_id is 'Forecaster; NULL is everybody together.';
comment on column calibration_by_cue.term is 'Term of the lexicon.';
comment on column calibration_by_cue.low is 'Low end of the scale''s reading.';
comment on column calibration_by_cue.point is 'The scale''s reading.';
comment on column calibration_by_cue.high is 'High end of the scale''s reading.';
comment on column calibration_by_cue.n_questions is 'Questions (and sides of them).';
comment on column calibration_by_cue.n_forecasts is 'Forecasts.';
comment on column calibration_by_cue.share is 'Share of the claims that came about, over questions.';
comment on column calibration_by_cue.share_low is 'Lower end of Wilson''s 95 % interval of share.';
comment on column calibration_by_cue.share_high is 'Upper end of Wilson''s 95 % interval of share.';
