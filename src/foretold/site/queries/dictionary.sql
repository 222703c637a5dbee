-- The data dictionary: every table and view of the edition with its columns, from the comments in the database.
select
    columns.table_name,
    coalesce(tables.comment, views.comment) as table_comment,
    views.view_name is not null as is_view,
    columns.column_name,
    columns.data_type,
    columns.comment as column_comment
from duckdb_columns() as columns
left join duckdb_tables() as tables
    on columns.table_oid = tables.table_oid
    and columns.database_oid = tables.database_oid
left join duckdb_views() as views
    on columns.table_oid = views.view_oid
    and columns.database_oid = views.database_oid
where columns.schema_name = 'main'
    and not columns.internal
    and columns.database_name = current_database()
order by columns.table_name, columns.column_index;
