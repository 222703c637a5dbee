-- Each forecaster against each imported crowd, as the crowd stood on the day the forecast was made: its last probability on the
-- same question of that day or earlier, never a later one. One row per scale, forecaster and crowd that share a question.
-- A crowd is whoever has imported forecasts. Conditional forecasts stay out; means go over questions.
create or replace view against_crowds as
select
    by_question.scale,
    by_question.forecaster_id,
    by_question.crowd_id,
    count(*) as n_questions,
    avg(by_question.brier) as brier,
    avg(by_question.brier_of_crowd) as brier_of_crowd,
    case when avg(by_question.brier_of_crowd) > 1e-12 then 1 - avg(by_question.brier) / avg(by_question.brier_of_crowd) end as skill,
    avg(by_question.brier - by_question.brier_of_crowd) as difference,
    case
        when count(*) >= 5 then
            avg(by_question.brier - by_question.brier_of_crowd)
            - student_quantile(count(*) - 1) * stddev_samp(by_question.brier - by_question.brier_of_crowd) / sqrt(count(*))
    end as difference_low,
    case
        when count(*) >= 5 then
            avg(by_question.brier - by_question.brier_of_crowd)
            + student_quantile(count(*) - 1) * stddev_samp(by_question.brier - by_question.brier_of_crowd) / sqrt(count(*))
    end as difference_high
from (
    select
        own.scale,
        own.forecaster_id,
        crowd.forecaster_id as crowd_id,
        own.question_id,
        avg(own.brier) as brier,
        avg(crowd.brier) as brier_of_crowd
    from (
        select
            scores.scale,
            scores.forecaster_id,
            scores.forecast_id,
            scores.question_id,
            scores.brier,
            imported.forecaster_id as crowd_id,
            max(imported.made_on) as stood_on
        from scores
        inner join forecasts as imported
            on scores.question_id = imported.question_id
            and imported.origin = 'imported'
            and imported.forecaster_id <> scores.forecaster_id
            and imported.made_on <= scores.made_on
        where not scores.is_conditional
        group by
            scores.scale,
            scores.forecaster_id,
            scores.forecast_id,
            scores.question_id,
            scores.brier,
            imported.forecaster_id
    ) as own
    inner join (
        select
            said.scale,
            said.forecaster_id,
            said.question_id,
            said.made_on,
            said.brier
        from (
            select
                scores.scale,
                scores.forecaster_id,
                scores.question_id,
                scores.made_on,
                scores.brier,
                row_number() over (
                    partition by scores.scale, scores.forecaster_id, scores.question_id, scores.made_on
                    order by forecasts.made_at desc, scores.forecast_id desc
                ) as from_last
            from scores
            inner join forecasts
                on scores.forecast_id = forecasts.forecast_id
            where forecasts.origin = 'imported'
        ) as said
        where said.from_last = 1
    ) as crowd
        on own.scale = crowd.scale
        and own.crowd_id = crowd.forecaster_id
        and own.question_id = crowd.question_id
        and own.stood_on = crowd.made_on
    group by own.scale, own.forecaster_id, crowd.forecaster_id, own.question_id
) as by_question
group by by_question.scale, by_question.forecaster_id, by_question.crowd_id;

comment on view against_crowds is 'Each forecaster against each imported crowd, as the crowd stood on the day the forecast was made. One row per scale, forecaster and crowd that share a question.';
comment on column against_crowds.scale is 'Scale.';
comment on column against_crowds.forecaster_id is 'Forecaster.';
comment on column against_crowds.crowd_id is 'Forecaster whose imported probabilities are the measure.';
comment on column against_crowds.n_questions is 'Scored questions on which the crowd had spoken by that day.';
comment on column against_crowds.brier is 'Own mean Brier score on them.';
comment on column against_crowds.brier_of_crowd is 'The crowd''s mean Brier score on them, as it stood then.';
comment on column against_crowds.skill is '1 - brier / brier_of_crowd: positive is better than the crowd; NULL when the crowd was perfect.';
comment on column against_crowds.difference is 'brier - brier_of_crowd: negative is better than the crowd.';
comment on column against_crowds.difference_low is 'Lower end of its 95 % interval (Student, paired by question); NULL below five questions.';
comment on column against_crowds.difference_high is 'Upper end of its 95 % interval.';
