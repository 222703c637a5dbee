-- Forecasts scored under the default scale, and their forecasters, as last reckoned.
select n_scored, n_forecasters
from computed;
