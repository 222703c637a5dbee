-- What a rule about forecasts can see: each staged forecast as it was extracted, beside the document that it was read
-- from (staged with it or stored before), its capture's text, its source and what its band allows.
-- The audit defines this view for itself on each connection; a rule is a condition on one row of it.
create or replace temp view staged_forecasts as
with documents as (
    select
        document_id, capture_id, source_id, start_offset, end_offset,
        published_earliest_on, published_latest_on, captured_at, read_at
    from staging.readings
    union all
    select
        readings.document_id, readings.capture_id, readings.source_id, readings.start_offset, readings.end_offset,
        readings.published_earliest_on, readings.published_latest_on, captures.captured_at, readings.read_at
    from main.readings as readings
    left join captures
        on readings.capture_id = captures.capture_id
),

texts as (
    select capture_id, text, plain(text) as plain_text
    from staging.texts
),

-- What 5,174 people mean by the words of each band (CAPphrase 2026, the scale survey-2026): the lowest 5th and the
-- highest 95th percentile among its words, certain and unlikely out to 1 and 0, likely from even. Every scale's reading
-- of every cue lies within (a test holds that), and no "unlikely" that reads as 80 % does.
bands (band, band_low, band_high) as (
    values ('certain', 0.85, 1.0), ('likely', 0.50, 0.95), ('possible', 0.10, 0.85), ('unlikely', 0.0, 0.40)
)

select
    coalesce(staged.forecast_id, '') as row_id,
    staged.*,
    -- An extraction that was made twice comes with another found_at: the same words found twice at once are a fault.
    concat_ws(
        ' ', staged.document_id, staged.start_offset, staged.end_offset, staged.extractor_version, staged.found_at
    ) as span,
    concat_ws(' ', staged.forecast_id, staged.extractor_version, staged.found_at) as forecast_found,
    plain(staged.speaker) as plain_speaker,
    documents.document_id is not null as is_document_known,
    documents.start_offset as document_start_offset,
    documents.end_offset as document_end_offset,
    documents.published_earliest_on,
    documents.published_latest_on,
    latest_day(documents.captured_at) as captured_on,
    sources.name as source_name,
    texts.text,
    texts.plain_text,
    -- Offsets count Unicode code points, and so does substring. A lone surrogate cannot be in here: DuckDB stores none.
    substring(texts.text, staged.start_offset + 1, staged.end_offset - staged.start_offset) as text_at_offsets,
    substring(texts.text, staged.paragraph_start_offset + 1, length(staged.paragraph)) as text_at_paragraph,
    substring(
        staged.paragraph, staged.start_offset - staged.paragraph_start_offset + 1, length(staged.quote)
    ) as paragraph_at_offsets,
    bands.band_low,
    bands.band_high,
    exists (select 1 from scales) as is_any_scale_loaded,
    staged.term in (select scales.term from scales) as is_term_on_a_scale,
    cast(to_json(staged) as varchar) as row_json
from staging.extractions as staged
-- The document as it was read for this extraction, not by a later reader that may date it otherwise.
asof left join documents
    on staged.document_id = documents.document_id
    and staged.found_at >= documents.read_at
left join texts
    on documents.capture_id = texts.capture_id
left join sources
    on documents.source_id = sources.source_id
left join bands
    on staged.band = bands.band;
