-- Every forecast that was found in a text, with all that its permalink says: the words, where they stand, the question, the outcome of the
-- claim, the score. Latest first. Imported forecasts are numbers without words: crowds.sql has them, on their questions.
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
    sources.source_id,
    documents.title as document_title,
    forecasts.made_on,
    forecasts.due_latest_on,
    forecasts.review_on,
    forecasts.probability,
    forecasts.probability_basis,
    outcomes.outcome as event_outcome,
    case when forecasts.side = 'denies' then 1 - outcomes.share else outcomes.share end as share,
    own.brier,
    forecasts.side,
    forecasts.start_offset,
    forecasts.end_offset,
    forecasts.paragraph,
    forecasts.paragraph_start_offset,
    forecasts.speaker,
    forecasts.stated_probability,
    forecasts.probability_low,
    forecasts.probability_high,
    forecasts.horizon,
    forecasts.due_earliest_on,
    forecasts.due_reason,
    forecasts.is_checkable,
    forecasts.vagueness,
    forecasts.reason,
    forecasts.extractor_version,
    documents.document_id,
    documents.name as document_name,
    documents.authors,
    documents.url as document_url,
    documents.published_reason,
    sources.name as source_name,
    sources.licence as source_licence,
    captures.capture_id,
    captures.captured_at at time zone 'UTC' as captured_at,
    outcomes.settled_on,
    outcomes.because,
    outcomes.evidence,
    outcomes.recorded_by,
    outcomes.recorded_at at time zone 'UTC' as recorded_at,
    outcomes.line_number,
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
where forecasts.origin = 'extracted'
order by forecasts.made_on desc nulls last, documents.document_id, forecasts.start_offset, forecasts.forecast_id;
