-- Moves the staged rows that passed the audit into the ledger. A capture that was gone through before keeps its row.
insert into main.captures_extracted by name
select *
from staging.captures_extracted as staged
where not exists (
    select 1
    from main.captures_extracted as known
    where known.capture_id = staged.capture_id
        and known.reader_version = staged.reader_version
        and known.extractor_version = staged.extractor_version
);

insert into main.readings by name
select *
from staging.readings as staged
where not exists (
    select 1
    from main.readings as known
    where known.document_id = staged.document_id
        and known.read_at = staged.read_at
);

insert into main.extractions by name
select *
from staging.extractions as staged
where not exists (
    select 1
    from main.extractions as known
    where known.forecast_id = staged.forecast_id
        and known.extractor_version = staged.extractor_version
        and known.found_at = staged.found_at
);
