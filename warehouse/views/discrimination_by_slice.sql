-- Can what will happen be told from what will not, by topic, by year and by how far ahead the claim looked? Everybody together. One row per
-- scale, slice and value of it. As in discrimination; shares stay out.
create or replace view discrimination_by_slice as
select
    ranked.scale,
    ranked.slice,
    ranked.slice_value,
    count(*) as n_questions,
    cast(sum(ranked.outcome) as bigint) as n_true,
    avg(ranked.brier) as brier,
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
        units.slice,
        units.slice_value,
        units.probability,
        units.outcome,
        units.brier,
        rank() over (partition by units.scale, units.slice, units.slice_value order by cast(units.probability as decimal(15, 12)))
        + (count(*) over (partition by units.scale, units.slice, units.slice_value, cast(units.probability as decimal(15, 12))) - 1) / 2.0
            as middle_rank
    from (
        select
            scale,
            slice,
            slice_value,
            question_id,
            side,
            avg(probability) as probability,
            avg(outcome) as outcome,
            avg(brier) as brier
        from slices
        where slice <> 'quarter'
        group by scale, slice, slice_value, question_id, side
    ) as units
    where units.outcome in (0, 1)
) as ranked
group by ranked.scale, ranked.slice, ranked.slice_value;

comment on view discrimination_by_slice is 'Can what will happen be told from what will not, by topic, by year and by how far ahead the claim looked? One row per scale, slice and value of it.';
comment on column discrimination_by_slice.scale is 'Scale.';
comment on column discrimination_by_slice.slice is 'topic, year or horizon.';
comment on column discrimination_by_slice.slice_value is 'The topic, the year, or how far ahead it looked.';
comment on column discrimination_by_slice.n_questions is 'Questions, and sides of them, without shares.';
comment on column discrimination_by_slice.n_true is 'Of these, those that came true.';
comment on column discrimination_by_slice.brier is 'Mean Brier score over them.';
comment on column discrimination_by_slice.probability is 'Mean probability.';
comment on column discrimination_by_slice.base_rate is 'Share that came true.';
comment on column discrimination_by_slice.bias is 'Mean probability less the share that came true: positive when claims were called too likely.';
comment on column discrimination_by_slice.sharpness is 'Variance of the probabilities.';
comment on column discrimination_by_slice.auc is 'Chance that a claim that came true had been given more than one that did not; NULL when all ended alike.';
