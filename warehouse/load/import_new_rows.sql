-- Sifts the rows of `import_new`, a temporary table, for what is new in them. Nothing is written to the ledger: what is read from
-- a table that no open transaction has made is written on all processors.
create or replace temp table import_outcomes as
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

-- Of two rows that turn out to be one forecast (names that differ in an article or a title only), the first counts. Only
-- names that are written in two ways are looked at: the rest are a million ids to compare. An outcome is kept here too.
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
    where new.option is null
        or new.outcome is null
);

-- The first forecast on a question opens it; its days and its group are the first that the file states. Which rows these are
-- is found out before any words are read.
create or replace temp table import_openings as
select
    opening.question_id,
    opening.import_id,
    opening.question_key,
    opening.question as event,
    stated.deadline_on,
    opening.forecast_id,
    stated.opened_on,
    stated.question_group
from import_new as opening
inner join (
    select
        arg_min(file_row, (made_at, file_row)) as file_row,
        arg_min(deadline_on, (made_at, file_row)) as deadline_on,
        arg_min(opened_on, (made_at, file_row)) as opened_on,
        arg_min(question_group, (made_at, file_row)) as question_group
    from import_new
    where option is null
        and question_id not in (select question_id from imported_questions)
    group by question_id
) as stated
    on opening.file_row = stated.file_row;

-- What an import brought that was taken back since comes again, not first.
create or replace temp table import_again as
select forecast_id
from import_new
where forecast_id in (select forecast_id from imported_forecasts);
