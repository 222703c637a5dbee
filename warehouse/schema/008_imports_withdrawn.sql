-- Which imports stand.

alter table imports add column withdrawn_at timestamptz;
comment on column imports.withdrawn_at is 'When it was taken back; NULL while it stands. What it brought is then in no later edition.';
