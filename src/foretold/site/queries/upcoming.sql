-- Open forecasts whose stated deadline lies ahead, the next first; at most fifty.
select
    forecasts.forecast_id,
    forecasts.question_id,
    forecasts.due_latest_on as due_on,
    'deadline' as due_basis
from forecasts
left join outcomes
    on forecasts.question_id = outcomes.question_id
where outcomes.outcome is null
    and forecasts.origin = 'extracted'
    and forecasts.due_latest_on >= current_day()
order by forecasts.due_latest_on, forecasts.forecast_id
limit 50;
