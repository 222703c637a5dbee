-- What each word has meant: of the claims worded so, the share that came about, each question counted once, with Wilson's interval.
-- Stated numbers are not words and stay out; a NULL forecaster_id is everybody together.
select
    shares.forecaster_id,
    shares.term,
    shares.n_questions,
    shares.n_forecasts,
    shares.share,
    wilson_low(shares.share, shares.n_questions) as share_low,
    wilson_high(shares.share, shares.n_questions) as share_high,
    scales.low as scale_low,
    scales.point as scale_point,
    scales.high as scale_high
from (
    select
        forecaster_id,
        term,
        count(*) as n_questions,
        sum(n_forecasts) as n_forecasts,
        avg(share) as share
    from (
        select
            owners.forecaster_id,
            scores.term,
            scores.question_id,
            count(*) as n_forecasts,
            avg(scores.outcome) as share
        from scores
        inner join parameters
            on scores.scale = parameters.default_scale
        inner join (
            select forecaster_id, forecaster_id as holder_id
            from forecasters
            union all
            select null, forecaster_id
            from forecasters
        ) as owners
            on scores.forecaster_id = owners.holder_id
        where scores.probability_basis <> 'stated'
        group by owners.forecaster_id, scores.term, scores.question_id
    ) as by_question
    group by forecaster_id, term
) as shares
cross join parameters
left join scales
    on shares.term = scales.term
    and parameters.default_scale = scales.scale
order by shares.forecaster_id, scales.point desc nulls last, shares.term;
