-- Hashes of the rows of outcome files that the journal holds already.
select distinct json_extract_string(body, '$.details.row') as row_hash
from journal_lines
where json_extract_string(body, '$.details.row') is not null;
