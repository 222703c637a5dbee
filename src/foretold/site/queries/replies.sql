-- What forecasters say to a forecast of theirs or, where forecast_id is NULL, to their whole record; oldest first.
select
    forecaster_id,
    forecast_id,
    reply,
    because,
    evidence,
    replied_at at time zone 'UTC' as replied_at
from replies
order by replies.replied_at, forecaster_id;
