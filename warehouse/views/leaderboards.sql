-- How well each forecaster has done under each scale. One row per scale and forecaster with a standing forecast.
-- Means go over questions; forecasts under a condition stay out of them and stand apart; nobody is ranked below
-- parameters.ranked_from questions, and those level to twelve digits share a rank. skill is 1 - brier / (Brier score of always
-- saying the forecaster's own base rate).
create or replace view leaderboards as
select
    summed.scale,
    case
        when summed.is_ranked then
            rank() over (partition by summed.scale, summed.is_ranked order by cast(summed.brier as decimal(15, 12)))
    end as rank,
    summed.forecaster_id,
    summed.name,
    summed.n_questions,
    summed.n_forecasts,
    summed.brier,
    intervals.brier_low,
    intervals.brier_high,
    summed.log_score,
    summed.base_rate,
    case
        when summed.brier_of_base_rate > 1e-12 then 1 - summed.brier / summed.brier_of_base_rate
    end as skill,
    summed.n_conditional,
    summed.brier_conditional,
    summed.n_open,
    summed.n_void,
    summed.is_ranked
from (
    select
        standing.scale,
        standing.forecaster_id,
        forecasters.name,
        coalesce(means.n_questions, 0) as n_questions,
        coalesce(means.n_forecasts, 0) as n_forecasts,
        means.brier,
        means.log_score,
        means.base_rate,
        means.mean_squared_outcome - means.base_rate * means.base_rate as brier_of_base_rate,
        coalesce(means.n_conditional, 0) as n_conditional,
        means.brier_conditional,
        standing.n_open,
        standing.n_void,
        coalesce(means.n_questions, 0) >= parameters.ranked_from as is_ranked
    from (
        select
            known.scale,
            counted.forecaster_id,
            counted.n_open,
            counted.n_void
        from (
            select
                forecasts.forecaster_id,
                count(distinct case when outcomes.outcome is null then forecasts.question_id end) as n_open,
                count(
                    distinct case when outcomes.outcome in ('void', 'unresolvable') then forecasts.question_id end
                ) as n_void
            from forecasts as forecasts
            left join outcomes as outcomes
                on forecasts.question_id = outcomes.question_id
            where coalesce(forecasts.band, 'imported') <> 'scheduled'
            group by forecasts.forecaster_id
        ) as counted
        cross join (select distinct scale from scales) as known
    ) as standing
    cross join parameters
    inner join forecasters as forecasters
        on standing.forecaster_id = forecasters.forecaster_id
    left join (
        select
            scale,
            forecaster_id,
            cast(sum(case when is_conditional then 0 else 1 end) as bigint) as n_questions,
            cast(sum(case when is_conditional then 0 else n_forecasts end) as bigint) as n_forecasts,
            avg(case when not is_conditional then brier end) as brier,
            avg(case when not is_conditional then log_score end) as log_score,
            avg(case when not is_conditional then outcome end) as base_rate,
            avg(case when not is_conditional then squared_outcome end) as mean_squared_outcome,
            cast(sum(case when is_conditional then 1 else 0 end) as bigint) as n_conditional,
            avg(case when is_conditional then brier end) as brier_conditional
        from question_scores
        group by scale, forecaster_id
    ) as means
        on standing.scale = means.scale
        and standing.forecaster_id = means.forecaster_id
) as summed
left join leaderboard_intervals as intervals
    on summed.scale = intervals.scale
    and summed.forecaster_id = intervals.forecaster_id
    and intervals.superseded_at is null;

comment on view leaderboards is 'How well each forecaster has done under each scale. One row per scale and forecaster with a standing forecast.';
comment on column leaderboards.scale is 'Scale that the cues are read by.';
comment on column leaderboards.rank is 'Place by mean Brier score among the ranked; NULL below parameters.ranked_from questions.';
comment on column leaderboards.forecaster_id is 'Forecaster.';
comment on column leaderboards.name is 'Name.';
comment on column leaderboards.n_questions is 'Questions scored, without conditional ones.';
comment on column leaderboards.n_forecasts is 'Forecasts scored on them.';
comment on column leaderboards.brier is 'Mean Brier score over questions: 0 perfect, 0.25 even odds, 1 certain and wrong; NULL when none is scored.';
comment on column leaderboards.brier_low is 'Lower end of its 95 % interval; NULL when it cannot be reckoned (reason in leaderboard_intervals).';
comment on column leaderboards.brier_high is 'Upper end of its 95 % interval.';
comment on column leaderboards.log_score is 'Mean log score over questions: 0 perfect, -0.693 even odds.';
comment on column leaderboards.base_rate is 'Share of the forecaster''s claims that came true, over questions.';
comment on column leaderboards.skill is '1 - brier / Brier score of always saying base_rate: 1 perfect, 0 no better, negative worse; NULL when all claims ended alike.';
comment on column leaderboards.n_conditional is 'Questions scored under a condition, kept apart.';
comment on column leaderboards.brier_conditional is 'Mean Brier score over those.';
comment on column leaderboards.n_open is 'Questions that nobody has decided yet, without scheduled events.';
comment on column leaderboards.n_void is 'Questions decided as void or unresolvable.';
comment on column leaderboards.is_ranked is 'Whether enough questions are scored to be ranked.';
