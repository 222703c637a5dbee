-- Which claims forecasts make now; the registered rows current_keys hold their keys (foretold.link.table).
update linked_claims
set is_current = not is_current
where is_current <> (claim_key in (select claim_key from current_keys));
