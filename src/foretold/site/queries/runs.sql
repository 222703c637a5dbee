-- The runs that changed something, latest first.
select
    run_id,
    kind,
    started_at at time zone 'UTC' as started_at,
    finished_at at time zone 'UTC' as finished_at,
    state,
    n_documents_read,
    n_documents_new,
    n_forecasts_found,
    n_quarantined,
    problems
from runs
order by runs.started_at desc, run_id;
