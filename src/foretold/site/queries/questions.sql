-- The events that texts speak of; those of imported series alone have no page.
select
    question_id,
    event,
    condition,
    rule,
    due_earliest_on,
    due_latest_on,
    n_forecasts,
    n_forecasters
from questions
where question_id in (select question_id from forecasts where origin = 'extracted')
order by question_id;
