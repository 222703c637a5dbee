-- Macros of a database that return a value, with their meanings.
select function_name, parameters, comment
from duckdb_functions()
where schema_name = 'main'
    and not internal
    and database_name = current_database()
    and function_type = 'macro'
order by function_name;
