-- Every forecast with all that its permalink says: the words, where they stand, the question, the outcome of the claim, the score. Latest first.
select
    forecasts.forecast_id,
    forecasts.question_id,
    forecasts.forecaster_id,
    forecasters.name as forecaster,
    forecasts.side,
    forecasts.origin,
    forecasts.quote,
    forecasts.start_offset,
    forecasts.end_offset,
    forecasts.paragraph,
    forecasts.paragraph_start_offset,
    forecasts.claim,
    forecasts.speaker,
    forecasts.band,
    forecasts.cue,
    forecasts.term,
    forecasts.stated_probability,
    forecasts.probability,
    forecasts.probability_low,
    forecasts.probability_high,
    forecasts.probability_basis,
    forecasts.condition,
    forecasts.horizon,
    forecasts.due_earliest_on,
    forecasts.due_latest_on,
    forecasts.due_reason,
    forecasts.made_on,
    cast(forecasts.review_on as date) as review_on,
    forecasts.is_checkable,
    forecasts.vagueness,
    forecasts.topic,
    forecasts.reason,
    forecasts.extractor_version,
    documents.document_id,
    documents.title as document_title,
    documents.name as document_name,
    documents.authors,
    documents.url as document_url,
    documents.published_reason,
    sources.source_id,
    sources.name as source_name,
    sources.licence as source_licence,
    captures.capture_id,
    captures.captured_at at time zone 'UTC' as captured_at,
    outcomes.outcome as event_outcome,
    case when forecasts.side = 'denies' then 1 - outcomes.share else outcomes.share end as share,
    outcomes.settled_on,
    outcomes.because,
    outcomes.evidence,
    outcomes.recorded_by,
    outcomes.recorded_at at time zone 'UTC' as recorded_at,
    outcomes.line_number,
    own.brier,
    own.log_score
from forecasts
inner join forecasters
    on forecasts.forecaster_id = forecasters.forecaster_id
cross join parameters
left join documents
    on forecasts.document_id = documents.document_id
left join sources
    on documents.source_id = sources.source_id
left join captures
    on documents.capture_id = captures.capture_id
left join outcomes
    on forecasts.question_id = outcomes.question_id
left join scores as own
    on forecasts.forecast_id = own.forecast_id
    and own.scale = parameters.default_scale
order by forecasts.made_on desc nulls last, documents.document_id, forecasts.start_offset, forecasts.forecast_id;
