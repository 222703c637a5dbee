-- Imported probabilities that changed over a question's life, and imported questions with several options.

alter table imported_questions add column opened_on date;
comment on column imported_questions.opened_on is 'Day on which it opened, as the file says; NULL when it does not.';

create table imported_options (
    forecast_id varchar not null,
    import_id varchar not null,
    file_row bigint not null,
    question_id varchar not null,
    name_id varchar not null,
    forecaster varchar not null,
    question varchar not null,
    option varchar not null,
    option_number integer,
    probability double not null check (probability between 0 and 1),
    made_at timestamptz not null,
    outcome varchar check (outcome in ('yes', 'no', 'void', 'unresolvable')),
    settled_on date
);
comment on table imported_options is 'Forecasts over several options as imported files give them, never edited. One row per forecaster, question, moment and option.';
comment on column imported_options.forecast_id is 'Hash of who, which question, which option and when.';
comment on column imported_options.import_id is 'Import that brought it.';
comment on column imported_options.file_row is 'Row of the file, from 1, without the header.';
comment on column imported_options.question_id is 'Question, as the file tells questions apart.';
comment on column imported_options.name_id is 'Hash of the normalised name of the forecaster.';
comment on column imported_options.forecaster is 'The name as the file gives it.';
comment on column imported_options.question is 'The question''s words as the file gives them.';
comment on column imported_options.option is 'The option.';
comment on column imported_options.option_number is 'Its place among the options, where they have an order; NULL where they have none.';
comment on column imported_options.probability is 'P(this option).';
comment on column imported_options.made_at is 'When it was made; a day alone is its first moment in UTC.';
comment on column imported_options.outcome is 'yes: it was this option; no: it was another; void, unresolvable; NULL while open.';
comment on column imported_options.settled_on is 'Day on which it was settled; NULL when the file does not say.';

create table option_forecasts (
    forecaster_id varchar not null,
    forecaster varchar not null,
    question_id varchar not null,
    question varchar not null,
    option varchar not null,
    option_number integer,
    probability double not null,
    made_at timestamptz not null,
    outcome varchar,
    settled_on date,
    import_id varchar not null
);
comment on table option_forecasts is 'Standing forecasts over several options, from imported files. One row per forecaster, question, moment and option. They stay out of the leaderboard, which is about yes or no.';
comment on column option_forecasts.forecaster_id is 'Who gave it.';
comment on column option_forecasts.forecaster is 'The name as the file gives it.';
comment on column option_forecasts.question_id is 'Question.';
comment on column option_forecasts.question is 'Its words.';
comment on column option_forecasts.option is 'The option.';
comment on column option_forecasts.option_number is 'Its place among the options, where they have an order; NULL where they have none.';
comment on column option_forecasts.probability is 'P(this option), as given; over the options of a moment they sum to 1, within 0.01.';
comment on column option_forecasts.made_at is 'When it was made.';
comment on column option_forecasts.outcome is 'yes: it was this option; no: it was another; void, unresolvable; NULL while open.';
comment on column option_forecasts.settled_on is 'Day on which it was settled; NULL when the file does not say.';
comment on column option_forecasts.import_id is 'Import that brought it.';

create table series_scores (
    forecaster_id varchar not null,
    question_id varchar not null,
    n_statements bigint not null,
    opened_at timestamptz,
    closed_at timestamptz,
    coverage double,
    brier double,
    brier_daily double,
    log_score double,
    baseline_score double,
    peer_score double,
    probability_at_close double,
    brier_at_close double,
    reason varchar,
    primary key (forecaster_id, question_id)
);
comment on table series_scores is 'Imported probabilities that were changed while the question was open, scored over its life: each stands until the next. One row per forecaster and question on which somebody changed a probability and whose outcome is known.';
comment on column series_scores.forecaster_id is 'Forecaster.';
comment on column series_scores.question_id is 'Question.';
comment on column series_scores.n_statements is 'How often a probability was given.';
comment on column series_scores.opened_at is 'When the life begins: the day on which the file says that the question opened, else the first forecast of anybody.';
comment on column series_scores.closed_at is 'When it ends: the end of the day on which it was settled or, if that is earlier, of the deadline.';
comment on column series_scores.coverage is 'Share of the life, up to the deadline, during which a forecast of theirs stood.';
comment on column series_scores.brier is 'Brier score averaged over the time during which a forecast stood.';
comment on column series_scores.brier_daily is 'Brier score of each day''s mean probability, averaged over the days; half of Fatebook''s two-sided score.';
comment on column series_scores.log_score is 'Log score averaged over the time during which a forecast stood, clamped as everywhere.';
comment on column series_scores.baseline_score is 'Baseline score integrated over the life, the time without a forecast counting 0 (Metaculus).';
comment on column series_scores.peer_score is 'Peer score integrated over the life, against those who stood at each moment (Metaculus); NULL for who never had a peer.';
comment on column series_scores.probability_at_close is 'Spot: the probability that stood at the end.';
comment on column series_scores.brier_at_close is 'Brier score of it.';
comment on column series_scores.reason is 'Why there are no scores; NULL when there are.';
