-- What is reckoned about each forecaster beside the mean Brier score, under the default scale, one number a row. A NULL forecaster_id is
-- everybody together; the parts of the log score are given for everybody only.
select
    measures.forecaster_id,
    measures.measure,
    measures.about,
    measures.value,
    measures.low,
    measures.high,
    cast(measures.n_questions as bigint) as n_questions,
    measures.reason
from (
    select
        scale,
        forecaster_id,
        'shrunk' as measure,
        cast(null as varchar) as about,
        brier_shrunk as value,
        greatest(brier_shrunk - 1.96 * brier_shrunk_deviation, 0) as low,
        least(brier_shrunk + 1.96 * brier_shrunk_deviation, 1) as high,
        n_questions,
        reason
    from forecaster_estimates
    union all
    select scale, forecaster_id, 'best', null, chance_best, null, null, n_questions, null
    from forecaster_estimates
    where chance_best is not null
    union all
    select scale, forecaster_id, 'top_five', null, chance_top_five, null, null, n_questions, null
    from forecaster_estimates
    where chance_top_five is not null
    union all
    select scale, forecaster_id, concat('reading_', reading), null, brier, null, null, n_questions, null
    from scores_by_reading
    where reading <> 'point'
    union all
    select
        adjusted.scale,
        adjusted.forecaster_id,
        'adjusted',
        null,
        adjusted.brier_adjusted,
        null,
        null,
        estimates.n_questions,
        case
            when adjusted.n_components > 1 then
                concat(adjusted.reason, '; this one is in group ', adjusted.component, ' of ', adjusted.n_components)
            else adjusted.reason
        end
    from adjusted_scores as adjusted
    inner join forecaster_estimates as estimates
        on adjusted.scale = estimates.scale
        and adjusted.forecaster_id = estimates.forecaster_id
    union all
    select
        scale,
        forecaster_id,
        'matured',
        null,
        brier_matured,
        null,
        null,
        n_matured,
        case when n_matured = 0 then 'of no question has a stated deadline passed' end
    from matured
    union all
    select scale, forecaster_id, 'early', null, brier_difference, null, null, n_matured, null
    from matured
    where n_matured between 1 and n_questions - 1
    union all
    select
        against.scale,
        against.forecaster_id,
        'crowd',
        crowd.name,
        against.difference,
        against.difference_low,
        against.difference_high,
        against.n_questions,
        null
    from against_crowds as against
    inner join forecasters as crowd
        on against.crowd_id = crowd.forecaster_id
    union all
    select scale, forecaster_id, concat(rule, '_miscalibration'), null, miscalibration, null, null, n_questions, null
    from decompositions
    where rule = 'brier'
        or forecaster_id is null
    union all
    select scale, forecaster_id, concat(rule, '_discrimination'), null, discrimination, null, null, n_questions, null
    from decompositions
    where rule = 'brier'
        or forecaster_id is null
    union all
    select scale, forecaster_id, concat(rule, '_uncertainty'), null, uncertainty, null, null, n_questions, null
    from decompositions
    where rule = 'brier'
        or forecaster_id is null
    union all
    select scale, forecaster_id, 'auc', null, auc, null, null, n_questions, null
    from discrimination
    where auc is not null
    union all
    select scale, forecaster_id, 'bias', null, bias, null, null, n_questions, null
    from discrimination
    union all
    select scale, forecaster_id, 'sharpness', null, sharpness, null, null, n_questions, null
    from discrimination
    union all
    select
        scale,
        forecaster_id,
        'hit_rate',
        null,
        hit_rate,
        wilson_low(hit_rate, n_right + n_wrong),
        wilson_high(hit_rate, n_right + n_wrong),
        n_right + n_wrong,
        null
    from pundit_scores
    where hit_rate is not null
    union all
    select scale, forecaster_id, 'hamilton', null, hamilton_score, null, null, n_questions, null
    from pundit_scores
    union all
    select parameters.default_scale, series.forecaster_id, 'series', null, avg(series.brier), null, null, count(*), null
    from series_scores as series
    cross join parameters
    where series.brier is not null
    group by parameters.default_scale, series.forecaster_id
    union all
    select
        parameters.default_scale, series.forecaster_id, 'coverage', null, avg(series.coverage), null, null, count(*), null
    from series_scores as series
    cross join parameters
    where series.brier is not null
    group by parameters.default_scale, series.forecaster_id
    union all
    select parameters.default_scale, options.forecaster_id, 'options', null, options.brier, null, null, options.n_questions, null
    from option_leaderboard as options
    cross join parameters
) as measures
inner join parameters
    on measures.scale = parameters.default_scale
order by measures.forecaster_id, measures.measure, measures.about;
