-- Gives the checked rows of an imported file their ids. `import_rows` is registered by foretold.ledger.imports.
-- A forecast is who, which question and when; so the same row in a later file is the same forecast.
create or replace temp table import_new as
select
    'f_' || left(sha256(names.name_id || ' ' || questions.question_id || ' ' || epoch_us(rows.made_at)), 16) as forecast_id,
    rows.import_id,
    rows.row as file_row,
    questions.question_id,
    rows.question_key,
    names.name_id,
    rows.forecaster,
    rows.question,
    rows.probability,
    rows.made_at,
    rows.deadline_on,
    rows.outcome,
    rows.share,
    rows.settled_on
from import_rows as rows
inner join (
    select forecaster, name_id(forecaster) as name_id
    from (select distinct forecaster from import_rows) as distinct_names
) as names
    on rows.forecaster = names.forecaster
inner join (
    select
        question_key,
        case
            when regexp_matches(question_key, '^q_[0-9a-f]{16}$') then question_key
            else 'q_' || left(sha256(question_key), 16)
        end as question_id
    from (select distinct question_key from import_rows) as distinct_questions
) as questions
    on rows.question_key = questions.question_key;
