-- Documents that the desk's search looks through, with the span of each in its capture.
select
    document_id,
    min(capture_id) as capture_id,
    min(start_offset) as start_offset,
    max(end_offset) as end_offset
from readings
where document_id in (select document_id from documents)
group by document_id;
