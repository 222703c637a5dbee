-- Import states: since when each imported file stands, and until when. A line with an empty value takes it out for good; the
-- same file can be brought in again, as an import of its own.
create or replace temp table import_states as
select
    target as import_id,
    min(line_number) as line_number,
    min(recorded_at) as known_at,
    min(case when coalesce(value, '') = '' then recorded_at end) as superseded_at,
    arg_min(recorded_by, line_number) as recorded_by,
    arg_min(because, line_number) as because,
    min_by(evidence, line_number) as evidence
from journal_lines
where kind = 'import'
    and field = 'file'
    and target in (select import_id from imports)
group by target;

-- The same as a map: DuckDB writes rows read from one table on all processors, those of a join on one, and they can be millions.
set variable import_spans = (
    select map(list(import_id), list({'known_at': known_at, 'superseded_at': superseded_at}))
    from import_states
);

update imports
set withdrawn_at = states.superseded_at
from import_states as states
where imports.import_id = states.import_id
    and imports.withdrawn_at is distinct from states.superseded_at;
