-- When somebody writes a word like "likely", how often does it happen?
-- Everybody together, by the lexicon's term; point is what the default scale takes the word to mean.
select
    cues.term,
    round(cues.point, 2) as point,
    cues.n_questions,
    round(cues.share, 2) as share,
    round(cues.share_low, 2) as share_low,
    round(cues.share_high, 2) as share_high
from calibration_by_cue as cues
inner join parameters
    on cues.scale = parameters.default_scale
where cues.forecaster_id is null
order by cues.point desc, cues.term;
