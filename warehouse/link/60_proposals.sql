-- What became of each proposal, told from where its two forecasts are now and from what people said about it.
-- The pairs themselves, and which of them were applied, come from foretold.link.table, before the questions are computed.
create or replace temp table proposal_states as
with people as (
    select
        lines.target as forecast_id,
        lines.recorded_at,
        lines.recorded_by
    from decisions as lines
    inner join (
        select target, max(line_number) as line_number
        from decisions
        where kind = 'forecast'
            and field = 'question'
            and attachment <> 'orphaned'
        group by target
    ) as last_lines
        on lines.line_number = last_lines.line_number
    where lines.undoes_line is null
        or coalesce(lines.value, '') <> ''
),
refusals as (
    -- A refused proposal that was never applied moves nothing: only the line says so.
    select
        json_extract_string(lines.body, '$.details.proposal') as proposal_id,
        max(lines.recorded_at) as recorded_at,
        arg_max(lines.recorded_by, lines.line_number) as recorded_by
    from journal_lines as lines
    where json_extract_string(lines.body, '$.details.decision') = 'refused'
        and json_extract_string(lines.body, '$.details.undoes') is null
        and lines.line_number not in (select undoes_line from decisions where undoes_line is not null)
    group by json_extract_string(lines.body, '$.details.proposal')
),
facts as (
    select
        proposals.claim_key,
        proposals.other_claim_key,
        proposals.is_applied,
        proposals.claim_key in (select claim_key from linked_claims where is_current)
            and proposals.other_claim_key in (select claim_key from linked_claims where is_current) as is_current,
        mine.question_id = theirs.question_id as is_together,
        coalesce(people.recorded_at >= proposals.known_at, others.recorded_at is not null and not proposals.is_applied, false)
            as is_by_people,
        refusals.proposal_id is not null as is_refused,
        coalesce(refusals.recorded_by, people.recorded_by, others.recorded_by) as recorded_by,
        coalesce(refusals.recorded_at, people.recorded_at, others.recorded_at) as recorded_at
    from proposals
    inner join question_members as mine
        on proposals.forecast_id = mine.forecast_id
        and mine.superseded_at is null
    inner join question_members as theirs
        on proposals.other_forecast_id = theirs.forecast_id
        and theirs.superseded_at is null
    left join people
        on proposals.forecast_id = people.forecast_id
    left join people as others
        on proposals.other_forecast_id = others.forecast_id
    left join refusals
        on proposals.proposal_id = refusals.proposal_id
)
select
    *,
    case
        when not is_current then 'past'
        when is_together and is_by_people then 'confirmed'
        when is_together then 'applied'
        when is_refused or is_applied then 'refused'
        else 'open'
    end as state
from facts;

update proposals
set state = states.state,
    decided_by = case when states.state in ('confirmed', 'refused') then states.recorded_by end,
    decided_at = case when states.state in ('confirmed', 'refused') then states.recorded_at end
from proposal_states as states
where proposals.claim_key = states.claim_key
    and proposals.other_claim_key = states.other_claim_key;
