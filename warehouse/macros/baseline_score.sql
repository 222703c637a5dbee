-- Baseline score of one forecast, as Metaculus reckons it: 100 (log2 of the probability given to what happened, plus 1). 0 is even odds,
-- 100 is certain and right. p is drawn into [clamp_low, clamp_high] as for the log score: the best is 98.6, the worst -564.4.
create or replace macro baseline_score(p, o, clamp_low := 0.01, clamp_high := 0.99) as
    case
        when p between 0 and 1 and o between 0 and 1 then
            100 * (
                1
                + o * log2(least(greatest(p, clamp_low), clamp_high))
                + (1 - o) * log2(1 - least(greatest(p, clamp_low), clamp_high))
            )
    end;

comment on macro baseline_score is 'Baseline score of one forecast (Metaculus): 100 (1 + log2 of the probability given to what happened). 0 even odds, 100 certain and right.';
