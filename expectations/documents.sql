-- What a rule about documents can see: each staged document as it was read, its capture's text, and its source.
-- The audit defines this view for itself on each connection; a rule is a condition on one row of it.
create or replace temp view staged_documents as
select
    coalesce(staged.document_id, '') as row_id,
    staged.*,
    -- One reading is all that was read at one moment; a rebuild stages the readings of several nights together.
    concat_ws(' ', staged.document_id, staged.reader_version, staged.read_at) as reading,
    -- Offsets count Unicode code points, and so does substring. A lone surrogate cannot be in here: DuckDB stores none.
    substring(staged.text, staged.start_offset + 1, staged.end_offset - staged.start_offset) as document_text,
    sources.name as source_name,
    latest_day(staged.captured_at) as captured_on,
    cast(json_merge_patch(to_json(staged), '{"text": null}') as varchar) as row_json
from staging.readings as staged
left join sources
    on staged.source_id = sources.source_id;
