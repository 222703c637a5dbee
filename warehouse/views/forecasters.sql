-- Whom the forecasts belong to. One row per forecaster.
create or replace view forecasters as
select
    forecaster_id,
    name,
    kind
from forecaster_history
where superseded_at is null;

comment on view forecasters is 'Whom the forecasts belong to: a person, an organisation, or the unnamed author of one document. One row per forecaster.';
comment on column forecasters.forecaster_id is 'Hash of the name; of the document, for an unnamed author.';
comment on column forecasters.name is 'Fullest name found.';
comment on column forecasters.kind is 'named, or unnamed author.';
