-- Imports whose id begins with a parameter, with who brought them in when, and since when they are taken back.
select
    imports.import_id,
    imports.name,
    imports.n_forecasts,
    imports.n_refused,
    cast(min(lines.recorded_at) as date) as recorded_on,
    arg_min(lines.recorded_by, lines.line_number) as recorded_by,
    cast(min(case when coalesce(lines.value, '') = '' then lines.recorded_at end) as date) as withdrawn_on
from imports
inner join journal_lines as lines
    on imports.import_id = lines.target
    and lines.kind = 'import'
    and lines.field = 'file'
where starts_with(imports.import_id, ?)
group by imports.import_id, imports.name, imports.n_forecasts, imports.n_refused, imports.line_number
order by imports.line_number;
