-- The topics that forecasts are filed under.
select distinct topic
from forecasts
where topic is not null
order by topic;
