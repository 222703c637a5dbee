-- For a DuckLake: copies beside the staged rows what the audit measures them by. The audit opens the file `staged` alone.
delete from staged.main.sources;
insert into staged.main.sources by name select * from sources;

delete from staged.main.scales;
insert into staged.main.scales by name select * from scales;

delete from staged.main.readings;
insert into staged.main.readings by name
select *
from main.readings
where document_id in (select document_id from staging.extractions);

delete from staged.main.captures;
insert into staged.main.captures by name
select *
from captures
where capture_id in (select capture_id from staging.readings)
    or capture_id in (select capture_id from staged.main.readings);
