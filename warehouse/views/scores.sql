-- Every forecast that can be scored, under every scale that can read it. One row per forecast and scale.
-- Scored is what is resolved (yes, no or a share), stands, and has a probability; void and unresolvable never enter.
-- Nor does hindsight: a forecast made on the day on which its question was settled, or later, gets no score, and one of unknown
-- date only on a person's word (macro hindsight says the rule; funnel counts them).
-- The outcome is that of the claim: where the forecast denies the question's event it is turned round.
create or replace view scores as
select
    readings.forecast_id,
    readings.scale,
    readings.forecaster_id,
    readings.question_id,
    readings.document_id,
    readings.side,
    readings.term,
    readings.cue,
    readings.band,
    readings.topic,
    readings.made_on,
    readings.due_latest_on,
    readings.settled_on,
    readings.is_conditional,
    readings.probability,
    readings.probability_low,
    readings.probability_high,
    readings.probability_basis,
    readings.outcome,
    brier(readings.probability, readings.outcome) as brier,
    log_score(
        readings.probability,
        readings.outcome,
        clamp_low := readings.log_clamp_low,
        clamp_high := readings.log_clamp_high
    ) as log_score,
    spherical(readings.probability, readings.outcome) as spherical,
    baseline_score(
        readings.probability,
        readings.outcome,
        clamp_low := readings.log_clamp_low,
        clamp_high := readings.log_clamp_high
    ) as baseline_score,
    absolute_error(readings.probability, readings.outcome) as absolute_error
from (
    select
        forecasts.forecast_id,
        known.scale,
        forecasts.forecaster_id,
        forecasts.question_id,
        forecasts.document_id,
        forecasts.side,
        forecasts.term,
        forecasts.cue,
        forecasts.band,
        forecasts.topic,
        forecasts.made_on,
        forecasts.due_latest_on,
        outcomes.settled_on,
        forecasts.is_conditional,
        coalesce(forecasts.stated_probability, scales.point) as probability,
        coalesce(forecasts.stated_probability, scales.low) as probability_low,
        coalesce(forecasts.stated_probability, scales.high) as probability_high,
        case when forecasts.stated_probability is null then scales.mapping else 'stated' end as probability_basis,
        case when forecasts.side = 'denies' then 1 - outcomes.share else outcomes.share end as outcome,
        parameters.log_clamp_low,
        parameters.log_clamp_high
    from forecasts as forecasts
    inner join outcomes as outcomes
        on forecasts.question_id = outcomes.question_id
    cross join (select distinct scale from scales) as known
    cross join parameters
    left join scales
        on forecasts.term = scales.term
        and known.scale = scales.scale
    where outcomes.outcome in ('yes', 'no', 'share')
        and outcomes.share is not null
        and hindsight(forecasts.made_earliest_on, forecasts.made_latest_on, outcomes.settled_on, forecasts.made_at is not null, forecasts.is_linked) is null
) as readings
where readings.probability between 0 and 1;

comment on view scores is 'Every forecast that can be scored, under every scale that can read it. One row per forecast and scale.';
comment on column scores.forecast_id is 'Forecast.';
comment on column scores.scale is 'Scale that its cue is read by; a stated number is the same under all.';
comment on column scores.forecaster_id is 'Who holds it.';
comment on column scores.question_id is 'Question that it speaks of.';
comment on column scores.document_id is 'Document that holds the words; NULL for an imported forecast.';
comment on column scores.side is 'asserts or denies the question''s event.';
comment on column scores.term is 'The lexicon''s name for the cue.';
comment on column scores.cue is 'The words that carry the strength.';
comment on column scores.band is 'Strength of the wording.';
comment on column scores.topic is 'Topic; NULL when none fits.';
comment on column scores.made_on is 'Day of publication.';
comment on column scores.due_latest_on is 'Deadline; NULL when none is stated.';
comment on column scores.settled_on is 'Day on which the question was settled in the world.';
comment on column scores.is_conditional is 'Whether it stands under a condition; such forecasts stay out of the ranked numbers.';
comment on column scores.probability is 'P(claim) under this scale, 0 to 1.';
comment on column scores.probability_low is 'Low end of the reading.';
comment on column scores.probability_high is 'High end of the reading.';
comment on column scores.probability_basis is 'stated (a number in the text or a correction), exact (the scale has the word) or house (our neighbour).';
comment on column scores.outcome is 'How far the claim came about: 1 yes, 0 no, between for a share; where side is denies, 1 - the share of the event.';
comment on column scores.brier is 'Brier score: 0 perfect, 0.25 even odds, 1 certain and wrong.';
comment on column scores.log_score is 'Logarithmic score, clamped by parameters.log_clamp_low and _high: 0 perfect, -0.693 even odds.';
comment on column scores.spherical is 'Spherical score: 1 perfect, 0.707 even odds, 0 certain and wrong.';
comment on column scores.baseline_score is 'Baseline score: 0 even odds, 100 certain and right; clamped as the log score.';
comment on column scores.absolute_error is 'Absolute error; not proper.';
