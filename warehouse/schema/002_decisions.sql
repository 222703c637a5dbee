-- Decisions in their place: what each line of the journal is about now, and what follows from several people judging.

create table decisions (
    line_number bigint primary key,
    recorded_at timestamptz not null,
    recorded_by varchar not null,
    kind varchar not null,
    target varchar not null,
    field varchar not null,
    value varchar,
    because varchar not null,
    evidence varchar,
    judge varchar not null,
    settled_on date,
    restores_line bigint,
    undoes_line bigint,
    written_target varchar not null,
    attachment varchar not null check (attachment in ('as written', 'by place', 'by quote', 'orphaned')),
    attachment_reason varchar
);
comment on table decisions is 'Every decision of the journal, attached to what it is about now. Computed from journal_lines by warehouse/link. One row per line.';
comment on column decisions.line_number is 'Line of the journal, from 1.';
comment on column decisions.recorded_at is 'When it was decided.';
comment on column decisions.recorded_by is 'Who decided.';
comment on column decisions.kind is 'outcome, forecast, question, document, forecaster or reply.';
comment on column decisions.target is 'Id of the question, forecast, document or forecaster that it is about now.';
comment on column decisions.field is 'What about it is decided.';
comment on column decisions.value is 'The decision; empty: back to what was read.';
comment on column decisions.because is 'Reason given; for a value that an undoing brought back, the reason given for it at first.';
comment on column decisions.evidence is 'Link to evidence.';
comment on column decisions.judge is 'Whose judgement it is: of a line that brings a value back, the person who first gave it.';
comment on column decisions.settled_on is 'Day on which it was settled in the world; NULL for decisions that are no outcome.';
comment on column decisions.restores_line is 'Line whose value an undoing brought back; NULL otherwise.';
comment on column decisions.undoes_line is 'Line that this one undoes; NULL otherwise.';
comment on column decisions.written_target is 'Id as the line has it, which a new reading may have replaced.';
comment on column decisions.attachment is 'as written: the id still exists; by place or by quote: found again by its offsets or its words; orphaned: nothing fits, so it has no effect.';
comment on column decisions.attachment_reason is 'How it was found again, or why it was not.';

create table judgement_history (
    question_id varchar not null,
    judge varchar not null,
    outcome varchar not null check (outcome in ('yes', 'no', 'share', 'void', 'unresolvable')),
    share double check (share between 0 and 1),
    settled_on date,
    because varchar not null,
    evidence varchar,
    is_blind boolean not null,
    is_independent boolean not null,
    is_undone boolean not null,
    line_number bigint primary key,
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table judgement_history is 'What each person judged of each question, through time. One row per judgement.';
comment on column judgement_history.question_id is 'Question.';
comment on column judgement_history.judge is 'Who judged.';
comment on column judgement_history.outcome is 'yes, no, share, void or unresolvable, of the question''s event.';
comment on column judgement_history.share is 'How far the event came about, 0 to 1; NULL for void and unresolvable.';
comment on column judgement_history.settled_on is 'Day on which it was settled in the world, as the judge says.';
comment on column judgement_history.because is 'Reason given.';
comment on column judgement_history.evidence is 'Link to evidence.';
comment on column judgement_history.is_blind is 'Whether it was made with --blind, without sight of earlier judgements.';
comment on column judgement_history.is_independent is 'Blind, or the first judgement of the question: nobody else''s could have been seen.';
comment on column judgement_history.is_undone is 'Whether a later line undoes it.';
comment on column judgement_history.line_number is 'Line of the journal.';
comment on column judgement_history.known_at is 'When it was made.';
comment on column judgement_history.superseded_at is 'When a later line of the same judge replaced it; NULL while it holds.';

create table conflict_history (
    question_id varchar not null,
    line_number bigint not null,
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table conflict_history is 'When which question was contested: judged differently by as many people, and so undecided. One row per question and state.';
comment on column conflict_history.question_id is 'Question.';
comment on column conflict_history.line_number is 'Line of the journal that contested it.';
comment on column conflict_history.known_at is 'Since when.';
comment on column conflict_history.superseded_at is 'Until when; NULL while it is contested.';

create table agreement (
    measure varchar not null check (measure in ('cohens_kappa', 'krippendorffs_alpha')),
    first_judge varchar,
    second_judge varchar,
    n_questions bigint not null,
    n_agreed bigint not null,
    value double check (value between -1 and 1),
    reason varchar
);
comment on table agreement is 'How far people who judged the same question independently agree beyond chance. One row per measure, over all and for each pair of judges; computed by foretold.score.agreement.';
comment on column agreement.measure is 'cohens_kappa (two judges) or krippendorffs_alpha (any number), both for categories: yes, no, void, unresolvable and each share by itself.';
comment on column agreement.first_judge is 'One of the pair; NULL: over all judges.';
comment on column agreement.second_judge is 'The other; NULL: over all judges.';
comment on column agreement.n_questions is 'Questions judged independently by at least two people (of the pair: by both).';
comment on column agreement.n_agreed is 'Of these, questions on which all of them said the same.';
comment on column agreement.value is '1: always the same; 0: as by chance; NULL when undefined.';
comment on column agreement.reason is 'Why there is no value; NULL when there is one.';

create table affiliation_history (
    name_id varchar not null,
    organisation varchar not null,
    from_on date,
    until_on date,
    because varchar not null,
    evidence varchar,
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table affiliation_history is 'Whom forecasters worked or spoke for, and when, through time. One row per name, organisation and state.';
comment on column affiliation_history.name_id is 'Name that it was recorded for.';
comment on column affiliation_history.organisation is 'The organisation.';
comment on column affiliation_history.from_on is 'First day; NULL when not known.';
comment on column affiliation_history.until_on is 'Last day; NULL when not known or not over.';
comment on column affiliation_history.because is 'Reason given.';
comment on column affiliation_history.evidence is 'Link to evidence.';
comment on column affiliation_history.known_at is 'Since when this is recorded.';
comment on column affiliation_history.superseded_at is 'Until when; NULL while it holds.';

create table reply_history (
    forecast_id varchar,
    name_id varchar,
    reply varchar not null,
    because varchar not null,
    evidence varchar,
    recorded_by varchar not null,
    line_number bigint primary key,
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table reply_history is 'Right of reply: what forecasters say to their record, through time. One row per reply.';
comment on column reply_history.forecast_id is 'Forecast that it replies to; NULL: to the whole record.';
comment on column reply_history.name_id is 'Name of the forecaster whose whole record it replies to; NULL: to one forecast.';
comment on column reply_history.reply is 'The reply, in the forecaster''s words.';
comment on column reply_history.because is 'How it reached us.';
comment on column reply_history.evidence is 'Link to evidence.';
comment on column reply_history.recorded_by is 'Who recorded it.';
comment on column reply_history.line_number is 'Line of the journal.';
comment on column reply_history.known_at is 'When it was recorded.';
comment on column reply_history.superseded_at is 'When a later one replaced it; NULL while it holds.';
