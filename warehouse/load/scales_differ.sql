-- Whether the table of scales holds other rows than `scale_rows`, which is registered: a row when it does.
select 1
from (
    (select scale, term, low, point, high, mapping, note from scale_rows except select * from scales)
    union all
    (select * from scales except select scale, term, low, point, high, mapping, note from scale_rows)
) as differences
limit 1;
