-- Documents with their date, title and authors as they are known now. One row per document.
create or replace view documents as
select
    document_id,
    capture_id,
    source_id,
    name,
    title,
    url,
    authors,
    published_on,
    published_earliest_on,
    published_latest_on,
    published_basis,
    published_reason,
    n_words
from document_history
where superseded_at is null
    and not is_withdrawn;

comment on view documents is 'Documents with their date, title and authors as they are known now. One row per document.';
comment on column documents.document_id is 'Hash of the capture and the span.';
comment on column documents.capture_id is 'Capture that holds it.';
comment on column documents.source_id is 'Source.';
comment on column documents.name is 'File name without its ending, or the last part of the address.';
comment on column documents.title is 'Title; NULL when none was found.';
comment on column documents.url is 'Address that readers can open; NULL when none is known.';
comment on column documents.authors is 'Authors in the order of the byline; empty when unnamed.';
comment on column documents.published_on is 'Day of publication; NULL when not known to the day.';
comment on column documents.published_earliest_on is 'First day on which it can have been published.';
comment on column documents.published_latest_on is 'Last day on which it can have been published.';
comment on column documents.published_basis is 'How the date is known: stated, inferred, supplied or unknown.';
comment on column documents.published_reason is 'In words: how the date is known, or why it is not.';
comment on column documents.n_words is 'Words in it.';
