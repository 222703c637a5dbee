-- What an outcome can be recorded for: every standing forecast, its place, its question and what is recorded so far.
select
    forecasts.forecast_id,
    forecasts.question_id,
    forecasts.side,
    forecasts.quote,
    forecasts.claim,
    forecasts.start_offset,
    forecasts.end_offset,
    coalesce(forecasts.made_on, forecasts.made_earliest_on) as made_from_on,
    documents.name as document,
    documents.capture_id,
    outcomes.outcome,
    outcomes.share
from forecasts
inner join documents
    on forecasts.document_id = documents.document_id
left join outcomes
    on forecasts.question_id = outcomes.question_id
