-- When a forecast can have been made, and whether a machine put it to its question: by these a score is refused to hindsight.

alter table forecast_history add column made_earliest_on date;
alter table forecast_history add column made_latest_on date;
comment on column forecast_history.made_earliest_on is 'First day on which it can have been made; NULL when nothing bounds it.';
comment on column forecast_history.made_latest_on is 'Last day on which it can have been made: of its document''s dates, and where these say nothing, the day its text was captured.';

alter table question_members add column is_linked boolean;
comment on column question_members.is_linked is 'Whether the linker put it there by itself; NULL: its own question, or a person''s decision, or an imported file.';
