-- What a forecast was read as through time, where that changed; oldest first. Forecasts that never changed are left out.
select
    states.forecast_id,
    states.known_at at time zone 'UTC' as known_at,
    states.claim,
    states.stated_probability,
    states.due_latest_on,
    states.extractor_version,
    states.status
from forecast_history as states
inner join (
    select forecast_id
    from forecast_history
    group by forecast_id
    having count(*) > 1
) as changed
    on states.forecast_id = changed.forecast_id
order by states.forecast_id, states.known_at;
