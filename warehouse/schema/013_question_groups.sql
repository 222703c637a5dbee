-- Questions of a file that hang together, such as the candidates of one contest.

alter table imported_questions add column question_group varchar;
comment on column imported_questions.question_group is 'What several questions of the file hang together in, such as one contest: intervals draw them together, as the calls of one document. NULL when the file does not say.';
