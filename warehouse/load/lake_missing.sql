-- For a DuckLake: the tables and columns of the schema that the lake does not have yet.
select
    schema_columns.table_name,
    schema_columns.column_name,
    schema_columns.data_type
from duckdb_columns() as schema_columns
left join (
    select table_name, column_name
    from duckdb_columns()
    where database_name = 'lake'
) as there
    on schema_columns.table_name = there.table_name
    and schema_columns.column_name = there.column_name
where schema_columns.database_name = 'staged'
    and schema_columns.schema_name = 'main'
    and schema_columns.table_name in (select table_name from duckdb_tables() where database_name = 'staged')
    and there.column_name is null
order by schema_columns.table_name, schema_columns.column_index;
