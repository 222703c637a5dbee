-- The points of the small calibration diagrams under the default scale: by topic, by year and by how far ahead the claim looked.
select
    slices.slice,
    slices.slice_value,
    slices.bin_low,
    slices.bin_high,
    slices.n_questions,
    slices.probability,
    slices.share,
    slices.share_low,
    slices.share_high
from calibration_by_slice as slices
inner join parameters
    on slices.scale = parameters.default_scale
order by slices.slice, slices.slice_value, slices.bin_low;
