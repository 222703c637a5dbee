-- Columns of the ledger's tables, in their order.
select table_name, column_name, data_type
from duckdb_columns()
where schema_name = 'main'
    and not internal
    and database_name = current_database()
order by table_name, column_index;
