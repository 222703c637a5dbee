-- What became of each question, as the journal says now. One row per decided question.
create or replace view outcomes as
select
    question_id,
    outcome,
    share,
    settled_on,
    because,
    evidence,
    recorded_by,
    known_at as recorded_at,
    line_number
from outcome_history
where superseded_at is null;

comment on view outcomes is 'What became of each question, as the journal says now. One row per decided question.';
comment on column outcomes.question_id is 'Question.';
comment on column outcomes.outcome is 'yes, no, share, void or unresolvable, of the question''s event.';
comment on column outcomes.share is 'How far the event came about, 0 to 1; NULL for void and unresolvable.';
comment on column outcomes.settled_on is 'Day on which it was settled in the world.';
comment on column outcomes.because is 'Reason given.';
comment on column outcomes.evidence is 'Link to evidence.';
comment on column outcomes.recorded_by is 'Who recorded it.';
comment on column outcomes.recorded_at is 'When it was recorded.';
comment on column outcomes.line_number is 'Line of the journal.';
