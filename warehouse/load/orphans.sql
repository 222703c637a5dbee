-- Rows that name a parent which is not there, by table and column. No foreign key keeps them out: DuckDB cannot update a
-- parent that has children, and DuckLake has no keys.
select
    table_name,
    column_name,
    parent_name,
    count(*) as n_rows
from (
    select 'captures' as table_name, 'source_id' as column_name, 'sources' as parent_name
    from main.captures
    where source_id not in (select source_id from main.sources)
    union all
    select 'places', 'source_id', 'sources'
    from main.places
    where source_id not in (select source_id from main.sources)
    union all
    select 'readings', 'source_id', 'sources'
    from main.readings
    where source_id not in (select source_id from main.sources)
    union all
    select 'forecast_history', 'document_id', 'document_history'
    from main.forecast_history
    where document_id not in (select document_id from main.document_history)
    union all
    select 'places', 'capture_id', 'captures'
    from main.places
    where capture_id not in (select capture_id from main.captures)
    union all
    select 'readings', 'capture_id', 'captures'
    from main.readings
    where capture_id not in (select capture_id from main.captures)
    union all
    select 'captures_extracted', 'capture_id', 'captures'
    from main.captures_extracted
    where capture_id not in (select capture_id from main.captures)
    union all
    select 'extractions', 'document_id', 'readings'
    from main.extractions
    where document_id not in (select document_id from main.readings)
    union all
    select 'question_members', 'question_id', 'question_history'
    from main.question_members
    where question_id not in (select question_id from main.question_history)
    union all
    select 'question_members', 'forecast_id', 'forecast_history'
    from main.question_members
    where forecast_id not in (select forecast_id from main.forecast_history)
    union all
    select 'document_history', 'source_id', 'sources'
    from main.document_history
    where source_id not in (select source_id from main.sources)
    union all
    select 'document_history', 'capture_id', 'captures'
    from main.document_history
    where capture_id not in (select capture_id from main.captures)
    union all
    select 'forecast_history', 'name_id', 'forecaster_names'
    from main.forecast_history
    where name_id not in (select name_id from main.forecaster_names)
    union all
    select 'outcome_history', 'question_id', 'question_history'
    from main.outcome_history
    where question_id not in (select question_id from main.question_history)
    union all
    select 'judgement_history', 'question_id', 'question_history'
    from main.judgement_history
    where question_id not in (select question_id from main.question_history)
    union all
    select 'imported_forecasts', 'import_id', 'imports'
    from main.imported_forecasts
    where import_id not in (select import_id from main.imports)
    union all
    select 'imported_forecasts', 'question_id', 'imported_questions'
    from main.imported_forecasts
    where question_id not in (select question_id from main.imported_questions)
) as lost
group by table_name, column_name, parent_name
order by table_name, column_name;
