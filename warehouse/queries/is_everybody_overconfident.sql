-- Is commentary overconfident: of what was given nine in ten, how much came about?
select
    bins.bin_low,
    bins.bin_high,
    bins.n_questions,
    round(bins.probability, 2) as probability,
    round(bins.share, 2) as share,
    round(bins.share_low, 2) as share_low,
    round(bins.share_high, 2) as share_high
from calibration_bins as bins
inner join parameters
    on bins.scale = parameters.default_scale
order by bins.bin;
