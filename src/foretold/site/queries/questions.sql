-- The events that forecasts speak of.
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
order by question_id;
