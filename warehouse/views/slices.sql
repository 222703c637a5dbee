-- The scored forecasts sorted by topic, by year and quarter in which they were made, and by how far ahead they looked. One row per
-- scale, forecast and kind of slice. Conditional forecasts stay out; what has no topic or no day is not in that slice.
create or replace view slices as
select *
from (
    select
        scores.scale,
        kinds.slice,
        case kinds.slice
            when 'topic' then scores.topic
            when 'year' then cast(extract(year from scores.made_on) as varchar)
            when 'quarter' then
                case
                    when scores.made_on is not null then
                        concat(
                            cast(extract(year from scores.made_on) as varchar),
                            ' Q',
                            cast(extract(quarter from scores.made_on) as varchar)
                        )
                end
            when 'horizon' then
                case
                    when scores.due_latest_on is null and scores.made_on is not null then 'no deadline'
                    when scores.due_latest_on - scores.made_on <= 31 then 'a month'
                    when scores.due_latest_on - scores.made_on <= 92 then 'a quarter'
                    when scores.due_latest_on - scores.made_on <= 366 then 'a year'
                    when scores.due_latest_on - scores.made_on > 366 then 'longer'
                end
        end as slice_value,
        scores.forecast_id,
        scores.forecaster_id,
        scores.question_id,
        scores.side,
        scores.probability,
        scores.outcome,
        scores.brier
    from scores
    cross join (values ('topic'), ('year'), ('quarter'), ('horizon')) as kinds (slice)
    where not scores.is_conditional
) as sliced
where slice_value is not null;

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
