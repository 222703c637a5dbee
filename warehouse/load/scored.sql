-- What foretold.score computes from: every scored forecast as it was known at a moment (the parameter).
-- Imported questions that hang together stand where calls of one document do.
select
    scored.scale,
    scored.forecast_id,
    scored.forecaster_id,
    scored.question_id,
    coalesce(scored.document_id, together.question_group) as document_id,
    scored.side,
    scored.made_on,
    scored.probability,
    scored.outcome,
    scored.brier,
    scored.is_conditional
from scores_as_of(cast(? as timestamptz)) as scored
left join (
    select
        imported.forecast_id,
        min(questions.question_group) as question_group
    from imported_questions as questions
    inner join imported_forecasts as imported
        on questions.question_id = imported.question_id
    where questions.question_group is not null
    group by imported.forecast_id
) as together
    on scored.forecast_id = together.forecast_id
order by scored.scale, scored.forecaster_id, scored.question_id, scored.forecast_id;
