-- Proposals with the words and questions of both forecasts, the likeliest first. ?1: an id's beginning; ?2: a state, or NULL.
select
    proposals.proposal_id,
    proposals.state,
    proposals.score,
    proposals.side,
    proposals.reason,
    proposals.is_sure,
    proposals.forecast_id,
    members.question_id,
    members.side as member_side,
    history.claim,
    history.made_on,
    proposals.other_forecast_id,
    other_members.question_id as other_question_id,
    other_members.side as other_member_side,
    other_history.claim as other_claim,
    other_history.made_on as other_made_on
from proposals
inner join forecast_history as history
    on proposals.forecast_id = history.forecast_id
    and history.superseded_at is null
inner join forecast_history as other_history
    on proposals.other_forecast_id = other_history.forecast_id
    and other_history.superseded_at is null
inner join question_members as members
    on proposals.forecast_id = members.forecast_id
    and members.superseded_at is null
inner join question_members as other_members
    on proposals.other_forecast_id = other_members.forecast_id
    and other_members.superseded_at is null
where starts_with(proposals.proposal_id, $1)
    and ($2 is null or proposals.state = $2)
order by proposals.score desc, proposals.proposal_id;
