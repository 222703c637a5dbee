-- Who forecasts well, and how sure can we be?
-- Nobody is ranked below parameters.ranked_from questions; the interval is what n can carry.
select
    rank,
    name,
    n_questions,
    round(brier, 3) as brier,
    round(brier_low, 3) as brier_low,
    round(brier_high, 3) as brier_high,
    round(skill, 2) as skill
from leaderboard
order by rank nulls last, n_questions desc, name;
