-- How did the leaderboard look a year ago, with what was known then?
select
    leaderboard.name,
    earlier.n_questions as n_questions_then,
    leaderboard.n_questions,
    round(earlier.brier, 3) as brier_then,
    round(leaderboard.brier, 3) as brier
from leaderboard
left join leaderboard_as_of(now() - interval 1 year) as earlier
    on leaderboard.forecaster_id = earlier.forecaster_id
order by leaderboard.rank nulls last, leaderboard.name;
