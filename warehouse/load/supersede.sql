-- Sets since when each capture is no longer what its address holds. Registered: `replaced` (capture_id, superseded_at), and
-- `sources_here` (source_id), which are the sources that this data folder can speak for.
update captures
set superseded_at = null
where superseded_at is not null
    and source_id in (select source_id from sources_here)
    and capture_id not in (select capture_id from replaced);

update captures
set superseded_at = replaced.superseded_at
from replaced
where captures.capture_id = replaced.capture_id
    and captures.superseded_at is distinct from replaced.superseded_at;
