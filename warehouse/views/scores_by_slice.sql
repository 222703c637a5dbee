-- Every scored forecast in each slice that it belongs to: its topic, the year in which it was made, and how far ahead it looked. One row
-- per scale, forecast and slice. Conditional forecasts stay out; what has no topic or no day is not in that slice.
create or replace view scores_by_slice as
select
    sliced.scale,
    sliced.slice,
    sliced.slice_value,
    sliced.forecast_id,
    sliced.question_id,
    sliced.side,
    sliced.probability,
    sliced.outcome,
    sliced.brier
from (
    select scale, 'topic' as slice, topic as slice_value, forecast_id, question_id, side, probability, outcome, brier
    from scores
    where not is_conditional
    union all
    select
        scale,
        'year' as slice,
        cast(extract(year from made_on) as varchar) as slice_value,
        forecast_id,
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
        'horizon' as slice,
        case
            when due_latest_on is null and made_on is not null then 'no deadline'
            when due_latest_on - made_on <= 31 then 'a month'
            when due_latest_on - made_on <= 92 then 'a quarter'
            when due_latest_on - made_on <= 366 then 'a year'
            when due_latest_on - made_on > 366 then 'longer'
        end as slice_value,
        forecast_id,
        question_id,
        side,
        probability,
        outcome,
        brier
    from scores
    where not is_conditional
) as sliced
where sliced.slice_value is not null;

comment on view scores_by_slice is 'Every scored forecast in each slice that it belongs to: topic, year, and how far ahead it looked. One row per scale, forecast and slice.';
comment on column scores_by_slice.scale is 'Scale.';
comment on column scores_by_slice.slice is 'topic, year or horizon.';
comment on column scores_by_slice.slice_value is 'The topic, the year in which it was made, or how far ahead it looked: a month, a quarter, a year, longer, no deadline.';
comment on column scores_by_slice.forecast_id is 'Forecast.';
comment on column scores_by_slice.question_id is 'Question.';
comment on column scores_by_slice.side is 'asserts or denies the question''s event.';
comment on column scores_by_slice.probability is 'P(claim) under this scale.';
comment on column scores_by_slice.outcome is 'How far the claim came about.';
comment on column scores_by_slice.brier is 'Brier score.';
