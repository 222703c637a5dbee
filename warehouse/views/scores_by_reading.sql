-- What each forecaster's mean scores are when every word of likelihood is read at the low end, at the point or at the high end of
-- what its scale gives. One row per scale, forecaster and reading; a number in the text stands for itself in all three.
-- Low and high are those of the probability, not of the score. Means go over questions; conditional forecasts stay out. Ranks go by
-- twelve digits, as in leaderboards: the last bit of a mean depends on the order of its terms.
create or replace view scores_by_reading as
select
    by_question.scale,
    by_question.forecaster_id,
    by_question.reading,
    case
        when count(*) >= min(parameters.ranked_from) then
            rank() over (
                partition by by_question.scale, by_question.reading, count(*) >= min(parameters.ranked_from)
                order by cast(avg(by_question.brier) as decimal(15, 12))
            )
    end as rank,
    count(*) as n_questions,
    avg(by_question.brier) as brier,
    avg(by_question.log_score) as log_score,
    avg(by_question.spherical) as spherical,
    avg(by_question.baseline_score) as baseline_score,
    avg(by_question.absolute_error) as absolute_error
from (
    select
        read.scale,
        read.forecaster_id,
        read.question_id,
        read.reading,
        avg(brier(read.probability, read.outcome)) as brier,
        avg(log_score(read.probability, read.outcome, clamp_low := read.log_clamp_low, clamp_high := read.log_clamp_high))
            as log_score,
        avg(spherical(read.probability, read.outcome)) as spherical,
        avg(
            baseline_score(
                read.probability, read.outcome, clamp_low := read.log_clamp_low, clamp_high := read.log_clamp_high
            )
        ) as baseline_score,
        avg(absolute_error(read.probability, read.outcome)) as absolute_error
    from (
        select
            scores.scale,
            scores.forecaster_id,
            scores.question_id,
            scores.outcome,
            ends.reading,
            case ends.reading
                when 'low' then scores.probability_low
                when 'point' then scores.probability
                when 'high' then scores.probability_high
            end as probability,
            parameters.log_clamp_low,
            parameters.log_clamp_high
        from scores
        cross join (values ('low'), ('point'), ('high')) as ends (reading)
        cross join parameters
        where not scores.is_conditional
    ) as read
    group by read.scale, read.forecaster_id, read.question_id, read.reading
) as by_question
cross join parameters
group by by_question.scale, by_question.forecaster_id, by_question.reading;

comment on view scores_by_reading is 'Mean scores of each forecaster when every word is read at the low end, at the point or at the high end of what its scale gives. One row per scale, forecaster and reading.';
comment on column scores_by_reading.scale is 'Scale that the words are read by.';
comment on column scores_by_reading.forecaster_id is 'Forecaster.';
comment on column scores_by_reading.reading is 'low, point or high: which end of a word''s range is taken for its probability.';
comment on column scores_by_reading.rank is 'Place by mean Brier score among the ranked under that reading; NULL below parameters.ranked_from questions.';
comment on column scores_by_reading.n_questions is 'Questions scored, without conditional ones.';
comment on column scores_by_reading.brier is 'Mean Brier score over questions; for point that of the leaderboard.';
comment on column scores_by_reading.log_score is 'Mean log score over questions.';
comment on column scores_by_reading.spherical is 'Mean spherical score over questions.';
comment on column scores_by_reading.baseline_score is 'Mean baseline score over questions.';
comment on column scores_by_reading.absolute_error is 'Mean absolute error over questions; not proper.';
