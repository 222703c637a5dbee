-- Ids in the form of this ledger's questions that it does not have.
select distinct question_key
from import_new
where question_key = question_id
    and question_key not in (select question_id from question_history)
order by question_key
limit 5;
