-- What foretold.score computes from: every scored forecast as it was known at a moment (the parameter).
select
    scale,
    forecast_id,
    forecaster_id,
    question_id,
    document_id,
    side,
    made_on,
    probability,
    outcome,
    brier,
    is_conditional
from scores_as_of(cast(? as timestamptz))
order by scale, forecaster_id, question_id, forecast_id;
