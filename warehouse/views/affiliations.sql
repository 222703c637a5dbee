-- Whom forecasters worked or spoke for, and when. One row per forecaster and organisation.
create or replace view affiliations as
select
    names.forecaster_id,
    history.organisation,
    history.from_on,
    history.until_on,
    history.because,
    history.evidence
from affiliation_history as history
inner join forecaster_names as names
    on history.name_id = names.name_id
where history.superseded_at is null
    and names.superseded_at is null;

comment on view affiliations is 'Whom forecasters worked or spoke for, and when. One row per forecaster, name and organisation.';
comment on column affiliations.forecaster_id is 'Forecaster.';
comment on column affiliations.organisation is 'The organisation.';
comment on column affiliations.from_on is 'First day; NULL when not known.';
comment on column affiliations.until_on is 'Last day; NULL when not known or not over.';
comment on column affiliations.because is 'Reason given.';
comment on column affiliations.evidence is 'Link to evidence.';
