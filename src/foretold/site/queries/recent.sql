-- The forecasts whose outcome was settled last.
select forecasts.forecast_id
from forecasts
inner join outcomes
    on forecasts.question_id = outcomes.question_id
where outcomes.share is not null
    and forecasts.origin = 'extracted'
order by outcomes.settled_on desc nulls last, outcomes.line_number desc, forecasts.forecast_id
limit 50;
