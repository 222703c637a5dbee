-- The last line of the journal about a field of a target.
select line_number, recorded_by, value
from decisions
where target = ?
    and field = ?
order by line_number desc
limit 1;
