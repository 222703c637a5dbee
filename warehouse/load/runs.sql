-- Puts the log of runs into the table. `run_rows` is registered; runs of other data folders, which only a DuckLake has, stay.
delete from runs
where run_id in (select run_id from run_rows);

insert into runs by name
select *
from run_rows;
