-- Who avoids being wrong by saying little?
-- Vagueness beside accuracy: shares of what was found without deadline, not checkable, and hedged to the middle.
select
    leaderboard.name,
    funnel.n_found,
    funnel.n_scored,
    round(funnel.share_without_deadline, 2) as share_without_deadline,
    round(funnel.share_not_checkable, 2) as share_not_checkable,
    round(funnel.share_hedged, 2) as share_hedged,
    round(leaderboard.brier, 3) as brier
from funnel
inner join leaderboard
    on funnel.forecaster_id = leaderboard.forecaster_id
order by funnel.n_found desc, leaderboard.name;
