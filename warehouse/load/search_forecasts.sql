-- Words of an edition's forecasts, for its search. Imported forecasts are probabilities without words of their own.
select
    forecasts.claim,
    forecasts.quote,
    forecasters.name,
    forecasts.forecast_id,
    forecasts.question_id
from forecasts
inner join forecasters
    on forecasts.forecaster_id = forecasters.forecaster_id
where forecasts.origin = 'extracted'
order by forecasts.forecast_id;
