-- Do forecasts that state a number do better than those that use a word?
select
    case when scores.probability_basis = 'stated' then 'a number' else 'a word' end as wording,
    count(*) as n_forecasts,
    count(distinct scores.question_id) as n_questions,
    round(avg(scores.probability), 2) as probability,
    round(avg(scores.outcome), 2) as share,
    round(avg(scores.brier), 3) as brier
from scores
inner join parameters
    on scores.scale = parameters.default_scale
where not scores.is_conditional
group by case when scores.probability_basis = 'stated' then 'a number' else 'a word' end
order by wording;
