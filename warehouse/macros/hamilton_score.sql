-- Hamilton College's prognostication value score: 10 (right - wrong) / all predictions, hedged ones included. 10 is all right, -10 all wrong.
-- Not proper: it ignores how sure somebody was, and n. Good above 5, bad 0 to 5, ugly below 0 (Hamilton College 2011).
create or replace macro hamilton_score(n_right, n_wrong, n_all) as
    case when n_all > 0 then 10.0 * (n_right - n_wrong) / n_all end;

comment on macro hamilton_score is 'Hamilton College 2011: 10 (right - wrong) / all predictions, hedged included. Not proper.';
