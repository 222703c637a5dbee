-- What the bootstrap draws from: a row per forecast, scale and score.
select
    scale,
    forecaster_id,
    question_id,
    document_id,
    brier,
    is_conditional
from scores
order by scale, forecaster_id, question_id, forecast_id;
