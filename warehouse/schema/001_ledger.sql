-- The ledger: three inputs as they came, and the histories that are computed from them.
--
-- Every history row holds from known_at until superseded_at (NULL: still holds), in journal time: what was known when.
-- No foreign keys (DuckDB cannot update a parent that has children): the audit looks for orphans instead.

create table sources (
    source_id varchar primary key,
    name varchar not null,
    kind varchar not null,
    address varchar not null,
    licence varchar,
    is_full_text_allowed boolean not null,
    is_sample boolean not null
);
comment on table sources is 'Where documents come from: a folder, a feed, a site. One row per source of sources.toml.';
comment on column sources.source_id is 'Name of the source in sources.toml.';
comment on column sources.name is 'Its title for readers.';
comment on column sources.kind is 'folder, feed, sitemap, urls, page, mailbox or dump.';
comment on column sources.address is 'Folder or url.';
comment on column sources.licence is 'Licence of its texts, as the operator states it; NULL when not stated.';
comment on column sources.is_full_text_allowed is 'Whether an edition may hold whole texts; otherwise a quote with one paragraph around it.';
comment on column sources.is_sample is 'Whether this is the sample shipped with Foretold, with invented authors.';

create table captures (
    capture_id varchar primary key,
    source_id varchar not null,
    address varchar not null,
    media_type varchar not null,
    captured_at timestamptz not null,
    superseded_at timestamptz,
    n_characters integer not null check (n_characters > 0)
);
comment on table captures is 'The stored text of one file, page or feed entry, whole and never edited; the text itself lies in captures/ by hash. One row per text.';
comment on column captures.capture_id is 'Hash of the text: the same text has the same id for ever.';
comment on column captures.source_id is 'Source that it was first seen in.';
comment on column captures.address is 'Path within the source, or url, where it was first seen.';
comment on column captures.media_type is 'What the text was made from: text/plain, text/markdown, text/html, application/pdf, message/rfc822 ….';
comment on column captures.captured_at is 'When it was first stored.';
comment on column captures.superseded_at is 'When its address was found to hold another text; NULL while it is what is published there.';
comment on column captures.n_characters is 'Length in Unicode code points.';

create table places (
    capture_id varchar not null,
    source_id varchar not null,
    address varchar not null,
    primary key (capture_id, source_id, address)
);
comment on table places is 'Every address at which a text, or a near copy of it, was seen: an article printed by three papers is one document with three places. One row per text and address.';
comment on column places.capture_id is 'The text that is kept and read.';
comment on column places.source_id is 'Source in which it was seen.';
comment on column places.address is 'Path within the source, or url.';

create table readings (
    document_id varchar not null,
    capture_id varchar not null,
    source_id varchar not null,
    name varchar not null,
    start_offset integer not null,
    end_offset integer not null,
    title varchar,
    url varchar,
    authors varchar[] not null,
    published_earliest_on date,
    published_latest_on date,
    published_basis varchar not null check (published_basis in ('stated', 'inferred', 'unknown')),
    published_reason varchar not null,
    n_words integer not null,
    reader_version varchar not null,
    read_at timestamptz not null,
    primary key (document_id, read_at),
    check (start_offset >= 0 and end_offset > start_offset)
);
comment on table readings is 'Documents as the reader found them in captures, before anything that people supplied. One row per document and time of reading.';
comment on column readings.document_id is 'Hash of the capture and the span.';
comment on column readings.capture_id is 'Capture that holds it.';
comment on column readings.source_id is 'Source of the capture.';
comment on column readings.name is 'File name without its ending, or the last part of the address.';
comment on column readings.start_offset is 'Where it begins in the capture, in code points.';
comment on column readings.end_offset is 'Where it ends in the capture, exclusive.';
comment on column readings.title is 'Title; NULL when none was found.';
comment on column readings.url is 'Address that readers can open; NULL when none is known.';
comment on column readings.authors is 'Authors in the order of the byline; empty when unnamed.';
comment on column readings.published_earliest_on is 'First day on which it can have been published; NULL when unknown.';
comment on column readings.published_latest_on is 'Last day on which it can have been published; NULL when unknown.';
comment on column readings.published_basis is 'How the date is known: stated, inferred or unknown.';
comment on column readings.published_reason is 'In words: where the date stands, what it was inferred from, or why there is none.';
comment on column readings.n_words is 'Words in the document.';
comment on column readings.reader_version is 'Version of the reader.';
comment on column readings.read_at is 'When it was read.';

create table extractions (
    forecast_id varchar not null,
    document_id varchar not null,
    extractor_version varchar not null,
    start_offset integer not null,
    end_offset integer not null,
    quote varchar not null,
    paragraph varchar not null,
    paragraph_start_offset integer not null,
    claim varchar not null,
    speaker varchar not null,
    band varchar not null check (band in ('certain', 'likely', 'possible', 'unlikely', 'scheduled')),
    cue varchar not null,
    term varchar,
    stated_probability double check (stated_probability between 0 and 1),
    probability double check (probability between 0 and 1),
    probability_low double,
    probability_high double,
    condition varchar,
    horizon varchar,
    due_earliest_on date,
    due_latest_on date,
    due_granularity varchar,
    due_reason varchar,
    made_on date,
    is_checkable boolean not null,
    vagueness varchar[] not null,
    topic varchar,
    reason varchar not null,
    found_at timestamptz not null,
    primary key (forecast_id, extractor_version, found_at),
    check (start_offset >= 0 and end_offset > start_offset)
);
comment on table extractions is 'Forecasts as one extractor version found them, appended and never edited. One row per forecast, extractor version and time of reading.';
comment on column extractions.forecast_id is 'Hash of the document and the span at first extraction; kept by later versions that find the same words.';
comment on column extractions.document_id is 'Document that holds the words.';
comment on column extractions.extractor_version is 'Version of the extractor.';
comment on column extractions.start_offset is 'Where the quote begins in the capture, in code points.';
comment on column extractions.end_offset is 'Where the quote ends in the capture, exclusive.';
comment on column extractions.quote is 'The exact words.';
comment on column extractions.paragraph is 'The paragraph that holds the quote.';
comment on column extractions.paragraph_start_offset is 'Where that paragraph begins in the capture.';
comment on column extractions.claim is 'The forecast in plain checkable words: hedge removed, negation kept.';
comment on column extractions.speaker is 'The holder''s name as the text gives it; author where the text speaks for itself.';
comment on column extractions.band is 'Strength of the wording: certain, likely, possible, unlikely, scheduled.';
comment on column extractions.cue is 'The words that carry the strength.';
comment on column extractions.term is 'The lexicon''s name for the cue, by which scales read it; NULL when there is none.';
comment on column extractions.stated_probability is 'Probability of the claim that the text states as a number, 0 to 1.';
comment on column extractions.probability is 'Probability of the claim by the default scale when it was extracted.';
comment on column extractions.probability_low is 'Low end of that reading.';
comment on column extractions.probability_high is 'High end of that reading.';
comment on column extractions.condition is 'The words under which the claim stands; NULL when unconditional.';
comment on column extractions.horizon is 'The time words; NULL when there are none.';
comment on column extractions.due_earliest_on is 'First day that the time words mean.';
comment on column extractions.due_latest_on is 'Last day that the time words mean: the deadline.';
comment on column extractions.due_granularity is 'Granularity of the time words: day, week, month, quarter, year, decade, event …';
comment on column extractions.due_reason is 'How the deadline was reckoned, or why there is none.';
comment on column extractions.made_on is 'Day of publication; NULL when not known to the day.';
comment on column extractions.is_checkable is 'Whether an observable event is named.';
comment on column extractions.vagueness is 'What is missing for a check.';
comment on column extractions.topic is 'Topic of topics.toml; NULL when none fits.';
comment on column extractions.reason is 'The extractor''s rule that found it.';
comment on column extractions.found_at is 'When it was found.';

create table batches (
    batch varchar primary key,
    loaded_at timestamptz not null
);
comment on table batches is 'Files of extractions/ that have been loaded. One row per batch.';
comment on column batches.batch is 'Name of the batch: a hash of the documents in it and the extractor version.';
comment on column batches.loaded_at is 'When it was loaded.';

create table captures_extracted (
    capture_id varchar not null,
    reader_version varchar not null,
    extractor_version varchar not null,
    n_documents integer not null,
    n_forecasts integer not null,
    extracted_at timestamptz not null,
    primary key (capture_id, reader_version, extractor_version)
);
comment on table captures_extracted is 'Which captures have been read and searched by which versions, with or without finding anything.';
comment on column captures_extracted.capture_id is 'Capture.';
comment on column captures_extracted.reader_version is 'Version of the reader.';
comment on column captures_extracted.extractor_version is 'Version of the extractor.';
comment on column captures_extracted.n_documents is 'Documents read in it.';
comment on column captures_extracted.n_forecasts is 'Forecasts found in them, before the audit.';
comment on column captures_extracted.extracted_at is 'When.';

create table journal_lines (
    line_number bigint primary key,
    recorded_at timestamptz not null,
    recorded_by varchar not null,
    kind varchar not null,
    target varchar,
    field varchar,
    value varchar,
    because varchar,
    evidence varchar,
    body varchar not null,
    hash varchar not null
);
comment on table journal_lines is 'What people decided, a row per line of the journal. A later line about the same thing supersedes the earlier one; both stay.';
comment on column journal_lines.line_number is 'Line of the journal, from 1.';
comment on column journal_lines.recorded_at is 'When it was decided.';
comment on column journal_lines.recorded_by is 'Who decided.';
comment on column journal_lines.kind is 'outcome, reject, correct, document, merge, split, forecaster, reply, withdraw, undo …';
comment on column journal_lines.target is 'Id of the forecast, question, document or forecaster that it is about.';
comment on column journal_lines.field is 'What about it is decided, where the kind leaves that open.';
comment on column journal_lines.value is 'The decision.';
comment on column journal_lines.because is 'Reason given.';
comment on column journal_lines.evidence is 'Link to evidence.';
comment on column journal_lines.body is 'The whole line as JSON.';
comment on column journal_lines.hash is 'Hash of the line and the one before it.';

create table document_history (
    document_id varchar not null,
    capture_id varchar not null,
    source_id varchar not null,
    name varchar not null,
    title varchar,
    url varchar,
    authors varchar[] not null,
    published_on date,
    published_earliest_on date,
    published_latest_on date,
    published_basis varchar not null,
    published_reason varchar not null,
    n_words integer not null,
    is_withdrawn boolean not null,
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table document_history is 'Documents with what people supplied about them, through time.';

create table forecaster_names (
    name_id varchar not null,
    name varchar not null,
    kind varchar not null check (kind in ('named', 'unnamed author')),
    forecaster_id varchar not null,
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table forecaster_names is 'Names that the texts use, and the forecaster that each means, through time. One row per name and state.';
comment on column forecaster_names.name_id is 'Hash of the normalised name; of the document, for its unnamed author.';
comment on column forecaster_names.name is 'The name as the text or the byline gives it.';
comment on column forecaster_names.kind is 'named, or unnamed author.';
comment on column forecaster_names.forecaster_id is 'Forecaster that it means: its own name_id, or another''s once the two were declared one.';
comment on column forecaster_names.known_at is 'Since when.';
comment on column forecaster_names.superseded_at is 'Until when; NULL while it holds.';

create table forecast_history (
    forecast_id varchar not null,
    document_id varchar,
    name_id varchar not null,
    origin varchar not null check (origin in ('extracted', 'imported')),
    quote varchar,
    start_offset integer,
    end_offset integer,
    paragraph varchar,
    paragraph_start_offset integer,
    claim varchar not null,
    speaker varchar,
    band varchar,
    cue varchar,
    term varchar,
    stated_probability double,
    probability_basis varchar not null check (probability_basis in ('stated', 'read', 'corrected', 'none')),
    condition varchar,
    horizon varchar,
    due_earliest_on date,
    due_latest_on date,
    due_granularity varchar,
    due_reason varchar,
    made_on date,
    is_checkable boolean not null,
    vagueness varchar[] not null,
    topic varchar,
    reason varchar,
    extractor_version varchar,
    status varchar not null check (status in ('standing', 'rejected', 'retired', 'withdrawn')),
    is_kept_by_decision boolean not null default false,
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table forecast_history is 'Forecasts with every correction, through time. One row per forecast and state.';

create table question_history (
    question_id varchar not null,
    event varchar not null,
    condition varchar,
    rule varchar,
    due_earliest_on date,
    due_latest_on date,
    opened_by_forecast_id varchar,
    condition_outcome varchar check (condition_outcome in ('yes', 'no')),
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table question_history is 'Questions through time: the event that one or more forecasts speak of.';

create table question_members (
    forecast_id varchar not null,
    question_id varchar not null,
    side varchar not null check (side in ('asserts', 'denies')),
    reason varchar not null,
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table question_members is 'Which question each forecast speaks of, and on which side, through time. One row per forecast and state.';
comment on column question_members.forecast_id is 'Forecast.';
comment on column question_members.question_id is 'Question that it speaks of.';
comment on column question_members.side is 'asserts: the claim is the event; denies: the claim is its negation.';
comment on column question_members.reason is 'Why they belong together.';
comment on column question_members.known_at is 'Since when.';
comment on column question_members.superseded_at is 'Until when; NULL while it holds.';

create table outcome_history (
    question_id varchar not null,
    outcome varchar not null check (outcome in ('yes', 'no', 'share', 'void', 'unresolvable')),
    share double check (share between 0 and 1),
    settled_on date,
    because varchar not null,
    evidence varchar,
    recorded_by varchar not null,
    line_number bigint not null,
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table outcome_history is 'What the journal says became of each question, every line of it. One row per outcome line.';
comment on column outcome_history.question_id is 'Question.';
comment on column outcome_history.outcome is 'yes, no, share, void or unresolvable, of the question''s event.';
comment on column outcome_history.share is 'How far the event came about: 1 yes, 0 no, between for a share; NULL for void and unresolvable.';
comment on column outcome_history.settled_on is 'Day on which it was settled in the world.';
comment on column outcome_history.because is 'Reason given.';
comment on column outcome_history.evidence is 'Link to evidence.';
comment on column outcome_history.recorded_by is 'Who recorded it.';
comment on column outcome_history.line_number is 'Line of the journal.';
comment on column outcome_history.known_at is 'When it was recorded.';
comment on column outcome_history.superseded_at is 'When a later line replaced it; NULL while it holds.';

create table scales (
    scale varchar not null,
    term varchar not null,
    low double not null,
    point double not null,
    high double not null,
    mapping varchar not null check (mapping in ('exact', 'house')),
    note varchar,
    primary key (scale, term),
    check (0 <= low and low <= point and point <= high and high <= 1)
);
comment on table scales is 'How each verbal scale reads each term of the lexicon. One row per scale and term; a term that a scale does not know has no row.';
comment on column scales.scale is 'Name of the scale; its source stands in warehouse/scales/README.md.';
comment on column scales.term is 'Term of the lexicon.';
comment on column scales.low is 'Low end of the reading, 0 to 1.';
comment on column scales.point is 'The reading itself, 0 to 1.';
comment on column scales.high is 'High end of the reading, 0 to 1.';
comment on column scales.mapping is 'exact: the scale has the word; house: our documented neighbour.';
comment on column scales.note is 'The scale''s own word, and why it is the neighbour.';

create table parameters (
    default_scale varchar not null,
    ranked_from integer not null,
    log_clamp_low double not null,
    log_clamp_high double not null,
    review_after_months integer not null,
    method_version varchar not null
);
comment on table parameters is 'The settings that the numbers depend on. One row.';
comment on column parameters.default_scale is 'Scale that the leaderboard is reckoned by.';
comment on column parameters.ranked_from is 'Resolved questions below which nobody is ranked.';
comment on column parameters.log_clamp_low is 'Lowest probability that the log score sees.';
comment on column parameters.log_clamp_high is 'Highest probability that the log score sees.';
comment on column parameters.review_after_months is 'House rule: a forecast without deadline is put up for review so many months after it was made.';
comment on column parameters.method_version is 'Version of the method; it changes when any number would.';

create table leaderboard_intervals (
    scale varchar not null,
    forecaster_id varchar not null,
    brier_low double,
    brier_high double,
    reason varchar,
    n_draws integer not null,
    seed bigint not null,
    known_at timestamptz not null,
    superseded_at timestamptz
);
comment on table leaderboard_intervals is '95 % intervals of each forecaster''s mean Brier score, by bootstrap clustered on questions, through time. One row per scale, forecaster and state.';
comment on column leaderboard_intervals.known_at is 'Since when.';
comment on column leaderboard_intervals.superseded_at is 'Until when; NULL while it holds.';
comment on column leaderboard_intervals.scale is 'Scale.';
comment on column leaderboard_intervals.forecaster_id is 'Forecaster.';
comment on column leaderboard_intervals.brier_low is 'Lower end; NULL when it cannot be reckoned.';
comment on column leaderboard_intervals.brier_high is 'Upper end; NULL when it cannot be reckoned.';
comment on column leaderboard_intervals.reason is 'Why there is no interval; NULL when there is one.';
comment on column leaderboard_intervals.n_draws is 'Bootstrap draws.';
comment on column leaderboard_intervals.seed is 'Seed of the draws: the same seed gives the same interval.';

create table quality_results (
    run_id varchar not null,
    table_name varchar not null,
    rule varchar not null,
    reason varchar not null,
    severity varchar not null,
    n_rows bigint not null,
    n_failed bigint not null
);
comment on table quality_results is 'What each data-quality rule found, run by run. One row per run and rule.';
comment on column quality_results.run_id is 'Run.';
comment on column quality_results.table_name is 'Table that the rule is about.';
comment on column quality_results.rule is 'Name of the rule in expectations/.';
comment on column quality_results.reason is 'Why the rule exists.';
comment on column quality_results.severity is 'row: failing rows are quarantined; stop: a failure stops the run.';
comment on column quality_results.n_rows is 'Rows looked at.';
comment on column quality_results.n_failed is 'Rows that failed.';

create table quarantine (
    run_id varchar not null,
    table_name varchar not null,
    row_id varchar not null,
    rule varchar not null,
    reason varchar not null,
    row_json varchar not null,
    quarantined_at timestamptz not null
);
comment on table quarantine is 'Rows that broke a data-quality rule and are not published. One row per row and rule.';
comment on column quarantine.run_id is 'Run that refused it.';
comment on column quarantine.table_name is 'Table that it was meant for.';
comment on column quarantine.row_id is 'Its id.';
comment on column quarantine.rule is 'Rule that it broke.';
comment on column quarantine.reason is 'Why the rule exists.';
comment on column quarantine.row_json is 'The row as it was.';
comment on column quarantine.quarantined_at is 'When.';

create table runs (
    run_id varchar primary key,
    kind varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    state varchar not null,
    n_documents_read integer not null,
    n_documents_new integer not null,
    n_forecasts_found integer not null,
    n_quarantined integer not null,
    problems varchar[] not null
);
comment on table runs is 'Runs that changed something. One row per run.';
comment on column runs.run_id is 'Run.';
comment on column runs.kind is 'nightly, resolve, backfill or rebuild.';
comment on column runs.started_at is 'When it began.';
comment on column runs.finished_at is 'When it ended; NULL while it runs.';
comment on column runs.state is 'completed, failed or running.';
comment on column runs.n_documents_read is 'Documents that it looked at.';
comment on column runs.n_documents_new is 'Of these, new or changed.';
comment on column runs.n_forecasts_found is 'Forecasts found in the new ones.';
comment on column runs.n_quarantined is 'Rows refused by a rule.';
comment on column runs.problems is 'What could not be read, each a line of plain words.';

create schema staging;
