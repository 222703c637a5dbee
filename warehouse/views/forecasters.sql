-- Whom the forecasts belong to. One row per forecaster.
create or replace view forecasters as
select
    name_id as forecaster_id,
    name,
    kind
from forecaster_names
where superseded_at is null
    and name_id = forecaster_id;

comment on view forecasters is 'Whom the forecasts belong to: a person, an organisation, or the unnamed author of one document. One row per forecaster.';
comment on column forecasters.forecaster_id is 'Hash of the name; of the document, for its unnamed author.';
comment on column forecasters.name is 'Name as the text or the byline gives it.';
comment on column forecasters.kind is 'named, or unnamed author.';
