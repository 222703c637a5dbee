-- The row that describes an edition; its number, moment and fingerprint are filled in by foretold.ledger.publish.
create table editions as
select
    0 as edition_number,
    current_timestamp as published_at,
    parameters.method_version,
    coalesce((select bool_and(is_sample) from sources where source_id in (select source_id from documents)), false) as is_sample,
    (select count(*) from documents) as n_documents,
    standing.n_forecasts,
    standing.n_resolved,
    standing.n_forecasts - standing.n_resolved as n_open,
    '' as fingerprint
from parameters
cross join (
    select
        count(*) as n_forecasts,
        count(*) filter (where question_id in (select question_id from outcomes)) as n_resolved
    from forecasts
) as standing;

comment on table editions is 'This edition. One row.';
comment on column editions.edition_number is 'Number of the edition; each publish makes the next.';
comment on column editions.published_at is 'When it was published.';
comment on column editions.method_version is 'Version of the method that its numbers were reckoned by.';
comment on column editions.is_sample is 'Whether all it holds is the sample shipped with Foretold.';
comment on column editions.n_documents is 'Documents in it.';
comment on column editions.n_forecasts is 'Standing forecasts in it.';
comment on column editions.n_resolved is 'Forecasts whose question has been decided, void and unresolvable ones included.';
comment on column editions.n_open is 'Forecasts whose question nobody has decided yet.';
comment on column editions.fingerprint is 'Hash of everything that it was computed from.';
