-- Who judged which question how, blind or not, except what was undone. One row per judgement.
create or replace view judgements as
select
    question_id,
    judge,
    outcome,
    share,
    settled_on,
    because,
    evidence,
    is_blind,
    is_independent,
    superseded_at is null as is_current,
    known_at as judged_at,
    line_number
from judgement_history
where not is_undone;

comment on view judgements is 'Who judged which question how, blind or not, except what was undone. One row per judgement.';
comment on column judgements.question_id is 'Question.';
comment on column judgements.judge is 'Who judged.';
comment on column judgements.outcome is 'yes, no, share, void or unresolvable, of the question''s event.';
comment on column judgements.share is 'How far the event came about, 0 to 1; NULL for void and unresolvable.';
comment on column judgements.settled_on is 'Day on which it was settled in the world, as the judge says.';
comment on column judgements.because is 'Reason given.';
comment on column judgements.evidence is 'Link to evidence.';
comment on column judgements.is_blind is 'Whether it was made without sight of earlier judgements.';
comment on column judgements.is_independent is 'Blind, or the first judgement of the question: only such count for agreement.';
comment on column judgements.is_current is 'Whether it is the judge''s last word on the question.';
comment on column judgements.judged_at is 'When it was made.';
comment on column judgements.line_number is 'Line of the journal.';
