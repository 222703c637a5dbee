-- Gives the checked rows of an imported file their ids. `rows_checked`, and `names_checked` with the distinct names in them,
-- are frames that foretold.ledger.imports registers; each is read once.
-- A forecast is who, which question (and which option of it) and when; so the same row in a later file is the same forecast.
create or replace temp table import_new as
select
    'f_' || left(sha256(rows.name_id || ' ' || rows.question_id || ' ' || epoch_us(rows.made_at) || coalesce(' ' || rows.option, '')), 16) as forecast_id,
    rows.import_id,
    rows.row as file_row,
    rows.question_id,
    rows.question_key,
    rows.name_id,
    rows.forecaster,
    rows.question,
    rows.probability,
    rows.made_at,
    rows.deadline_on,
    rows.outcome,
    rows.share,
    rows.settled_on,
    rows.opened_on,
    rows.question_group,
    rows.option,
    rows.option_number
from (
    select
        rows_checked.*,
        names.name_id,
        case
            when starts_with(question_key, 'q_') and regexp_matches(question_key, '^q_[0-9a-f]{16}$') then question_key
            else 'q_' || left(sha256(question_key), 16)
        end as question_id
    from rows_checked
    inner join (
        select forecaster, name_id(forecaster) as name_id
        from names_checked
    ) as names
        on rows_checked.forecaster = names.forecaster
) as rows;
