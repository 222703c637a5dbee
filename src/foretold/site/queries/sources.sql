-- Where the documents come from, with the licence of their texts.
select
    sources.source_id,
    sources.name,
    sources.kind,
    sources.address,
    sources.licence,
    count(documents.document_id) as n_documents
from sources
left join documents
    on sources.source_id = documents.source_id
group by
    sources.source_id,
    sources.name,
    sources.kind,
    sources.address,
    sources.licence
order by sources.name;
