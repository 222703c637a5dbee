-- Every scored forecast in each slice that it belongs to: its topic, the year in which it was made, and how far ahead it looked. One row
-- per scale, forecast and slice. Conditional forecasts stay out; what has no topic or no day is not in that slice.
create or replace view scores_by_slice as
select
    scale,
    slice,
    slice_value,
    forecast_id,
    question_id,
    side,
    probability,
    outcome,
    brier
from slices
where slice <> 'quarter';

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
