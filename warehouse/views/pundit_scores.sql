-- Scores that readers ask for, though they are not proper: they ignore how sure somebody was, so that hedging or shouting can pay.
-- One row per scale and forecaster with a scored question. Right: more than 0.5 and yes, or less and no. hamilton_score counts what is hedged
-- (0.35 to 0.65) as neither right nor wrong, as the Hamilton College study of 2011 did. Shares stay out; conditional forecasts too.
create or replace view pundit_scores as
select
    marked.scale,
    marked.forecaster_id,
    count(*) as n_questions,
    cast(sum(marked.is_right) as bigint) as n_right,
    cast(sum(marked.is_wrong) as bigint) as n_wrong,
    cast(sum(marked.is_even) as bigint) as n_even,
    cast(sum(marked.is_hedged) as bigint) as n_hedged,
    sum(marked.is_right) / nullif(cast(sum(marked.is_right) + sum(marked.is_wrong) as double), 0) as hit_rate,
    hamilton_score(
        sum(marked.is_right * (1 - marked.is_hedged)), sum(marked.is_wrong * (1 - marked.is_hedged)), count(*)
    ) as hamilton_score
from (
    select
        units.scale,
        units.forecaster_id,
        case when (units.probability > 0.5 and units.outcome = 1) or (units.probability < 0.5 and units.outcome = 0) then 1 else 0 end
            as is_right,
        case when (units.probability > 0.5 and units.outcome = 0) or (units.probability < 0.5 and units.outcome = 1) then 1 else 0 end
            as is_wrong,
        case when units.probability = 0.5 then 1 else 0 end as is_even,
        case when cast(units.probability as decimal(15, 12)) between 0.35 and 0.65 then 1 else 0 end as is_hedged
    from (
        select scale, forecaster_id, question_id, side, avg(probability) as probability, avg(outcome) as outcome
        from scores
        where not is_conditional
        group by scale, forecaster_id, question_id, side
    ) as units
    where units.outcome in (0, 1)
) as marked
group by marked.scale, marked.forecaster_id;

comment on view pundit_scores is 'Hit rate and Hamilton score, which readers ask for though they are not proper. One row per scale and forecaster with a scored question.';
comment on column pundit_scores.scale is 'Scale.';
comment on column pundit_scores.forecaster_id is 'Forecaster.';
comment on column pundit_scores.n_questions is 'Questions (and sides of them) decided yes or no.';
comment on column pundit_scores.n_right is 'Right: more than 0.5 and yes, or less and no.';
comment on column pundit_scores.n_wrong is 'Wrong: the other way round.';
comment on column pundit_scores.n_even is 'Exactly 0.5: neither.';
comment on column pundit_scores.n_hedged is 'Hedged to the middle: 0.35 to 0.65.';
comment on column pundit_scores.hit_rate is 'n_right over right and wrong. Not proper: 0.51 counts as 0.99.';
comment on column pundit_scores.hamilton_score is '10 (right - wrong) / all, the hedged neither: -10 to 10. Not proper, and ignores n.';
