-- Who has done how well on imported questions with several options, the best first.
select
    forecaster,
    n_questions,
    brier,
    baseline_score,
    n_ordered,
    ranked_probability_score
from option_leaderboard
order by brier, forecaster_id;
