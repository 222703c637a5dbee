-- The forecasts with the latest news, a first appearance or an outcome, latest first; at most fifty.
select forecasts.forecast_id
from forecasts
left join documents
    on forecasts.document_id = documents.document_id
left join captures
    on documents.capture_id = captures.capture_id
left join outcomes
    on forecasts.question_id = outcomes.question_id
where forecasts.origin = 'extracted'
order by
    coalesce(outcomes.recorded_at, captures.captured_at, cast(forecasts.made_on as timestamptz)) desc nulls last,
    forecasts.forecast_id
limit 50;
