-- What each person's last word on a question is.
select
    judge,
    case when outcome = 'share' then cast(share as varchar) else outcome end as outcome,
    is_blind,
    because,
    line_number
from judgements
where question_id = ?
    and is_current
order by line_number;
