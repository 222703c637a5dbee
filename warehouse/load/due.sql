-- What can be decided within so many days (first parameter); of that only what has a stated deadline (second).
select
    forecasts.forecast_id,
    coalesce(forecasts.due_latest_on, forecasts.review_on) as due_on,
    case when forecasts.due_latest_on is null then 'review' else 'deadline' end as basis,
    forecasters.name as forecaster,
    forecasts.claim,
    forecasts.quote,
    documents.url
from forecasts
inner join forecasters
    on forecasts.forecaster_id = forecasters.forecaster_id
left join documents
    on forecasts.document_id = documents.document_id
left join outcomes
    on forecasts.question_id = outcomes.question_id
where outcomes.question_id is null
    and coalesce(forecasts.due_latest_on, forecasts.review_on) <= current_date + cast(? as integer)
    and (not cast(? as boolean) or forecasts.due_latest_on < current_date)
order by due_on, forecasts.forecast_id;
