-- Notes that histories and scores are those of these inputs (the parameter).
insert into computed
select
    cast(? as varchar) as fingerprint,
    count(*) as n_scored,
    count(distinct scores.forecaster_id) as n_forecasters,
    current_timestamp as computed_at
from scores
inner join parameters
    on scores.scale = parameters.default_scale;
