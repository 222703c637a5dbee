-- What each word has meant under the default scale: of the claims worded so, the share that came about. A NULL forecaster_id is everybody.
select
    words.forecaster_id,
    words.term,
    words.n_questions,
    words.n_forecasts,
    words.share,
    words.share_low,
    words.share_high,
    words.low as scale_low,
    words.point as scale_point,
    words.high as scale_high
from calibration_by_cue as words
inner join parameters
    on words.scale = parameters.default_scale
order by words.forecaster_id, words.point desc nulls last, words.term;
