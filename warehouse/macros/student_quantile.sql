-- The 97.5 % quantile of Student's t distribution with df degrees of freedom, within 0.3 % from df = 4 on; NULL below.
-- Expansion in 1/df around the normal quantile: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
create or replace macro student_quantile(df) as
    case
        when df >= 4 then
            cast(1.959963984540054 as double)
            + cast(2.372271230298562 as double) / df
            + cast(2.822498615739611 as double) / (df * df)
            + cast(2.555849679507722 as double) / (df * df * df)
    end;

comment on macro student_quantile is 'The 97.5 % quantile of Student''s t distribution with df degrees of freedom, from 4 on; NULL below.';
