-- The nights up to a day (the parameter): days (UTC) on which a run ended well or brought something; latest first.
select nights.night_on
from (
    select cast(started_at at time zone 'UTC' as date) as night_on
    from runs
    where kind = 'nightly'
        and state in ('completed', 'unchanged')
    union
    select night_on from nightly_quality
) as nights
where nights.night_on < cast(? as date)
order by nights.night_on desc;
