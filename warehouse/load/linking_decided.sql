-- What people decided about the questions of forecasts, and about the questions that forecasts opened, in order.
-- is_return: a decision was undone, and none is left, so that a proposal holds again.
select recorded_at, forecast_id, question_id, side, is_return
from (
    select
        recorded_at,
        line_number,
        target as forecast_id,
        coalesce(nullif(split_part(coalesce(value, ''), ' ', 1), ''), 'q_' || substr(target, 3)) as question_id,
        coalesce(nullif(split_part(coalesce(value, ''), ' ', 2), ''), 'asserts') as side,
        undoes_line is not null and coalesce(value, '') = '' as is_return
    from decisions
    where kind = 'forecast'
        and field = 'question'
        and attachment <> 'orphaned'
    union all
    select recorded_at, line_number, 'f_' || substr(target, 3), null, 'asserts', false
    from decisions
    where kind in ('outcome', 'question')
        and attachment <> 'orphaned'
) as lines
order by recorded_at, line_number;
