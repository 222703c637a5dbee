-- Moves the rows of `import_new` into the ledger: outcomes and questions first, since also a row whose forecast is known
-- can bring an outcome.
insert into imported_outcomes by name
select
    question_id,
    min(import_id) as import_id,
    arg_min(outcome, file_row) as outcome,
    arg_min(share, file_row) as share,
    arg_min(settled_on, file_row) as settled_on
from import_new
where outcome is not null
    and option is null
group by question_id;

-- A forecast that a standing import brought already is not brought again.
delete from import_new
where forecast_id in (
    select forecast_id
    from imported_forecasts
    where import_id in (select import_id from import_standing)
);

-- Questions with several options go a way of their own. An outcome that comes with a known row is kept with a row anew.
delete from import_new
where option is not null
    and outcome is null
    and forecast_id in (
        select forecast_id
        from imported_options
        where import_id in (select import_id from import_standing)
    );

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

-- Of two rows that turn out to be one forecast (names that differ in an article or a title only), the first counts. Only
-- names that are written in two ways are looked at: the rest are a million ids to compare.
delete from import_new
where file_row in (
    select new.file_row
    from import_new as new
    inner join (
        select forecast_id, min(file_row) as file_row
        from import_new
        where name_id in (
            select name_id
            from import_new
            group by name_id
            having min(forecaster) <> max(forecaster)
        )
        group by forecast_id
        having count(*) > 1
    ) as firsts
        on new.forecast_id = firsts.forecast_id
        and new.file_row > firsts.file_row
);

insert into imported_questions by name
select
    question_id,
    min(import_id) as import_id,
    min(question_key) as question_key,
    arg_min(question, made_at) as event,
    arg_min(deadline_on, made_at) as deadline_on,
    arg_min(forecast_id, made_at) as forecast_id,
    arg_min(opened_on, made_at) as opened_on,
    arg_min(question_group, made_at) as question_group
from import_new
where option is null
    and question_id not in (select question_id from imported_questions)
group by question_id;

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
    forecast_id not in (select forecast_id from imported_forecasts) as is_first
from import_new
where option is null;
