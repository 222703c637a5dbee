-- Rows that give a forecast of an import that stands another probability than it had: the past does not change by import.
select
    new.file_row,
    new.probability,
    min(old.probability) as probability_before
from import_new as new
inner join (
    select forecast_id, import_id, probability from imported_forecasts
    union all
    select forecast_id, import_id, probability from imported_options
) as old
    on new.forecast_id = old.forecast_id
where old.import_id in (select import_id from import_standing)
    and old.probability <> new.probability
group by new.file_row, new.probability
order by new.file_row;
