-- Which forecasts can be decided now, the longest overdue first?
select
    due.due_on,
    due.due_basis,
    forecasters.name,
    due.claim,
    due.forecast_id
from due
inner join forecasters
    on due.forecaster_id = forecasters.forecaster_id
where due.is_checkable
order by due.due_on, due.forecast_id;
