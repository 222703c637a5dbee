-- Dated documents, with what a reader needs to find them, and whether they speak on the question (the parameter) themselves.
select
    documents.document_id,
    documents.published_on,
    sources.name as source,
    coalesce(documents.title, documents.name) as title,
    documents.url
from documents
inner join sources
    on documents.source_id = sources.source_id
where documents.published_on is not null
    and documents.published_on > cast(? as date);
