-- Rows that broke a rule and are not published, latest first.
select
    run_id,
    table_name,
    row_id,
    rule,
    reason,
    quarantined_at at time zone 'UTC' as quarantined_at
from quarantine
order by quarantine.quarantined_at desc, table_name, row_id, rule;
