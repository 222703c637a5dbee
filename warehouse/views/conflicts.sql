-- Questions that people judged differently and that are undecided until a third decision. One row per question.
create or replace view conflicts as
select
    contested.question_id,
    history.event,
    count(*) as n_judges,
    string_agg(
        judgements.judge || ': ' || coalesce(cast(nullif(nullif(judgements.share, 0), 1) as varchar), judgements.outcome),
        '; ' order by judgements.line_number
    ) as said,
    contested.known_at as contested_at
from conflict_history as contested
inner join judgements
    on contested.question_id = judgements.question_id
    and judgements.is_current
left join question_history as history
    on contested.question_id = history.question_id
    and history.superseded_at is null
where contested.superseded_at is null
group by contested.question_id, history.event, contested.known_at;

comment on view conflicts is 'Questions that people judged differently and that are undecided until a third decision. One row per question.';
comment on column conflicts.question_id is 'Question.';
comment on column conflicts.event is 'The event in plain checkable words.';
comment on column conflicts.n_judges is 'People who judged it.';
comment on column conflicts.said is 'Who said what, in the order in which they said it.';
comment on column conflicts.contested_at is 'Since when it is contested.';
