-- Each forecaster's score on each question beside that of the others who spoke on it. One row per scale, forecaster and question
-- with two forecasters or more. peer_score is Metaculus': 100 (own log score - mean log score of the others), which is
-- 100 ln(p / geometric mean of the others' p); over the forecasters of a question it sums to 0. Conditional forecasts stay out.
create or replace view relative_scores as
select
    own.scale,
    own.forecaster_id,
    own.question_id,
    field.n_forecasters,
    own.brier,
    (field.brier - own.brier) / (field.n_forecasters - 1) as brier_of_others,
    100 * (own.log_score - (field.log_score - own.log_score) / (field.n_forecasters - 1)) as peer_score,
    (own.rank_from_worst + own.rank_from_best_turned - 2) / (2.0 * (field.n_forecasters - 1)) as share_beaten
from (
    select
        scale,
        forecaster_id,
        question_id,
        brier,
        log_score,
        rank() over (partition by scale, question_id order by brier desc) as rank_from_worst,
        count(*) over (partition by scale, question_id)
        - rank() over (partition by scale, question_id order by brier) + 1 as rank_from_best_turned
    from question_scores
    where not is_conditional
) as own
inner join (
    select
        scale,
        question_id,
        count(*) as n_forecasters,
        sum(brier) as brier,
        sum(log_score) as log_score
    from question_scores
    where not is_conditional
    group by scale, question_id
    having count(*) >= 2
) as field
    on own.scale = field.scale
    and own.question_id = field.question_id;

comment on view relative_scores is 'Each forecaster''s score on each question beside that of the others who spoke on it. One row per scale, forecaster and question with two forecasters or more.';
comment on column relative_scores.scale is 'Scale.';
comment on column relative_scores.forecaster_id is 'Forecaster.';
comment on column relative_scores.question_id is 'Question.';
comment on column relative_scores.n_forecasters is 'Forecasters scored on it, this one included.';
comment on column relative_scores.brier is 'Own mean Brier score on it.';
comment on column relative_scores.brier_of_others is 'Mean Brier score of the others on it.';
comment on column relative_scores.peer_score is 'Peer score (Metaculus): 0 as the others, positive better; sums to 0 over a question.';
comment on column relative_scores.share_beaten is 'Share of the others whose Brier score is worse; a tie counts half.';
