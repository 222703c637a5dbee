-- Forecasts that a decision can be about, of any status, whose id begins with a parameter; or those on a question.
select
    history.forecast_id,
    history.status,
    members.question_id,
    members.side,
    coalesce(history.quote, '') as quote,
    history.claim,
    history.start_offset,
    history.end_offset,
    history.made_on,
    coalesce(history.made_on, history.made_earliest_on) as made_from_on,
    history.speaker,
    history.due_earliest_on,
    history.due_latest_on,
    history.stated_probability,
    history.condition,
    history.document_id,
    places.capture_id,
    places.name as document,
    coalesce(imported.question_id, 'q_' || substr(history.forecast_id, 3)) as own_question
from forecast_history as history
inner join question_members as members
    on history.forecast_id = members.forecast_id
    and members.superseded_at is null
left join (
    select document_id, any_value(capture_id) as capture_id, any_value(name) as name
    from document_history
    group by document_id
) as places
    on history.document_id = places.document_id
left join (
    select forecast_id, min(question_id) as question_id
    from imported_forecasts
    group by forecast_id
) as imported
    on history.forecast_id = imported.forecast_id
where history.superseded_at is null
    and (starts_with(history.forecast_id, ?) or members.question_id = ?)
order by history.forecast_id;
