-- The points of the calibration diagrams under the default scale: each forecaster's, and with a NULL forecaster_id everybody's.
select
    bins.forecaster_id,
    bins.bin_low,
    bins.bin_high,
    bins.n_questions,
    bins.n_forecasts,
    bins.probability,
    bins.share,
    bins.share_low,
    bins.share_high
from (
    select scale, forecaster_id, bin_low, bin_high, n_questions, n_forecasts, probability, share, share_low, share_high
    from calibration
    union all
    select scale, null, bin_low, bin_high, n_questions, n_forecasts, probability, share, share_low, share_high
    from calibration_bins
) as bins
inner join parameters
    on bins.scale = parameters.default_scale
order by bins.forecaster_id, bins.bin_low;
