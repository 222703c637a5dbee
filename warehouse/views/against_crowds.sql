-- Each forecaster against each imported crowd, as the crowd stood on the day the forecast was made: its last probability on the
-- same question of that day or earlier, never a later one. One row per scale, forecaster and crowd that share a question.
-- A crowd is whoever has imported forecasts. Conditional forecasts stay out; means go over questions. The interval is Student's,
-- clustered on the documents in which the forecaster first spoke of them, as in comparisons.
create or replace view against_crowds as
select
    by_document.scale,
    by_document.forecaster_id,
    by_document.crowd_id,
    cast(sum(by_document.n_questions) as bigint) as n_questions,
    count(*) as n_documents,
    sum(by_document.brier) / sum(by_document.n_questions) as brier,
    sum(by_document.brier_of_crowd) / sum(by_document.n_questions) as brier_of_crowd,
    case
        when sum(by_document.brier_of_crowd) > 1e-12 then 1 - sum(by_document.brier) / sum(by_document.brier_of_crowd)
    end as skill,
    min(by_document.mean) as difference,
    case
        when count(*) >= 5 and sum(by_document.rest * by_document.rest) > 1e-24 then
            min(by_document.mean)
            - student_quantile(count(*) - 1)
            * sqrt(sum(by_document.rest * by_document.rest) * count(*) / (count(*) - 1)) / sum(by_document.n_questions)
    end as difference_low,
    case
        when count(*) >= 5 and sum(by_document.rest * by_document.rest) > 1e-24 then
            min(by_document.mean)
            + student_quantile(count(*) - 1)
            * sqrt(sum(by_document.rest * by_document.rest) * count(*) / (count(*) - 1)) / sum(by_document.n_questions)
    end as difference_high
from (
    select
        by_question.scale,
        by_question.forecaster_id,
        by_question.crowd_id,
        by_question.home,
        by_question.mean,
        count(*) as n_questions,
        sum(by_question.brier) as brier,
        sum(by_question.brier_of_crowd) as brier_of_crowd,
        sum(by_question.brier - by_question.brier_of_crowd - by_question.mean) as rest
    from (
        select
            pairs.*,
            avg(pairs.brier - pairs.brier_of_crowd) over (partition by pairs.scale, pairs.forecaster_id, pairs.crowd_id) as mean
        from (
            select
                own.scale,
                own.forecaster_id,
                crowd.forecaster_id as crowd_id,
                own.question_id,
                min(own.home) as home,
                avg(own.brier) as brier,
                avg(crowd.brier) as brier_of_crowd
            from (
                select
                    scores.scale,
                    scores.forecaster_id,
                    scores.forecast_id,
                    scores.question_id,
                    scores.home,
                    scores.brier,
                    imported.forecaster_id as crowd_id,
                    max(imported.made_on) as stood_on
                from (
                    select
                        scores.*,
                        first_value(coalesce(scores.document_id, scores.question_id)) over (
                            partition by scores.scale, scores.forecaster_id, scores.question_id
                            order by scores.made_on, scores.document_id
                        ) as home
                    from scores
                    where not scores.is_conditional
                ) as scores
                inner join forecasts as imported
                    on scores.question_id = imported.question_id
                    and imported.origin = 'imported'
                    and imported.forecaster_id <> scores.forecaster_id
                    and imported.made_on <= scores.made_on
                group by
                    scores.scale,
                    scores.forecaster_id,
                    scores.forecast_id,
                    scores.question_id,
                    scores.home,
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
        ) as pairs
    ) as by_question
    group by by_question.scale, by_question.forecaster_id, by_question.crowd_id, by_question.home, by_question.mean
) as by_document
group by by_document.scale, by_document.forecaster_id, by_document.crowd_id;

comment on view against_crowds is 'Each forecaster against each imported crowd, as the crowd stood on the day the forecast was made. One row per scale, forecaster and crowd that share a question.';
comment on column against_crowds.scale is 'Scale.';
comment on column against_crowds.forecaster_id is 'Forecaster.';
comment on column against_crowds.crowd_id is 'Forecaster whose imported probabilities are the measure.';
comment on column against_crowds.n_questions is 'Scored questions on which the crowd had spoken by that day.';
comment on column against_crowds.n_documents is 'Own documents in which they were first spoken of; a question without a document is its own.';
comment on column against_crowds.brier is 'Own mean Brier score on them.';
comment on column against_crowds.brier_of_crowd is 'The crowd''s mean Brier score on them, as it stood then.';
comment on column against_crowds.skill is '1 - brier / brier_of_crowd: positive is better than the crowd; NULL when the crowd was perfect.';
comment on column against_crowds.difference is 'brier - brier_of_crowd: negative is better than the crowd.';
comment on column against_crowds.difference_low is 'Lower end of its 95 % interval (Student, paired by question and clustered on the own documents); NULL below five documents, or when all differences are equal.';
comment on column against_crowds.difference_high is 'Upper end of its 95 % interval.';
