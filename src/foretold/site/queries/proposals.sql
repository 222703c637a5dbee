-- Pairs of forecasts that may speak of one event and wait for a person, the likeliest first.
select
    proposal_id,
    forecast_id,
    other_forecast_id,
    score,
    side,
    reason
from proposals
where state = 'open'
order by score desc, proposal_id;
