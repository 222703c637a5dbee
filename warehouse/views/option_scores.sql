-- Scores of forecasts over several options, one of which happened. One row per forecaster, question and moment.
-- Probabilities are divided by their sum, which the import lets be off by 0.01. ranked_probability_score is for options in an order: it
-- tells a near miss from a far one. baseline_score is Metaculus' 100 (1 + ln p / ln n): 0 as even odds over the options, 100 certain.
create or replace view option_scores as
select
    steps.forecaster_id,
    steps.question_id,
    steps.made_at,
    count(*) as n_options,
    max(case when steps.happened = 1 then steps.option end) as happened,
    max(case when steps.happened = 1 then steps.probability end) as probability,
    sum((steps.probability - steps.happened) * (steps.probability - steps.happened)) as brier_two_sided,
    sum((steps.probability - steps.happened) * (steps.probability - steps.happened)) / 2.0 as brier,
    sum(case when steps.happened = 1 then ln(greatest(steps.probability, steps.log_clamp_low)) end) as log_score,
    100 * (
        1 + sum(case when steps.happened = 1 then ln(greatest(steps.probability, steps.log_clamp_low)) end)
        / ln(cast(count(*) as double))
    ) as baseline_score,
    case
        when count(steps.option_number) = count(*) then
            sum((steps.probability_up_to - steps.happened_up_to) * (steps.probability_up_to - steps.happened_up_to))
    end as ranked_probability_score
from (
    select
        options.forecaster_id,
        options.question_id,
        options.made_at,
        options.option,
        options.option_number,
        options.happened,
        options.log_clamp_low,
        options.given / options.total as probability,
        sum(options.given) over (
            partition by options.forecaster_id, options.question_id, options.made_at
            order by options.option_number, options.option rows between unbounded preceding and current row
        ) / options.total as probability_up_to,
        sum(options.happened) over (
            partition by options.forecaster_id, options.question_id, options.made_at
            order by options.option_number, options.option rows between unbounded preceding and current row
        ) as happened_up_to
    from (
        select
            option_forecasts.forecaster_id,
            option_forecasts.question_id,
            option_forecasts.made_at,
            option_forecasts.option,
            option_forecasts.option_number,
            option_forecasts.probability as given,
            case when option_forecasts.outcome = 'yes' then 1 else 0 end as happened,
            parameters.log_clamp_low,
            sum(option_forecasts.probability) over (
                partition by option_forecasts.forecaster_id, option_forecasts.question_id, option_forecasts.made_at
            ) as total
        from option_forecasts
        cross join parameters
        where option_forecasts.outcome in ('yes', 'no')
    ) as options
) as steps
group by steps.forecaster_id, steps.question_id, steps.made_at
having sum(steps.happened) = 1 and count(*) >= 2;

comment on view option_scores is 'Scores of forecasts over several options, one of which happened. One row per forecaster, question and moment.';
comment on column option_scores.forecaster_id is 'Forecaster.';
comment on column option_scores.question_id is 'Question.';
comment on column option_scores.made_at is 'When it was made.';
comment on column option_scores.n_options is 'Options.';
comment on column option_scores.happened is 'The one that happened.';
comment on column option_scores.probability is 'Probability given to it.';
comment on column option_scores.brier_two_sided is 'Brier score over the options, 0 to 2 (Brier 1950).';
comment on column option_scores.brier is 'Half of it, 0 to 1: with two options the Brier score of every other table.';
comment on column option_scores.log_score is 'ln of the probability given to what happened, clamped below as everywhere.';
comment on column option_scores.baseline_score is 'Baseline score (Metaculus): 0 as even odds over the options, 100 certain and right.';
comment on column option_scores.ranked_probability_score is 'Ranked probability score (Epstein 1969): squared distances of the cumulative distributions, summed; 0 perfect. NULL where the options have no order.';
