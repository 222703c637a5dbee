-- Forecasts that can be decided now, the longest overdue first.
select
    forecast_id,
    question_id,
    due_on,
    due_basis
from due
where forecast_id in (select forecast_id from forecasts where origin = 'extracted')
order by due_on, forecast_id;
