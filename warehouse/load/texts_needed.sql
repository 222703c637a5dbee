-- Captures whose text the audit needs: those of staged documents, and those that staged forecasts quote.
select capture_id from staging.readings
union
select readings.capture_id
from staging.extractions
inner join main.readings
    on extractions.document_id = readings.document_id;
