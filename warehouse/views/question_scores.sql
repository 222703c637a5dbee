-- What each forecaster scored on each question: the mean over the forecaster's own forecasts on it, so that saying the same ten times
-- counts once. One row per scale, forecaster, question and whether it stands under a condition. Means of people go over these rows.
create or replace view question_scores as
select
    scale,
    forecaster_id,
    question_id,
    is_conditional,
    count(*) as n_forecasts,
    avg(probability) as probability,
    avg(outcome) as outcome,
    avg(outcome * outcome) as squared_outcome,
    avg(brier) as brier,
    avg(log_score) as log_score,
    avg(spherical) as spherical,
    avg(baseline_score) as baseline_score,
    avg(absolute_error) as absolute_error,
    min(made_on) as made_first_on,
    max(settled_on) as settled_on,
    max(due_latest_on) as due_latest_on
from scores
group by scale, forecaster_id, question_id, is_conditional;

comment on view question_scores is 'What each forecaster scored on each question: the mean over the forecaster''s own forecasts on it. One row per scale, forecaster, question and is_conditional.';
comment on column question_scores.scale is 'Scale.';
comment on column question_scores.forecaster_id is 'Forecaster.';
comment on column question_scores.question_id is 'Question.';
comment on column question_scores.is_conditional is 'Whether these forecasts stand under a condition.';
comment on column question_scores.n_forecasts is 'The forecaster''s forecasts on it.';
comment on column question_scores.probability is 'Mean P(claim).';
comment on column question_scores.outcome is 'Mean outcome of the claims, 0 to 1.';
comment on column question_scores.squared_outcome is 'Mean squared outcome of the claims; what the base rate''s own Brier score needs.';
comment on column question_scores.brier is 'Mean Brier score.';
comment on column question_scores.log_score is 'Mean log score.';
comment on column question_scores.spherical is 'Mean spherical score.';
comment on column question_scores.baseline_score is 'Mean baseline score.';
comment on column question_scores.absolute_error is 'Mean absolute error.';
comment on column question_scores.made_first_on is 'Day of the first of these forecasts.';
comment on column question_scores.settled_on is 'Day on which the question was settled.';
comment on column question_scores.due_latest_on is 'Latest deadline among them; NULL when none is stated.';
