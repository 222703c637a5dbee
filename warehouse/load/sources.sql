-- Notes the sources as sources.toml describes them now. `named`, with the columns of sources, is registered.
delete from sources
where source_id in (
    select source_id
    from (select * from named except select * from sources) as changed
);

insert into sources by name
select *
from named
where source_id not in (select source_id from sources);
