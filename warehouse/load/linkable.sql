-- Every state of an extracted forecast that the linker looks at, with the moments from and until which it stood so.
select
    forecast_id,
    claim,
    condition,
    made_on,
    due_earliest_on,
    due_latest_on,
    document_id,
    min(known_at) as known_at,
    nullif(max(coalesce(superseded_at, timestamptz '9999-01-01 00:00:00+00')), timestamptz '9999-01-01 00:00:00+00') as until
from forecast_history
where origin = 'extracted'
    and status = 'standing'
group by forecast_id, claim, condition, made_on, due_earliest_on, due_latest_on, document_id;
