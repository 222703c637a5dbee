-- The last moment at which anything that scores depend on changed, up to a moment (the parameter); NULL when nothing has.
select max(happened_at)
from (
    select known_at as happened_at from forecast_history
    union all
    select superseded_at from forecast_history
    union all
    select known_at from question_members
    union all
    select known_at from forecaster_names
    union all
    select known_at from outcome_history
    union all
    select superseded_at from outcome_history
) as moments
where happened_at <= cast(? as timestamptz);
