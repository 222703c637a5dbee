-- Forecasts that people have put to a question by themselves, apart from others on it.
select target
from decisions
where kind = 'forecast'
    and field = 'question'
group by target
having coalesce(arg_max(coalesce(value, ''), line_number), '') <> '';
