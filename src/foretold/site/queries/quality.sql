-- What each rule found in the latest run that was audited.
select
    quality_results.run_id,
    quality_results.table_name,
    quality_results.rule,
    quality_results.reason,
    quality_results.severity,
    quality_results.n_rows,
    quality_results.n_failed
from quality_results
inner join (
    select max_by(quality_results.run_id, runs.started_at) as run_id
    from quality_results
    inner join runs
        on quality_results.run_id = runs.run_id
) as latest
    on quality_results.run_id = latest.run_id
order by quality_results.n_failed desc, quality_results.table_name, quality_results.rule;
