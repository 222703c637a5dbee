-- Documents whose source permits that an edition holds their full text.
select documents.document_id
from documents
inner join sources
    on documents.source_id = sources.source_id
where sources.is_full_text_allowed
order by documents.document_id;
