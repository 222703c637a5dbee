-- Absolute error of one forecast: |p - o|. Easy to read, not proper: it rewards saying 0 or 1 instead of what one believes.
create or replace macro absolute_error(p, o) as
    case when p between 0 and 1 and o between 0 and 1 then abs(p - o) end;

comment on macro absolute_error is 'Absolute error of one forecast, |p - o|. Not proper: it rewards exaggeration.';
