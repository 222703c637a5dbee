-- What people recorded about forecasters beside their names: affiliations with dates, and replies to the record.
delete from affiliation_history;

insert into affiliation_history by name
with states as (
    select
        target as name_id,
        substr(field, len('affiliation ') + 1) as organisation,
        value,
        because,
        evidence,
        recorded_at as known_at,
        lead(recorded_at) over (partition by target, field order by line_number) as superseded_at
    from decisions
    where kind = 'forecaster'
        and field like 'affiliation %'
        and attachment <> 'orphaned'
)
select
    name_id,
    organisation,
    cast(nullif(split_part(value, '/', 1), '') as date) as from_on,
    cast(nullif(split_part(value, '/', 2), '') as date) as until_on,
    because,
    evidence,
    known_at,
    superseded_at
from states
where value <> '';

delete from reply_history;

insert into reply_history by name
with states as (
    select
        *,
        lead(recorded_at) over (partition by target order by line_number) as superseded_at
    from decisions
    where kind = 'reply'
        and attachment <> 'orphaned'
)
select
    case when target like 'f\_%' escape '\' then target end as forecast_id,
    case when target like 'p\_%' escape '\' then target end as name_id,
    value as reply,
    because,
    evidence,
    recorded_by,
    line_number,
    recorded_at as known_at,
    superseded_at
from states
where value <> '';
