-- Are the scores flattered because what happens is seen before what does not?
select
    forecasters.name,
    matured.n_questions,
    round(matured.brier, 3) as brier,
    matured.n_matured,
    round(matured.brier_matured, 3) as brier_matured,
    round(matured.brier_difference, 3) as brier_difference
from matured
inner join parameters
    on matured.scale = parameters.default_scale
inner join forecasters
    on matured.forecaster_id = forecasters.forecaster_id
order by matured.n_questions desc, forecasters.name;
