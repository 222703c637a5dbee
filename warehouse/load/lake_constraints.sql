-- For a DuckLake: the constraints of the schema, as the local file of the same schema enforces them and the lake does not.
select
    table_name,
    constraint_type,
    constraint_column_names,
    expression
from duckdb_constraints()
where database_name = 'staged'
    and schema_name = 'main'
    and table_name <> 'migrations'
order by table_name, constraint_index;
