-- Forecasts found since a moment (the first parameter) that passed the audit, for the operator; so many (the second) at most.
select
    documents.name as document,
    extractions.speaker as holder,
    extractions.quote as forecast,
    extractions.probability,
    coalesce(cast(extractions.due_latest_on as varchar), extractions.horizon) as due
from extractions
inner join documents
    on extractions.document_id = documents.document_id
where extractions.found_at >= cast(? as timestamptz)
order by document, extractions.start_offset
limit cast(? as bigint);
