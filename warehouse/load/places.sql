-- Notes the addresses at which texts were seen. `seen` is registered; places are only ever added.
insert into places by name
select *
from seen
where not exists (
    select 1
    from places
    where places.capture_id = seen.capture_id
        and places.source_id = seen.source_id
        and places.address = seen.address
);
