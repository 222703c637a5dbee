-- Imports: probabilities that people, crowds and models gave as numbers elsewhere, brought in from files.
-- The file lies in imports/ by its hash; the line of the journal that brought it in says how its columns are to be read.
-- These tables are read from both, and made anew from them by a rebuild.

create table imports (
    import_id varchar primary key,
    file varchar not null,
    name varchar not null,
    n_rows bigint not null,
    n_forecasts bigint not null,
    n_known bigint not null,
    n_refused bigint not null,
    line_number bigint not null
);
comment on table imports is 'Files of numeric forecasts that were imported. One row per file and way of reading it.';
comment on column imports.import_id is 'Hash of the file and of how its columns are read.';
comment on column imports.file is 'Name of the file in imports/: the hash of its content.';
comment on column imports.name is 'Name that it had when it was imported.';
comment on column imports.n_rows is 'Rows in it.';
comment on column imports.n_forecasts is 'Forecasts that it brought.';
comment on column imports.n_known is 'Rows that an earlier import had brought already.';
comment on column imports.n_refused is 'Rows that broke a rule; they stand in quarantine.';
comment on column imports.line_number is 'Line of the journal that says who imported it and why.';

create table imported_questions (
    question_id varchar not null,
    import_id varchar not null,
    question_key varchar not null,
    event varchar not null,
    deadline_on date,
    forecast_id varchar not null
);
comment on table imported_questions is 'Questions that imported files speak of. One row per question and import that first brought it.';
comment on column imported_questions.question_id is 'Hash of question_key; or an id of this ledger, where the file names one.';
comment on column imported_questions.import_id is 'Import that brought it.';
comment on column imported_questions.question_key is 'What makes it one question: its address; its id in the file''s family of ids; or its words.';
comment on column imported_questions.event is 'Its words, as first given.';
comment on column imported_questions.deadline_on is 'Deadline that the file states; NULL when it states none.';
comment on column imported_questions.forecast_id is 'First forecast on it.';

create table imported_forecasts (
    forecast_id varchar not null,
    import_id varchar not null,
    file_row bigint not null,
    question_id varchar not null,
    name_id varchar not null,
    forecaster varchar not null,
    question varchar not null,
    probability double not null check (probability between 0 and 1),
    made_at timestamptz not null,
    deadline_on date,
    is_first boolean not null
);
comment on table imported_forecasts is 'Forecasts as imported files give them, never edited; several of one forecaster on one question are a series. One row per forecast and import that brought it; a second import brings it again only after the first was withdrawn.';
comment on column imported_forecasts.forecast_id is 'Hash of who, which question and when: the same row in a later file is the same forecast.';
comment on column imported_forecasts.import_id is 'Import that brought it.';
comment on column imported_forecasts.file_row is 'Row of the file, from 1, without the header.';
comment on column imported_forecasts.question_id is 'Question, as the file tells questions apart.';
comment on column imported_forecasts.name_id is 'Hash of the normalised name of the forecaster.';
comment on column imported_forecasts.forecaster is 'The name as the file gives it.';
comment on column imported_forecasts.question is 'The question''s words as the file gives them.';
comment on column imported_forecasts.probability is 'P(the question''s event), 0 to 1.';
comment on column imported_forecasts.made_at is 'When it was made; a day alone is its first moment in UTC.';
comment on column imported_forecasts.deadline_on is 'Deadline that the file states; NULL when it states none.';
comment on column imported_forecasts.is_first is 'Whether no import had brought it before.';

create table imported_outcomes (
    question_id varchar not null,
    import_id varchar not null,
    outcome varchar not null check (outcome in ('yes', 'no', 'share', 'void', 'unresolvable')),
    share double check (share between 0 and 1),
    settled_on date
);
comment on table imported_outcomes is 'What imported files say became of their questions. One row per question and import.';
comment on column imported_outcomes.question_id is 'Question.';
comment on column imported_outcomes.import_id is 'Import that says so.';
comment on column imported_outcomes.outcome is 'yes, no, share, void or unresolvable.';
comment on column imported_outcomes.share is 'How far the event came about: 1 yes, 0 no, between for a share; NULL for void and unresolvable.';
comment on column imported_outcomes.settled_on is 'Day on which it was settled; NULL when the file does not say.';

alter table forecast_history add column made_at timestamptz;
comment on column forecast_history.made_at is 'Moment at which it was made, where the source says it; a series of one forecaster on one question is in its order.';
