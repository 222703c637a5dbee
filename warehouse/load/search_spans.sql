-- Where the forecasts of some documents (the parameter, a list of ids) stand.
select document_id, start_offset, end_offset
from forecasts
where document_id in (select unnest(cast(? as varchar[])));
