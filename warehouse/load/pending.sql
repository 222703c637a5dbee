-- Captures that this reader (first parameter) and extractor (second) have not been through, oldest first. A text that is
-- no longer what its address holds stays as it was read.
select captures.capture_id
from captures
left join captures_extracted as done
    on captures.capture_id = done.capture_id
    and done.reader_version = ?
    and done.extractor_version = ?
where done.capture_id is null
    and captures.superseded_at is null
order by captures.captured_at, captures.address, captures.capture_id;
