-- For a DuckLake: what is there before the schema. Which migrations it has, and the row that writers take turns by.
create table if not exists migrations (
    name varchar not null, checksum varchar not null, applied_at timestamptz not null
);

create table if not exists turns as
select cast(0 as bigint) as n_taken;
