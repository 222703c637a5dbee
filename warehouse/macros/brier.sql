-- Brier score of one forecast: the squared distance between probability and outcome. 0 is perfect, 0.25 is even odds, 1 is
-- certain and wrong. p: probability, o: outcome as a share, both 0 to 1; NULL when either is not a number from 0 to 1.
-- Brier 1950, Monthly Weather Review 78, one-sided form.
create or replace macro brier(p, o) as
    case when p between 0 and 1 and o between 0 and 1 then (p - o) * (p - o) end;

comment on macro brier is 'Brier score of one forecast: (p - o)^2. 0 perfect, 0.25 even odds, 1 certain and wrong. NULL outside 0 to 1.';
