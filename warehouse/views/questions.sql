-- The events that forecasts speak of. One row per question with at least one standing forecast.
create or replace view questions as
select
    history.question_id,
    history.event,
    history.condition,
    history.rule,
    history.due_earliest_on,
    history.due_latest_on,
    counts.n_forecasts,
    counts.n_forecasters
from question_history as history
inner join (
    select
        question_id,
        count(*) as n_forecasts,
        count(distinct forecaster_id) as n_forecasters
    from forecasts
    group by question_id
) as counts
    on history.question_id = counts.question_id
where history.superseded_at is null;

comment on view questions is 'The events that forecasts speak of. One row per question with at least one standing forecast.';
comment on column questions.question_id is 'Hash of the forecast that opened it.';
comment on column questions.event is 'The event in plain checkable words.';
comment on column questions.condition is 'The condition that its forecasts stand under; NULL when none.';
comment on column questions.rule is 'How it is decided, where somebody wrote that down.';
comment on column questions.due_earliest_on is 'First day that its time words mean.';
comment on column questions.due_latest_on is 'Deadline; NULL when none is stated.';
comment on column questions.n_forecasts is 'Standing forecasts on it.';
comment on column questions.n_forecasters is 'Forecasters who spoke on it.';
