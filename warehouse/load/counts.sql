-- Forecasts scored under the default scale, and their forecasters.
select count(*), count(distinct scores.forecaster_id)
from scores
inner join parameters
    on scores.scale = parameters.default_scale;
