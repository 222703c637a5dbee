-- Calibration without bins under the default scale: each ranked forecaster's curve, and with a NULL forecaster_id everybody's.
select
    curves.forecaster_id,
    curves.probability,
    curves.n_questions,
    curves.share,
    curves.recalibrated,
    curves.band_low,
    curves.band_high
from reliability_curves as curves
inner join parameters
    on curves.scale = parameters.default_scale
order by curves.forecaster_id, curves.probability;
