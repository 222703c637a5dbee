-- Scores over matured questions beside scores over all. One row per scale and forecaster with a scored question.
-- What happens is seen when it happens, what does not happen only at the deadline: among questions still running, the decided ones are
-- mostly those that came true. Matured are the questions whose deadline had passed by today; difference shows what early resolution does.
create or replace view matured as
select
    by_question.scale,
    by_question.forecaster_id,
    count(*) as n_questions,
    avg(by_question.brier) as brier,
    avg(by_question.outcome) as base_rate,
    count(by_question.matured_brier) as n_matured,
    avg(by_question.matured_brier) as brier_matured,
    avg(by_question.matured_outcome) as base_rate_matured,
    avg(by_question.brier) - avg(by_question.matured_brier) as brier_difference
from (
    select
        scale,
        forecaster_id,
        question_id,
        brier,
        outcome,
        case when due_latest_on < current_day() then brier end as matured_brier,
        case when due_latest_on < current_day() then outcome end as matured_outcome
    from question_scores
    where not is_conditional
) as by_question
group by by_question.scale, by_question.forecaster_id;

comment on view matured is 'Scores over matured questions (deadline passed) beside scores over all: what early resolution does. One row per scale and forecaster with a scored question.';
comment on column matured.scale is 'Scale.';
comment on column matured.forecaster_id is 'Forecaster.';
comment on column matured.n_questions is 'Questions scored, without conditional ones.';
comment on column matured.brier is 'Mean Brier score over them.';
comment on column matured.base_rate is 'Share of the claims that came true.';
comment on column matured.n_matured is 'Of these, questions whose stated deadline has passed; without a deadline a question never matures.';
comment on column matured.brier_matured is 'Mean Brier score over the matured; NULL when there are none.';
comment on column matured.base_rate_matured is 'Share of the claims that came true over the matured.';
comment on column matured.brier_difference is 'brier - brier_matured: negative means that early resolution flatters.';
