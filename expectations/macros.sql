-- Words that the rules share.

-- The text in lower case with every run of white space as one blank: names and phrases are compared so, because a line
-- may break within them and a sentence may begin with them.
create or replace temp macro plain(words) as trim(lower(regexp_replace(words, '[\s\p{Z}]+', ' ', 'g')));

-- The last calendar day that anyone on earth can have called today at that moment (the clocks of UTC+14).
create or replace temp macro latest_day(moment) as cast(moment at time zone 'UTC' + interval 14 hours as date);
