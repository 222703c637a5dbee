-- What the histories and scores in the ledger were computed from.
select fingerprint
from computed;
