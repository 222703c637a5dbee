-- How each forecaster did against others and against simple rules. One row per scale and forecaster with a scored question.
-- Peer numbers go over the questions that others spoke on too; the skills go over all scored questions. Each skill is
-- 1 - own Brier score / that of the rule: the own base rate (known only afterwards), the base rate of everybody else's claims, even odds.
create or replace view relative as
select
    own.scale,
    own.forecaster_id,
    own.n_questions,
    coalesce(peers.n_shared, 0) as n_shared,
    peers.peer_score,
    peers.brier_shared,
    peers.brier_of_others,
    peers.share_beaten,
    own.brier,
    own.base_rate,
    case
        when own.squared_outcome - own.base_rate * own.base_rate > 1e-12 then
            1 - own.brier / (own.squared_outcome - own.base_rate * own.base_rate)
    end as skill_against_own_base_rate,
    case when field.n > own.n_questions then (field.total - own.total) / (field.n - own.n_questions) end as base_rate_of_others,
    case
        when field.n > own.n_questions
            and own.squared_outcome
            - 2 * own.base_rate * (field.total - own.total) / (field.n - own.n_questions)
            + power((field.total - own.total) / (field.n - own.n_questions), 2) > 1e-12 then
            1 - own.brier / (
                own.squared_outcome
                - 2 * own.base_rate * (field.total - own.total) / (field.n - own.n_questions)
                + power((field.total - own.total) / (field.n - own.n_questions), 2)
            )
    end as skill_against_base_rate_of_others,
    case
        when own.squared_outcome - own.base_rate + 0.25 > 1e-12 then
            1 - own.brier / (own.squared_outcome - own.base_rate + 0.25)
    end as skill_against_even_odds
from (
    select
        scale,
        forecaster_id,
        count(*) as n_questions,
        sum(outcome) as total,
        avg(brier) as brier,
        avg(outcome) as base_rate,
        avg(squared_outcome) as squared_outcome
    from question_scores
    where not is_conditional
    group by scale, forecaster_id
) as own
inner join (
    select
        scale,
        count(*) as n,
        sum(outcome) as total
    from question_scores
    where not is_conditional
    group by scale
) as field
    on own.scale = field.scale
left join (
    select
        scale,
        forecaster_id,
        count(*) as n_shared,
        avg(peer_score) as peer_score,
        avg(brier) as brier_shared,
        avg(brier_of_others) as brier_of_others,
        avg(share_beaten) as share_beaten
    from relative_scores
    group by scale, forecaster_id
) as peers
    on own.scale = peers.scale
    and own.forecaster_id = peers.forecaster_id;

comment on view relative is 'How each forecaster did against others and against simple rules. One row per scale and forecaster with a scored question.';
comment on column relative.scale is 'Scale.';
comment on column relative.forecaster_id is 'Forecaster.';
comment on column relative.n_questions is 'Questions scored, without conditional ones.';
comment on column relative.n_shared is 'Of these, questions that another forecaster is scored on too.';
comment on column relative.peer_score is 'Mean peer score over the shared questions: 0 as the others, positive better; NULL without any.';
comment on column relative.brier_shared is 'Own mean Brier score over the shared questions.';
comment on column relative.brier_of_others is 'Mean Brier score of the others over them.';
comment on column relative.share_beaten is 'Mean share of the others beaten on a shared question: 0.5 is the middle.';
comment on column relative.brier is 'Mean Brier score over all scored questions.';
comment on column relative.base_rate is 'Share of the own claims that came true.';
comment on column relative.skill_against_own_base_rate is 'Skill against always saying base_rate, which nobody could know beforehand: a hard rule at small n. As in the leaderboard.';
comment on column relative.base_rate_of_others is 'Share of everybody else''s claims that came true.';
comment on column relative.skill_against_base_rate_of_others is 'Skill against always saying base_rate_of_others; NULL without others.';
comment on column relative.skill_against_even_odds is 'Skill against always saying 0.5.';
