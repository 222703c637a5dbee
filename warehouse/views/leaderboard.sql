-- How well each forecaster has done, by the default scale. One row per forecaster with a standing forecast.
create or replace view leaderboard as
select
    leaderboards.scale,
    leaderboards.rank,
    leaderboards.forecaster_id,
    leaderboards.name,
    leaderboards.n_questions,
    leaderboards.n_forecasts,
    leaderboards.brier,
    leaderboards.brier_low,
    leaderboards.brier_high,
    leaderboards.log_score,
    leaderboards.base_rate,
    leaderboards.skill,
    leaderboards.n_conditional,
    leaderboards.brier_conditional,
    leaderboards.n_open,
    leaderboards.n_void,
    leaderboards.is_ranked
from leaderboards as leaderboards
where leaderboards.scale = default_scale();

comment on view leaderboard is 'How well each forecaster has done, by the default scale. One row per forecaster with a standing forecast.';
comment on column leaderboard.scale is 'Scale that the cues are read by.';
comment on column leaderboard.rank is 'Place by mean Brier score among the ranked; NULL below parameters.ranked_from questions.';
comment on column leaderboard.forecaster_id is 'Forecaster.';
comment on column leaderboard.name is 'Name.';
comment on column leaderboard.n_questions is 'Questions scored, without conditional ones.';
comment on column leaderboard.n_forecasts is 'Forecasts scored on them.';
comment on column leaderboard.brier is 'Mean Brier score over questions: 0 perfect, 0.25 even odds, 1 certain and wrong; NULL when none is scored.';
comment on column leaderboard.brier_low is 'Lower end of its 95 % interval; NULL when it cannot be reckoned (reason in leaderboard_intervals).';
comment on column leaderboard.brier_high is 'Upper end of its 95 % interval.';
comment on column leaderboard.log_score is 'Mean log score over questions: 0 perfect, -0.693 even odds.';
comment on column leaderboard.base_rate is 'Share of the forecaster''s claims that came true, over questions.';
comment on column leaderboard.skill is '1 - brier / Brier score of always saying base_rate: 1 perfect, 0 no better, negative worse; NULL when all claims ended alike.';
comment on column leaderboard.n_conditional is 'Questions scored under a condition, kept apart.';
comment on column leaderboard.brier_conditional is 'Mean Brier score over those.';
comment on column leaderboard.n_open is 'Questions that nobody has decided yet, without scheduled events.';
comment on column leaderboard.n_void is 'Questions decided as void or unresolvable.';
comment on column leaderboard.is_ranked is 'Whether enough questions are scored to be ranked.';
