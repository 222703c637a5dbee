-- The broken clock: calls that were made again and again. One row per scale, forecaster and question with two forecasts or more.
-- A question counts once whatever it was said; brier_first and brier_last show what the repetition did.
create or replace view repeated_calls as
select
    spans.scale,
    spans.forecaster_id,
    spans.question_id,
    spans.n_forecasts,
    spans.made_first_on,
    spans.made_last_on,
    spans.made_last_on - spans.made_first_on as n_days,
    spans.brier,
    ends.brier_first,
    ends.brier_last
from (
    select
        scale,
        forecaster_id,
        question_id,
        count(*) as n_forecasts,
        min(made_on) as made_first_on,
        max(made_on) as made_last_on,
        avg(brier) as brier
    from scores
    group by scale, forecaster_id, question_id
    having count(*) >= 2
) as spans
left join (
    select
        ordered.scale,
        ordered.forecaster_id,
        ordered.question_id,
        max(case when ordered.from_first = 1 then ordered.brier end) as brier_first,
        max(case when ordered.from_last = 1 then ordered.brier end) as brier_last
    from (
        select
            scale,
            forecaster_id,
            question_id,
            brier,
            row_number() over (partition by scale, forecaster_id, question_id order by made_on, forecast_id) as from_first,
            row_number() over (
                partition by scale, forecaster_id, question_id order by made_on desc, forecast_id desc
            ) as from_last
        from scores
        where made_on is not null
    ) as ordered
    group by ordered.scale, ordered.forecaster_id, ordered.question_id
) as ends
    on spans.scale = ends.scale
    and spans.forecaster_id = ends.forecaster_id
    and spans.question_id = ends.question_id;

comment on view repeated_calls is 'The broken clock: calls that were made again and again, and counted once. One row per scale, forecaster and question with two forecasts or more.';
comment on column repeated_calls.scale is 'Scale.';
comment on column repeated_calls.forecaster_id is 'Forecaster.';
comment on column repeated_calls.question_id is 'Question.';
comment on column repeated_calls.n_forecasts is 'How often it was said.';
comment on column repeated_calls.made_first_on is 'First time.';
comment on column repeated_calls.made_last_on is 'Last time.';
comment on column repeated_calls.n_days is 'Days between.';
comment on column repeated_calls.brier is 'Mean Brier score: what counts, once.';
comment on column repeated_calls.brier_first is 'Brier score of the first statement; NULL when no day is known.';
comment on column repeated_calls.brier_last is 'Brier score of the last statement.';
