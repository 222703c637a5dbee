-- How well each forecaster has done on questions with several options. One row per forecaster with a scored one.
-- Means go over questions, first over the moments of each. Questions with more options are harder: compare people on the same ones.
create or replace view option_leaderboard as
select
    by_question.forecaster_id,
    names.forecaster,
    count(*) as n_questions,
    cast(sum(by_question.n_forecasts) as bigint) as n_forecasts,
    avg(by_question.brier) as brier,
    avg(by_question.log_score) as log_score,
    avg(by_question.baseline_score) as baseline_score,
    count(by_question.ranked_probability_score) as n_ordered,
    avg(by_question.ranked_probability_score) as ranked_probability_score
from (
    select
        forecaster_id,
        question_id,
        count(*) as n_forecasts,
        avg(brier) as brier,
        avg(log_score) as log_score,
        avg(baseline_score) as baseline_score,
        avg(ranked_probability_score) as ranked_probability_score
    from option_scores
    group by forecaster_id, question_id
) as by_question
inner join (
    select forecaster_id, min(forecaster) as forecaster
    from option_forecasts
    group by forecaster_id
) as names
    on by_question.forecaster_id = names.forecaster_id
group by by_question.forecaster_id, names.forecaster;

comment on view option_leaderboard is 'How well each forecaster has done on questions with several options. One row per forecaster with a scored one.';
comment on column option_leaderboard.forecaster_id is 'Forecaster.';
comment on column option_leaderboard.forecaster is 'Name as the file gives it.';
comment on column option_leaderboard.n_questions is 'Questions scored.';
comment on column option_leaderboard.n_forecasts is 'Moments at which a forecast was given on them.';
comment on column option_leaderboard.brier is 'Mean Brier score, 0 to 1.';
comment on column option_leaderboard.log_score is 'Mean log score.';
comment on column option_leaderboard.baseline_score is 'Mean baseline score: 0 as even odds over the options.';
comment on column option_leaderboard.n_ordered is 'Of the questions, those whose options have an order.';
comment on column option_leaderboard.ranked_probability_score is 'Mean ranked probability score over those; 0 perfect.';
