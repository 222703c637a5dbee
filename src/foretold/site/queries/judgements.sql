-- Everybody's last word on the questions that nobody has decided yet, in the order in which it was said.
select
    question_id,
    judge,
    case when outcome = 'share' then cast(share as varchar) else outcome end as outcome,
    is_blind,
    because
from judgements
where is_current
    and question_id not in (select question_id from outcomes)
order by line_number;
