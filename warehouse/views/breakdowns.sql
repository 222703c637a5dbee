-- How well each forecaster did by topic, by horizon, by year and by quarter. One row per scale, forecaster, slice and value of it.
-- Means go over questions, and intervals are drawn by document, as in the leaderboard; under the default scale only.
create or replace view breakdowns as
select
    units.scale,
    units.forecaster_id,
    units.slice,
    units.slice_value,
    count(*) as n_questions,
    cast(sum(units.n_forecasts) as bigint) as n_forecasts,
    avg(units.probability) as probability,
    avg(units.outcome) as base_rate,
    avg(units.brier) as brier,
    min(intervals.brier_low) as brier_low,
    min(intervals.brier_high) as brier_high
from (
    select
        scale,
        forecaster_id,
        slice,
        slice_value,
        question_id,
        count(*) as n_forecasts,
        avg(probability) as probability,
        avg(outcome) as outcome,
        avg(brier) as brier
    from slices
    group by scale, forecaster_id, slice, slice_value, question_id
) as units
left join breakdown_intervals as intervals
    on units.scale = intervals.scale
    and units.forecaster_id = intervals.forecaster_id
    and units.slice = intervals.slice
    and units.slice_value = intervals.slice_value
group by units.scale, units.forecaster_id, units.slice, units.slice_value;

comment on view breakdowns is 'How well each forecaster did by topic, by horizon, by year and by quarter. One row per scale, forecaster, slice and value of it.';
comment on column breakdowns.scale is 'Scale.';
comment on column breakdowns.forecaster_id is 'Forecaster.';
comment on column breakdowns.slice is 'topic, year or quarter (in which it was made) or horizon (from made_on to the deadline).';
comment on column breakdowns.slice_value is 'The topic; the year; the quarter, as 2026 Q1; a month, a quarter, a year, longer, no deadline.';
comment on column breakdowns.n_questions is 'Questions scored in it, without conditional ones.';
comment on column breakdowns.n_forecasts is 'Forecasts on them.';
comment on column breakdowns.probability is 'Mean P(claim) over those questions.';
comment on column breakdowns.base_rate is 'Share of the claims that came true, over those questions.';
comment on column breakdowns.brier is 'Mean Brier score over those questions.';
comment on column breakdowns.brier_low is 'Lower end of its 95 % interval; NULL when it cannot be reckoned (reason in breakdown_intervals), and under other scales than the default.';
comment on column breakdowns.brier_high is 'Upper end of its 95 % interval.';
