-- Columns of the tables and views of a database, in their order, with their meanings.
select table_name, column_name, data_type, comment
from duckdb_columns()
where schema_name = 'main'
    and not internal
    and database_name = current_database()
order by table_name, column_index;
