-- Right of reply: what forecasters say to one forecast or to their whole record. One row per reply.
create or replace view replies as
select
    coalesce(forecasts.forecaster_id, names.forecaster_id) as forecaster_id,
    history.forecast_id,
    history.reply,
    history.because,
    history.evidence,
    history.recorded_by,
    history.known_at as replied_at
from reply_history as history
left join forecasts
    on history.forecast_id = forecasts.forecast_id
left join forecaster_names as names
    on history.name_id = names.name_id
    and names.superseded_at is null
where history.superseded_at is null
    and (forecasts.forecaster_id is not null or names.forecaster_id is not null);

comment on view replies is 'Right of reply: what forecasters say to one forecast or to their whole record. One row per reply.';
comment on column replies.forecaster_id is 'Forecaster who replies.';
comment on column replies.forecast_id is 'Forecast that is replied to; NULL: the whole record.';
comment on column replies.reply is 'The reply, in the forecaster''s words.';
comment on column replies.because is 'How it reached us.';
comment on column replies.evidence is 'Link to evidence.';
comment on column replies.recorded_by is 'Who recorded it.';
comment on column replies.replied_at is 'When it was recorded.';
