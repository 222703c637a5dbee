-- Import states: since when each imported file stands, and until when. A line with an empty value takes it out again.
create or replace temp table import_states as
select
    lines.import_id,
    lines.line_number,
    lines.known_at,
    lines.superseded_at,
    lines.recorded_by,
    lines.because,
    lines.evidence
from (
    select
        target as import_id,
        line_number,
        recorded_at as known_at,
        lead(recorded_at) over (partition by target order by line_number) as superseded_at,
        recorded_by,
        because,
        evidence,
        value
    from journal_lines
    where kind = 'import'
        and field = 'file'
) as lines
inner join imports
    on lines.import_id = imports.import_id
where coalesce(lines.value, '') <> '';
