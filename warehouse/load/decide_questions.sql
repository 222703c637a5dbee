-- Questions whose id begins with a parameter, with what holds of them: outcome, condition, and whether they are contested.
select
    history.question_id,
    history.event,
    history.condition,
    history.condition_outcome,
    history.rule,
    history.due_latest_on,
    history.opened_by_forecast_id,
    case when outcomes.outcome = 'share' then cast(outcomes.share as varchar) else outcomes.outcome end as outcome,
    outcomes.settled_on,
    outcomes.because,
    outcomes.evidence,
    outcomes.recorded_by,
    outcomes.line_number,
    contested.question_id is not null as is_contested,
    coalesce(counts.n_forecasts, 0) as n_forecasts
from question_history as history
left join outcomes
    on history.question_id = outcomes.question_id
left join conflict_history as contested
    on history.question_id = contested.question_id
    and contested.superseded_at is null
left join (
    select question_id, count(*) as n_forecasts
    from question_members
    where superseded_at is null
    group by question_id
) as counts
    on history.question_id = counts.question_id
where history.superseded_at is null
    and starts_with(history.question_id, ?)
order by history.question_id;
