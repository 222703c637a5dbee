-- Spherical score of one forecast: the probability given to what happened, over the length of (p, 1 - p). 1 is perfect,
-- 0.707 is even odds, 0 is certain and wrong. Good 1971, in Foundations of Statistical Inference.
create or replace macro spherical(p, o) as
    case
        when p between 0 and 1 and o between 0 and 1 then (o * p + (1 - o) * (1 - p)) / sqrt(p * p + (1 - p) * (1 - p))
    end;

comment on macro spherical is 'Spherical score of one forecast: probability given to what happened over the length of (p, 1 - p). 1 perfect, 0.707 even odds, 0 certain and wrong.';
