-- Which pairs put a forecast to another question; the temporary table joined_pairs holds them (foretold.link.table).
update proposals
set is_applied = false, question_id = null, member_side = null
where is_applied;

update proposals
set is_applied = true, question_id = joined_pairs.question_id, member_side = joined_pairs.member_side
from joined_pairs
where proposals.claim_key = joined_pairs.claim_key
    and proposals.other_claim_key = joined_pairs.other_claim_key;
