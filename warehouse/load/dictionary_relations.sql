-- Tables and views of a database, with their meanings.
select table_name, false as is_view, comment
from duckdb_tables()
where schema_name = 'main'
    and not internal
    and database_name = current_database()
union all
select view_name, true, comment
from duckdb_views()
where schema_name = 'main'
    and not internal
    and database_name = current_database()
order by table_name;
