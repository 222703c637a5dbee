-- Does the order of the leaderboard survive another reading of the words?
-- For each two neighbours: under how many scales the upper one is better, on the forecasts that all scales can read.
select
    stability.rank,
    upper_one.name,
    lower_one.name as name_below,
    stability.n_questions,
    stability.next_n_questions,
    stability.n_scales_held,
    stability.n_scales,
    stability.is_stable
from order_stability as stability
inner join forecasters as upper_one
    on stability.forecaster_id = upper_one.forecaster_id
inner join forecasters as lower_one
    on stability.next_forecaster_id = lower_one.forecaster_id
order by stability.rank, upper_one.name;
