-- Adds what a rule found to what it found before in the same run, if anything. The parameters are a row of quality_results.
merge into quality_results as held
using (
    select
        ? as run_id, ? as table_name, ? as rule, ? as reason, ? as severity,
        cast(? as bigint) as n_rows, cast(? as bigint) as n_failed
) as found
    on held.run_id = found.run_id
    and held.table_name = found.table_name
    and held.rule = found.rule
when matched then update set
    n_rows = held.n_rows + found.n_rows,
    n_failed = held.n_failed + found.n_failed
when not matched then insert by name;
