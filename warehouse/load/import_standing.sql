-- Imports that stood when line ? of the journal was written.
create or replace temp table import_standing as
select target as import_id
from journal_lines
where kind = 'import'
    and field = 'file'
    and line_number < ?
group by target
having count(*) filter (where coalesce(value, '') = '') = 0;
