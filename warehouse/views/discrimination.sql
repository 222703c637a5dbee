-- Can a forecaster tell what will happen from what will not, and does the forecaster dare to? One row per scale and forecaster (NULL: everybody).
-- auc is the chance that a claim that came true had been given more than one that did not (Mann and Whitney, ties half); sharpness is
-- the variance of the probabilities; bias their mean less the share that came true. The unit is the question and side; conditional
-- forecasts stay out, and so do shares, which are neither true nor false.
create or replace view discrimination as
select
    ranked.scale,
    ranked.forecaster_id,
    count(*) as n_questions,
    cast(sum(ranked.outcome) as bigint) as n_true,
    avg(ranked.probability) as probability,
    avg(ranked.outcome) as base_rate,
    avg(ranked.probability) - avg(ranked.outcome) as bias,
    greatest(
        avg(ranked.probability * ranked.probability) - avg(ranked.probability) * avg(ranked.probability), 0.0
    ) as sharpness,
    auc(sum(ranked.middle_rank * ranked.outcome), sum(ranked.outcome), count(*)) as auc
from (
    select
        units.scale,
        units.forecaster_id,
        units.probability,
        units.outcome,
        rank() over (partition by units.scale, units.forecaster_id order by cast(units.probability as decimal(15, 12)))
        + (count(*) over (partition by units.scale, units.forecaster_id, cast(units.probability as decimal(15, 12))) - 1) / 2.0 as middle_rank
    from (
        select scale, forecaster_id, question_id, side, avg(probability) as probability, avg(outcome) as outcome
        from scores
        where not is_conditional
        group by scale, forecaster_id, question_id, side
        union all
        select scale, null as forecaster_id, question_id, side, avg(probability) as probability, avg(outcome) as outcome
        from scores
        where not is_conditional
        group by scale, question_id, side
    ) as units
    where units.outcome in (0, 1)
) as ranked
group by ranked.scale, ranked.forecaster_id;

comment on view discrimination is 'Can a forecaster tell what will happen from what will not, and does the forecaster dare to? One row per scale and forecaster (NULL: everybody).';
comment on column discrimination.scale is 'Scale.';
comment on column discrimination.forecaster_id is 'Forecaster; NULL is everybody together.';
comment on column discrimination.n_questions is 'Questions (and sides of them) decided yes or no.';
comment on column discrimination.n_true is 'Claims among them that came true.';
comment on column discrimination.probability is 'Mean probability.';
comment on column discrimination.base_rate is 'Share that came true.';
comment on column discrimination.bias is 'probability - base_rate: positive when claims were called too likely.';
comment on column discrimination.sharpness is 'Variance of the probabilities: 0 says the same always, 0.25 says 0 or 1 always. Good only together with calibration.';
comment on column discrimination.auc is 'Chance that a claim that came true had been given more than one that did not: 0.5 is no better than chance; NULL when all ended alike.';
