-- On which events did forecasters disagree most, and who was nearer?
-- p_event is the probability of the event, whichever side the claim took.
select
    questions.event,
    forecasters.name,
    round(avg(case when scores.side = 'denies' then 1 - scores.probability else scores.probability end), 2) as p_event,
    round(avg(case when scores.side = 'denies' then 1 - scores.outcome else scores.outcome end), 2) as event_share,
    round(avg(relative_scores.peer_score), 0) as peer_score
from relative_scores
inner join parameters
    on relative_scores.scale = parameters.default_scale
inner join scores
    on relative_scores.scale = scores.scale
    and relative_scores.forecaster_id = scores.forecaster_id
    and relative_scores.question_id = scores.question_id
    and not scores.is_conditional
inner join questions
    on relative_scores.question_id = questions.question_id
inner join forecasters
    on relative_scores.forecaster_id = forecasters.forecaster_id
group by questions.question_id, questions.event, forecasters.forecaster_id, forecasters.name
order by
    max(max(relative_scores.peer_score)) over (partition by questions.question_id) desc,
    questions.question_id,
    peer_score desc,
    forecasters.name
limit 40;
