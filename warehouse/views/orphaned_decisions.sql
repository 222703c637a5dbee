-- Decisions that have no effect, because what they are about is no longer found. One row per line of the journal.
create or replace view orphaned_decisions as
select
    line_number,
    recorded_at,
    recorded_by,
    kind,
    written_target as target,
    field,
    value,
    because,
    attachment_reason
from decisions
where attachment = 'orphaned';

comment on view orphaned_decisions is 'Decisions that have no effect, because what they are about is no longer found. One row per line of the journal.';
comment on column orphaned_decisions.line_number is 'Line of the journal.';
comment on column orphaned_decisions.recorded_at is 'When it was decided.';
comment on column orphaned_decisions.recorded_by is 'Who decided.';
comment on column orphaned_decisions.kind is 'outcome, forecast, question, document, forecaster or reply.';
comment on column orphaned_decisions.target is 'Id that the line names.';
comment on column orphaned_decisions.field is 'What was decided about it.';
comment on column orphaned_decisions.value is 'The decision.';
comment on column orphaned_decisions.because is 'Reason given.';
comment on column orphaned_decisions.attachment_reason is 'Why it could not be attached.';
