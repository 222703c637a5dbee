-- Comparisons of two forecasters allow for calls of one document failing together.

alter table comparisons add column n_clusters bigint;
comment on column comparisons.n_clusters is 'Documents in which they spoke of them, of the one who used fewer; a question without a document is its own.';
comment on column comparisons.difference_low is 'Lower end of its 95 % interval (Student, clustered on the documents of both); NULL when all differences are equal, or below five documents.';
comment on column comparisons.p_value is 'Chance of a difference this large between equals, for this pair alone, clustered on the documents of both.';
