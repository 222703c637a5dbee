-- Which confident calls went wrong, in whose words?
select
    forecasters.name,
    forecasts.made_on,
    round(scores.probability, 2) as probability,
    scores.outcome,
    round(scores.brier, 3) as brier,
    forecasts.quote
from scores
inner join parameters
    on scores.scale = parameters.default_scale
inner join forecasts
    on scores.forecast_id = forecasts.forecast_id
inner join forecasters
    on scores.forecaster_id = forecasters.forecaster_id
where not scores.is_conditional
order by scores.brier desc, forecasts.made_on, scores.forecast_id
limit 20;
