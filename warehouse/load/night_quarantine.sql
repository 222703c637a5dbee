-- Rows that a run (the first parameter) refused, for the operator; so many (the second) at most.
select
    rule,
    reason,
    table_name as refused_from,
    row_json as refused_row
from quarantine
where run_id = ?
order by rule, row_id
limit cast(? as bigint);
