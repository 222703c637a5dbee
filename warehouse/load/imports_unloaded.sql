-- Imported files that the journal names and the ledger has not read, in the journal's order.
select
    line_number,
    recorded_at,
    target,
    value,
    body
from journal_lines
where kind = 'import'
    and field = 'file'
    and value <> ''
    and target not in (select import_id from imports)
order by line_number;
