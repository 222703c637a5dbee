-- The leaderboard under another scale: select * from leaderboard_by('kent').
create or replace macro leaderboard_by(chosen_scale) as table
    select *
    from leaderboards
    where scale = chosen_scale;

comment on macro table leaderboard_by is 'The leaderboard under another scale: select * from leaderboard_by(''kent'').';
