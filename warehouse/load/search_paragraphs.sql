-- Paragraphs around quotes in documents whose full text may not be shown.
select distinct
    forecasts.paragraph,
    forecasts.document_id,
    forecasts.paragraph_start_offset,
    forecasts.paragraph_start_offset + length(forecasts.paragraph) as end_offset
from forecasts
where forecasts.paragraph is not null
    and forecasts.document_id not in (
        select documents.document_id
        from documents
        inner join sources
            on documents.source_id = sources.source_id
        where sources.is_full_text_allowed
    )
order by forecasts.document_id, forecasts.paragraph_start_offset;
