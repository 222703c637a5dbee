-- Lower end of Wilson's 95 % interval of a share that was observed in n independent cases; NULL for n = 0.
-- Wilson 1927, Journal of the American Statistical Association 22.
create or replace macro wilson_low(share, n, z := 1.959963984540054) as
    case
        when n > 0 and share between 0 and 1 then
            greatest(
                0.0,
                (share + z * z / (2 * n) - z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n)
            )
    end;

comment on macro wilson_low is 'Lower end of Wilson''s 95 % interval of a share observed in n independent cases.';
