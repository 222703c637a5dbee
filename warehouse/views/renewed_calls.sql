-- The broken clock with a new deadline each time: one call in the same words but for those that say when, made for several
-- deadlines. Each deadline is a question of its own in the ranking, and each miss counts there; here they are one call.
-- One row per scale, forecaster and wording with two deadlines or more.
create or replace view renewed_calls as
with worded as (
    select
        scores.scale,
        scores.forecaster_id,
        trim(
            regexp_replace(
                case
                    when forecasts.horizon is null then lower(forecasts.claim)
                    else replace(lower(forecasts.claim), lower(forecasts.horizon), ' ')
                end,
                '[ .,;:!?]+',
                ' ',
                'g'
            )
        ) as wording,
        scores.due_latest_on,
        scores.made_on,
        scores.outcome,
        scores.brier
    from scores
    inner join forecasts
        on scores.forecast_id = forecasts.forecast_id
    where scores.due_latest_on is not null
),
deadlines as (
    select
        scale,
        forecaster_id,
        wording,
        due_latest_on,
        min(made_on) as made_first_on,
        max(made_on) as made_last_on,
        avg(outcome) as outcome,
        avg(brier) as brier
    from worded
    group by scale, forecaster_id, wording, due_latest_on
),
ordered as (
    select
        *,
        row_number() over (partition by scale, forecaster_id, wording order by due_latest_on desc) as from_last
    from deadlines
)
select
    scale,
    forecaster_id,
    wording,
    count(*) as n_deadlines,
    count(case when outcome < 0.5 then 1 end) as n_missed,
    max(case when from_last = 1 then outcome end) as outcome_last,
    min(due_latest_on) as due_first_on,
    max(due_latest_on) as due_last_on,
    min(made_first_on) as made_first_on,
    max(made_last_on) as made_last_on,
    avg(brier) as brier,
    max(case when from_last = 1 then brier end) as brier_last
from ordered
group by scale, forecaster_id, wording
having count(*) >= 2;

comment on view renewed_calls is 'The broken clock with a new deadline each time: a call in the same words but for those that say when. In the ranking each deadline is a question, so that each miss counts; here they are one call. One row per scale, forecaster and wording with two decided deadlines or more.';
comment on column renewed_calls.scale is 'Scale.';
comment on column renewed_calls.forecaster_id is 'Forecaster.';
comment on column renewed_calls.wording is 'The claim in lower case, without the words that say when.';
comment on column renewed_calls.n_deadlines is 'Deadlines that it was made for and that are decided.';
comment on column renewed_calls.n_missed is 'Of these, how many passed without it.';
comment on column renewed_calls.outcome_last is 'What became of the claim at the last deadline: 1 came true, 0 did not, a share between.';
comment on column renewed_calls.due_first_on is 'First deadline.';
comment on column renewed_calls.due_last_on is 'Last deadline.';
comment on column renewed_calls.made_first_on is 'First time that it was said; NULL when no day is known.';
comment on column renewed_calls.made_last_on is 'Last time.';
comment on column renewed_calls.brier is 'Mean Brier score over the deadlines: what the whole call is worth, counted once.';
comment on column renewed_calls.brier_last is 'Brier score at the last deadline: what is remembered when it came true at last.';
