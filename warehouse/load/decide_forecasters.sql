-- Every name that holds a forecast, whom it means, and how many standing forecasts it holds.
select
    names.name_id,
    names.name,
    names.kind,
    names.forecaster_id,
    owners.name as forecaster,
    coalesce(counts.n_forecasts, 0) as n_forecasts,
    name_key(names.name) as name_key
from forecaster_names as names
inner join forecaster_names as owners
    on names.forecaster_id = owners.name_id
    and owners.superseded_at is null
left join (
    select name_id, count(*) as n_forecasts
    from forecast_history
    where superseded_at is null
        and status = 'standing'
    group by name_id
) as counts
    on names.name_id = counts.name_id
where names.superseded_at is null
order by owners.name, owners.name_id, names.name_id <> names.forecaster_id, names.name;
