-- Every comment in the ledger: on tables (column_name is NULL) and on columns.
select table_name, null as column_name, comment
from duckdb_tables()
where comment is not null and schema_name = 'main'
union all
select table_name, column_name, comment
from duckdb_columns()
where comment is not null and schema_name = 'main';
