-- What an edition is computed from, a line each. The same lines give the same published tables.
select 'journal ' || coalesce(max_by(hash, line_number), 'empty') from journal_lines
union all
select line from (select 'batch ' || batch as line from batches order by batch)
union all
select line from (select 'source ' || to_json(sources) as line from sources order by source_id)
union all
select 'parameters ' || to_json(parameters) from parameters;
