-- What imported series gave the events that texts speak of, one point per question, forecaster and day: the day's last. Earliest first.
select
    forecasts.question_id,
    forecasts.forecaster_id,
    max(forecasters.name) as forecaster,
    forecasts.made_on,
    arg_max(
        case when forecasts.side = 'denies' then 1 - forecasts.stated_probability else forecasts.stated_probability end,
        coalesce(forecasts.made_at, cast(forecasts.made_on as timestamptz))
    ) as probability
from forecasts
inner join forecasters
    on forecasts.forecaster_id = forecasters.forecaster_id
where forecasts.origin = 'imported'
    and forecasts.made_on is not null
    and forecasts.stated_probability is not null
    and forecasts.question_id in (select question_id from forecasts where origin = 'extracted')
group by forecasts.question_id, forecasts.forecaster_id, forecasts.made_on
order by forecasts.question_id, max(forecasters.name), forecasts.forecaster_id, forecasts.made_on;
