-- Time words in documents whose date a person supplied: their deadlines are reckoned anew.
select distinct
    extractions.forecast_id,
    extractions.horizon,
    document.published_earliest_on,
    document.published_latest_on,
    document.known_at,
    document.superseded_at
from extractions
inner join document_history as document
    on extractions.document_id = document.document_id
where document.published_basis = 'supplied'
    and extractions.horizon is not null;
