-- Does the order of two neighbours in the leaderboard hold under every scale? One row per ranked forecaster with another ranked below.
-- It holds where the lower one is not better: a tie under a scale turns nobody's order round.
-- Compared on the forecasts that every scale can read, since a scale that cannot read a hedge would otherwise drop it from one side only.
create or replace view order_stability as
select
    pairs.rank,
    pairs.forecaster_id,
    pairs.next_forecaster_id,
    count(means.brier) as n_scales,
    min(means.n_questions) as n_questions,
    min(others.n_questions) as next_n_questions,
    cast(sum(case when means.brier - others.brier <= 1e-12 then 1 else 0 end) as bigint) as n_scales_held,
    case
        when count(means.brier) = 0 or count(others.brier) = 0 then null
        else sum(case when means.brier - others.brier <= 1e-12 then 1 else 0 end) = count(*)
    end as is_stable
from (
    select
        above.rank,
        above.forecaster_id,
        below.forecaster_id as next_forecaster_id
    from (
        select rank, forecaster_id, row_number() over (order by rank, forecaster_id) as place
        from leaderboard
        where is_ranked
    ) as above
    inner join (
        select forecaster_id, row_number() over (order by rank, forecaster_id) as place
        from leaderboard
        where is_ranked
    ) as below
        on above.place + 1 = below.place
) as pairs
cross join (select distinct scale from scales) as known
left join common_scores as means
    on pairs.forecaster_id = means.forecaster_id
    and known.scale = means.scale
left join common_scores as others
    on pairs.next_forecaster_id = others.forecaster_id
    and known.scale = others.scale
group by pairs.rank, pairs.forecaster_id, pairs.next_forecaster_id;

comment on view order_stability is 'Does the order of two neighbours in the leaderboard hold under every scale? One row per ranked forecaster with another ranked below.';
comment on column order_stability.rank is 'Place of the upper one.';
comment on column order_stability.forecaster_id is 'The upper one.';
comment on column order_stability.next_forecaster_id is 'The one below.';
comment on column order_stability.n_scales is 'Scales under which the upper one is scored.';
comment on column order_stability.n_questions is 'The upper one''s questions that every scale can read.';
comment on column order_stability.next_n_questions is 'The lower one''s.';
comment on column order_stability.n_scales_held is 'Scales under which the lower one is not better on these: a tie holds.';
comment on column order_stability.is_stable is 'Whether that is so under all; NULL when one of the two has no forecast that every scale reads.';
