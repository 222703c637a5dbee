-- Outcomes: every line of the journal that says what became of a question; "open" takes an outcome back.
delete from outcome_history;

insert into outcome_history
with lines as (
    select
        *,
        lead(recorded_at) over (partition by target order by line_number) as superseded_at
    from journal_lines
    where kind = 'outcome'
        and field = 'outcome'
)
select
    target,
    case when try_cast(value as double) is null then value else 'share' end,
    case value when 'yes' then 1.0 when 'no' then 0.0 else try_cast(value as double) end,
    cast(json_extract_string(body, '$.details.settled_on') as date),
    because,
    evidence,
    recorded_by,
    line_number,
    recorded_at,
    superseded_at
from lines
where value <> 'open';
