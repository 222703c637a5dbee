-- Forecasts that can be decided now: deadline or review day has passed and nobody has decided. Oldest first. One row per forecast.
create or replace view due as
select
    forecasts.forecast_id,
    forecasts.question_id,
    forecasts.forecaster_id,
    forecasts.document_id,
    forecasts.claim,
    forecasts.quote,
    forecasts.condition,
    forecasts.probability,
    forecasts.made_on,
    coalesce(forecasts.due_latest_on, forecasts.review_on) as due_on,
    case when forecasts.due_latest_on is null then 'review' else 'deadline' end as due_basis,
    forecasts.is_checkable
from forecasts
left join outcomes
    on forecasts.question_id = outcomes.question_id
where outcomes.outcome is null
    and coalesce(forecasts.due_latest_on, forecasts.review_on) < current_day()
order by coalesce(forecasts.due_latest_on, forecasts.review_on), forecasts.forecast_id;

comment on view due is 'Forecasts that can be decided now: deadline or review day has passed and nobody has decided. Oldest first. One row per forecast.';
comment on column due.forecast_id is 'Forecast.';
comment on column due.question_id is 'Question that it speaks of.';
comment on column due.forecaster_id is 'Who holds it.';
comment on column due.document_id is 'Document that holds the words.';
comment on column due.claim is 'The forecast in plain checkable words.';
comment on column due.quote is 'The exact words.';
comment on column due.condition is 'The words under which the claim stands; NULL when unconditional.';
comment on column due.probability is 'P(claim) under the default scale.';
comment on column due.made_on is 'Day of publication.';
comment on column due.due_on is 'The deadline; where none is stated, the review day.';
comment on column due.due_basis is 'deadline (stated), or review (house rule: made_on and parameters.review_after_months).';
comment on column due.is_checkable is 'Whether an observable event is named.';
