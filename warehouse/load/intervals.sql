-- Notes intervals that differ from those that held, with the moment since when. `intervals` is registered.
update leaderboard_intervals
set superseded_at = (select max(known_at) from intervals)
where superseded_at is null
    and not exists (
        select 1
        from intervals
        where intervals.scale = leaderboard_intervals.scale
            and intervals.forecaster_id = leaderboard_intervals.forecaster_id
            and intervals.brier_low is not distinct from leaderboard_intervals.brier_low
            and intervals.brier_high is not distinct from leaderboard_intervals.brier_high
            and intervals.reason is not distinct from leaderboard_intervals.reason
    )
    and exists (select 1 from intervals);

insert into leaderboard_intervals by name
select intervals.*
from intervals
where not exists (
    select 1
    from leaderboard_intervals as held
    where held.superseded_at is null
        and held.scale = intervals.scale
        and held.forecaster_id = intervals.forecaster_id
);
