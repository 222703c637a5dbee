-- Forecasts over several options, from the imports that stand. The last import that gives an outcome has it.
delete from option_forecasts;

insert into option_forecasts by name
select
    coalesce(names.forecaster_id, imported.name_id) as forecaster_id,
    imported.forecaster,
    imported.question_id,
    imported.question,
    imported.option,
    imported.option_number,
    imported.probability,
    imported.made_at,
    settled.outcome,
    settled.settled_on,
    imported.import_id
from (
    select
        options.*,
        -- A later file that brought the outcome gave the forecast again.
        row_number() over (partition by options.forecast_id order by states.line_number, options.file_row) as choice
    from imported_options as options
    inner join import_states as states
        on options.import_id = states.import_id
        and states.superseded_at is null
) as imported
left join forecaster_names as names
    on imported.name_id = names.name_id
    and names.superseded_at is null
left join (
    select
        options.question_id,
        options.option,
        arg_max(options.outcome, states.line_number) as outcome,
        arg_max(options.settled_on, states.line_number) as settled_on
    from imported_options as options
    inner join import_states as states
        on options.import_id = states.import_id
        and states.superseded_at is null
    where options.outcome is not null
    group by options.question_id, options.option
) as settled
    on imported.question_id = settled.question_id
    and imported.option = settled.option
where imported.choice = 1;
