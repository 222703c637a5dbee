-- The scored forecasts sorted by topic, by year and quarter in which they were made, and by how far ahead they looked. One row per
-- scale, forecast and kind of slice. Conditional forecasts stay out; what has no topic or no day is not in that slice.
create or replace view slices as
select
    sliced.scale,
    sliced.slice,
    sliced.slice_value,
    sliced.forecast_id,
    sliced.forecaster_id,
    sliced.question_id,
    sliced.side,
    sliced.probability,
    sliced.outcome,
    sliced.brier
from (
    select
        scale,
        'topic' as slice,
        topic as slice_value,
        forecast_id,
        forecaster_id,
        question_id,
        side,
        probability,
        outcome,
        brier
    from scores
    where not is_conditional
    union all
    select
        scale,
        'year' as slice,
        cast(extract(year from made_on) as varchar) as slice_value,
        forecast_id,
        forecaster_id,
        question_id,
        side,
        probability,
        outcome,
        brier
    from scores
    where not is_conditional
    union all
    select
        scale,
        'quarter' as slice,
        concat(cast(extract(year from made_on) as varchar), ' Q', cast(extract(quarter from made_on) as varchar)) as slice_value,
        forecast_id,
        forecaster_id,
        question_id,
        side,
        probability,
        outcome,
        brier
    from scores
    where not is_conditional
        and made_on is not null
    union all
    select
        scale,
        'horizon' as slice,
        case
            when due_latest_on is null and made_on is not null then 'no deadline'
            when due_latest_on - made_on <= 31 then 'a month'
            when due_latest_on - made_on <= 92 then 'a quarter'
            when due_latest_on - made_on <= 366 then 'a year'
            when due_latest_on - made_on > 366 then 'longer'
        end as slice_value,
        forecast_id,
        forecaster_id,
        question_id,
        side,
        probability,
        outcome,
        brier
    from scores
    where not is_conditional
) as sliced
where sliced.slice_value is not null;

comment on view slices is 'The scored forecasts sorted by topic, by year and quarter in which they were made, and by how far ahead they looked. One row per scale, forecast and kind of slice.';
comment on column slices.scale is 'Scale.';
comment on column slices.slice is 'topic, year or quarter (in which it was made) or horizon (from made_on to the deadline).';
comment on column slices.slice_value is 'The topic; the year; the quarter, as 2026 Q1; a month, a quarter, a year, longer, no deadline.';
comment on column slices.forecast_id is 'Forecast.';
comment on column slices.forecaster_id is 'Who holds it.';
comment on column slices.question_id is 'Question that it speaks of.';
comment on column slices.side is 'asserts or denies the question''s event.';
comment on column slices.probability is 'P(claim) under this scale, 0 to 1.';
comment on column slices.outcome is 'How far the claim came about, 0 to 1.';
comment on column slices.brier is 'Brier score.';
