-- Every outcome that was ever recorded for a question, oldest first.
select
    question_id,
    known_at at time zone 'UTC' as known_at,
    outcome,
    share,
    because,
    recorded_by,
    line_number
from outcome_history
order by outcome_history.question_id, outcome_history.known_at, line_number;
