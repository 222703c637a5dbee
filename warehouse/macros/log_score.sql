-- Logarithmic score of one forecast: o ln p + (1 - o) ln(1 - p). 0 is perfect, -0.693 is even odds, more negative is worse.
-- p is first drawn into [clamp_low, clamp_high], so that one flat "will" that failed costs -4.6 and not everything.
-- Good 1952, Journal of the Royal Statistical Society B 14; the clamp is a house rule (parameters.log_clamp_low, _high).
create or replace macro log_score(p, o, clamp_low := 0.01, clamp_high := 0.99) as
    case
        when p between 0 and 1 and o between 0 and 1 then
            o * ln(least(greatest(p, clamp_low), clamp_high)) + (1 - o) * ln(1 - least(greatest(p, clamp_low), clamp_high))
    end;

comment on macro log_score is 'Logarithmic score of one forecast, o ln p + (1 - o) ln(1 - p), with p drawn into [clamp_low, clamp_high]. 0 perfect, -0.693 even odds.';
