-- Forecasts that any extractor version found in the wanted captures, with the span last found. `wanted` is registered.
select
    readings.capture_id,
    extractions.forecast_id,
    arg_max(extractions.start_offset, extractions.found_at) as start_offset,
    arg_max(extractions.end_offset, extractions.found_at) as end_offset
from extractions
inner join (
    select distinct document_id, capture_id
    from readings
) as readings
    on extractions.document_id = readings.document_id
where readings.capture_id in (select capture_id from wanted)
group by readings.capture_id, extractions.forecast_id;
