-- Moves what is new in an imported file into the ledger: the outcomes first, since also a row whose forecast is known can
-- bring one.
insert into imported_outcomes by name
select * from import_outcomes;

insert into imported_options by name
select
    forecast_id,
    import_id,
    file_row,
    question_id,
    name_id,
    forecaster,
    question,
    option,
    option_number,
    probability,
    made_at,
    outcome,
    settled_on
from import_new
where option is not null;

insert into imported_questions by name
select * from import_openings;

insert into imported_forecasts by name
select
    forecast_id,
    import_id,
    file_row,
    question_id,
    name_id,
    forecaster,
    question,
    probability,
    made_at,
    deadline_on,
    true as is_first
from import_new
where option is null;

update imported_forecasts
set is_first = false
where forecast_id in (select forecast_id from import_again)
    and import_id = (select min(import_id) from import_new);
