-- How each scale reads each term, the strongest first under the default scale.
select
    scales.scale,
    scales.term,
    scales.low,
    scales.point,
    scales.high,
    scales.mapping,
    scales.note
from scales
cross join parameters
left join scales as usual
    on scales.term = usual.term
    and usual.scale = parameters.default_scale
order by scales.scale = parameters.default_scale desc, scales.scale, usual.point desc nulls last, scales.point desc, scales.term;
