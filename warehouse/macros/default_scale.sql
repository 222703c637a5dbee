-- The scale that the leaderboard is reckoned by. An edition holds it as a constant, so that the other scales are not
-- reckoned at all when only this one is asked for.
create or replace macro default_scale() as (select parameters.default_scale from parameters);

comment on macro default_scale is 'The scale that the leaderboard is reckoned by.';
