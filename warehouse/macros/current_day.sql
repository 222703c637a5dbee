-- The day that deadlines are compared with. One definition, so that an edition or a test can hold it still.
create or replace macro current_day() as current_date;

comment on macro current_day is 'The day that deadlines are compared with: today.';
