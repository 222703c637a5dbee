-- Documents that a decision can be about, each with its number among those that share its name.
select
    history.document_id,
    history.name,
    row_number() over (
        partition by history.name order by captures.captured_at, captures.capture_id, places.start_offset
    ) as number,
    history.title,
    array_to_string(history.authors, '; ') as authors,
    history.url,
    history.source_id,
    history.published_earliest_on,
    history.published_latest_on,
    history.published_basis,
    history.is_withdrawn,
    history.capture_id,
    places.start_offset,
    places.end_offset
from document_history as history
inner join (
    select document_id, min(start_offset) as start_offset, max(end_offset) as end_offset
    from readings
    group by document_id
) as places
    on history.document_id = places.document_id
inner join captures
    on history.capture_id = captures.capture_id
where history.superseded_at is null
order by history.name, number;
