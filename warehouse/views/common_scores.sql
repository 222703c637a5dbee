-- Mean Brier scores on the forecasts that every scale can read, so that scales can be compared. One row per scale and forecaster.
create or replace view common_scores as
select
    by_question.scale,
    by_question.forecaster_id,
    count(*) as n_questions,
    cast(sum(by_question.n_forecasts) as bigint) as n_forecasts,
    avg(by_question.brier) as brier
from (
    select
        scores.scale,
        scores.forecaster_id,
        scores.question_id,
        count(*) as n_forecasts,
        avg(scores.brier) as brier
    from scores
    inner join (
        select forecast_id
        from scores
        group by forecast_id
        having count(*) = (select count(distinct scale) from scales)
    ) as common
        on scores.forecast_id = common.forecast_id
    where not scores.is_conditional
    group by scores.scale, scores.forecaster_id, scores.question_id
) as by_question
group by by_question.scale, by_question.forecaster_id;

comment on view common_scores is 'Mean Brier scores on the forecasts that every scale can read, so that scales can be compared. One row per scale and forecaster.';
comment on column common_scores.scale is 'Scale.';
comment on column common_scores.forecaster_id is 'Forecaster.';
comment on column common_scores.n_questions is 'Questions with such a forecast, without conditional ones.';
comment on column common_scores.n_forecasts is 'Such forecasts.';
comment on column common_scores.brier is 'Mean Brier score over those questions.';
