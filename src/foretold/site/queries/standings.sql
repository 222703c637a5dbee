-- The leaderboard with its rank under every scale. Ranked ones first, in order; the rest by number of resolved questions.
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
    ranks.rank_low,
    ranks.rank_high,
    ranks.n_scales,
    intervals.reason as interval_reason
from leaderboard
left join (
    select
        forecaster_id,
        min(rank) as rank_low,
        max(rank) as rank_high,
        count(rank) as n_scales
    from leaderboards
    group by forecaster_id
) as ranks
    on leaderboard.forecaster_id = ranks.forecaster_id
left join leaderboard_intervals as intervals
    on leaderboard.forecaster_id = intervals.forecaster_id
    and leaderboard.scale = intervals.scale
order by leaderboard.rank nulls last, leaderboard.n_questions desc, leaderboard.name, leaderboard.forecaster_id;
