-- Outcomes: what the journal says became of each question; "open" takes a decision or a judgement back.
--
-- Who decides. A plain line (field outcome) decides by itself, and begins the count anew: judgements before it no longer
-- count. A judgement (field judgement, `record --blind`) decides nothing alone. It is counted with the plain line that
-- stands, if there is one, and with the other judgements since, each person's last one. Once at least two people agree
-- and nothing else has as many, that decides; as many on another value, and the question is contested and undecided,
-- until a third decision. A condition that did not come about makes the question void whatever was judged, as long as
-- that is recorded.
create or replace temp table judged as
select
    target as question_id,
    line_number,
    recorded_at,
    field,
    value,
    judge,
    because,
    evidence,
    settled_on,
    restores_line,
    undoing.undone_at_line,
    line_number in (
        select line_number
        from journal_lines
        where json_extract_string(body, '$.details.carried_from') is not null
    ) as is_carried
from decisions
left join (
    select undoes_line, min(line_number) as undone_at_line
    from decisions
    where undoes_line is not null
    group by undoes_line
) as undoing
    on decisions.line_number = undoing.undoes_line
where kind = 'outcome'
    and attachment <> 'orphaned';

create or replace temp table verdicts as
with plain_lines as (
    select
        question_id,
        line_number,
        max(case when field = 'outcome' then line_number end) over (
            partition by question_id order by line_number rows unbounded preceding
        ) as plain_line
    from judged
),
based as (
    select
        plain_lines.question_id,
        plain_lines.line_number,
        -- A line that brings a decision back brings back what was judged since, too.
        case when plain.value <> 'open' then coalesce(plain.restores_line, plain.line_number) end as base_line
    from plain_lines
    left join judged as plain
        on plain_lines.plain_line = plain.line_number
),
votes as (
    select
        based.line_number,
        based.base_line,
        votes.judge,
        votes.value,
        votes.line_number as vote_line,
        row_number() over (
            partition by based.line_number, votes.judge order by votes.line_number desc
        ) as recency
    from based
    inner join judged as votes
        on based.question_id = votes.question_id
        and votes.line_number between coalesce(based.base_line, 0) and based.line_number
        and (votes.undone_at_line is null or votes.undone_at_line > based.line_number)
),
counts as (
    select
        line_number,
        value,
        count(*) as n_judges,
        max(vote_line) as decisive_line,
        string_agg(judge, ' and ' order by vote_line) as judges
    from votes
    where recency = 1
        and value <> 'open'
    group by line_number, value
),
ranked as (
    select
        *,
        rank() over (partition by line_number order by n_judges desc) as place,
        count(*) over (partition by line_number) as n_values
    from counts
),
tops as (
    select
        line_number,
        count(*) as n_tops,
        max(n_judges) as n_judges,
        max(n_values) as n_values,
        max(decisive_line) as decisive_line,
        max(judges) as judges
    from ranked
    where place = 1
    group by line_number
)
select
    based.question_id,
    based.line_number,
    case
        when based.base_line = based.line_number then 'decided'
        when tops.n_tops = 1 and tops.n_judges >= 2 then 'decided'
        when tops.n_values >= 2 then 'contested'
        when based.base_line is not null then 'decided'
        else 'open'
    end as verdict,
    case
        when based.base_line = based.line_number then based.line_number
        when tops.n_tops = 1 and tops.n_judges >= 2 then tops.decisive_line
        when tops.n_values >= 2 then null
        else based.base_line
    end as decisive_line,
    case when based.base_line is distinct from based.line_number and tops.n_tops = 1 and tops.n_judges >= 2 then tops.judges end as judges
from based
left join tops
    on based.line_number = tops.line_number;

create or replace temp table question_states as
with events as (
    select
        judged.question_id, judged.recorded_at, judged.line_number,
        judged.line_number as verdict_line, cast(null as bigint) as condition_line
    from judged
    union all
    select target, recorded_at, line_number, null, line_number
    from decisions
    where kind = 'question'
        and field = 'condition'
        and attachment <> 'orphaned'
)
select
    question_id,
    line_number,
    recorded_at as known_at,
    lead(recorded_at) over (partition by question_id order by line_number) as superseded_at,
    last_value(verdict_line ignore nulls) over (
        partition by question_id order by line_number rows unbounded preceding
    ) as verdict_line,
    last_value(condition_line ignore nulls) over (
        partition by question_id order by line_number rows unbounded preceding
    ) as condition_line
from events;

delete from outcome_history;

insert into outcome_history by name
select
    states.question_id,
    'void' as outcome,
    null as share,
    condition.settled_on,
    'its condition did not come about: ' || condition.because as because,
    condition.evidence,
    condition.judge as recorded_by,
    condition.line_number,
    states.known_at,
    states.superseded_at
from question_states as states
inner join decisions as condition
    on states.condition_line = condition.line_number
where condition.value = 'no'
union all
select
    states.question_id,
    case when try_cast(decisive.value as double) is null then decisive.value else 'share' end,
    case decisive.value when 'yes' then 1.0 when 'no' then 0.0 else try_cast(decisive.value as double) end,
    decisive.settled_on,
    decisive.because,
    decisive.evidence,
    coalesce(verdicts.judges, decisive.judge),
    decisive.line_number,
    states.known_at,
    states.superseded_at
from question_states as states
inner join verdicts
    on states.verdict_line = verdicts.line_number
inner join judged as decisive
    on verdicts.decisive_line = decisive.line_number
left join decisions as condition
    on states.condition_line = condition.line_number
where verdicts.verdict = 'decided'
    and coalesce(condition.value, '') <> 'no';

delete from conflict_history;

insert into conflict_history by name
select
    states.question_id,
    verdicts.line_number,
    states.known_at,
    states.superseded_at
from question_states as states
inner join verdicts
    on states.verdict_line = verdicts.line_number
left join decisions as condition
    on states.condition_line = condition.line_number
where verdicts.verdict = 'contested'
    and coalesce(condition.value, '') <> 'no';

delete from judgement_history;

insert into judgement_history by name
with placed as (
    select
        *,
        min(line_number) over (partition by question_id) as first_line,
        lead(recorded_at) over (partition by question_id, judge order by line_number) as superseded_at
    from judged
)
select
    question_id,
    judge,
    case when try_cast(value as double) is null then value else 'share' end as outcome,
    case value when 'yes' then 1.0 when 'no' then 0.0 else try_cast(value as double) end as share,
    settled_on,
    because,
    evidence,
    field = 'judgement' as is_blind,
    -- An outcome that came along with a merged question is nobody's judgement of this one.
    not is_carried and (field = 'judgement' or coalesce(restores_line, line_number) = first_line) as is_independent,
    undone_at_line is not null as is_undone,
    line_number,
    recorded_at as known_at,
    superseded_at
from placed
where value <> 'open';
