-- The list of an edition's forecasts, with what its search, filters and columns need; latest first, as the pages list them.
-- Imported forecasts are numbers without words of their own: they are shown on their questions, and are not in it.
select
    forecasts.forecast_id,
    forecasts.question_id,
    forecasts.forecaster_id,
    forecasters.name as forecaster,
    forecasts.claim,
    forecasts.quote,
    forecasts.condition,
    forecasts.cue,
    forecasts.term,
    forecasts.band,
    forecasts.topic,
    documents.source_id,
    documents.title as document_title,
    cast(forecasts.made_on as varchar) as made_on,
    cast(forecasts.due_latest_on as varchar) as due_latest_on,
    cast(forecasts.review_on as varchar) as review_on,
    forecasts.probability,
    forecasts.probability_basis,
    outcomes.outcome as event_outcome,
    case when forecasts.side = 'denies' then 1 - outcomes.share else outcomes.share end as share,
    own.brier
from forecasts
inner join forecasters
    on forecasts.forecaster_id = forecasters.forecaster_id
cross join parameters
left join documents
    on forecasts.document_id = documents.document_id
left join outcomes
    on forecasts.question_id = outcomes.question_id
left join scores as own
    on forecasts.forecast_id = own.forecast_id
    and own.scale = parameters.default_scale
where forecasts.origin = 'extracted'
order by forecasts.made_on desc nulls last, documents.document_id, forecasts.start_offset, forecasts.forecast_id;
