-- Puts beside the staged rows what the audit checks them against. `texts` is registered by foretold.ledger.load.
create table staging.texts as
select capture_id, text
from texts;

alter table staging.readings add column text varchar;
alter table staging.readings add column captured_at timestamptz;

update staging.readings
set text = texts.text
from staging.texts
where readings.capture_id = texts.capture_id;

update staging.readings
set captured_at = captures.captured_at
from main.captures
where readings.capture_id = captures.capture_id;

create view staging.all_readings as
select document_id, source_id, capture_id, start_offset, end_offset from main.readings
union
select document_id, source_id, capture_id, start_offset, end_offset from staging.readings;
