-- The leaderboard, with whether the order towards the next below holds under the other scales. Ranked ones first, in order; the rest by number of resolved questions.
select
    leaderboard.forecaster_id,
    leaderboard.name,
    leaderboard.rank,
    leaderboard.n_questions,
    leaderboard.n_forecasts,
    leaderboard.brier,
    leaderboard.brier_low,
    leaderboard.brier_high,
    leaderboard.log_score,
    leaderboard.base_rate,
    leaderboard.skill,
    leaderboard.n_conditional,
    leaderboard.brier_conditional,
    leaderboard.n_open,
    leaderboard.n_void,
    leaderboard.is_ranked,
    neighbours.n_scales,
    neighbours.n_scales_held,
    intervals.reason as interval_reason,
    estimates.chance_best,
    estimates.brier_shrunk
from leaderboard
left join order_stability as neighbours
    on leaderboard.forecaster_id = neighbours.forecaster_id
left join leaderboard_intervals as intervals
    on leaderboard.forecaster_id = intervals.forecaster_id
    and leaderboard.scale = intervals.scale
    and intervals.superseded_at is null
left join forecaster_estimates as estimates
    on leaderboard.forecaster_id = estimates.forecaster_id
    and leaderboard.scale = estimates.scale
order by leaderboard.rank nulls last, leaderboard.n_questions desc, leaderboard.name, leaderboard.forecaster_id;
