-- Outcomes that imported files give. A file's outcome holds while its import stands, the later file's before the earlier's;
-- what a person decided or contests goes before both. Where the question was put into another, it speaks of that one too, sides
-- minded. Windows go over the questions with several voices only.
insert into outcome_history by name
with said as (
    select
        imported.question_id,
        imported.import_id,
        imported.outcome,
        imported.share,
        imported.settled_on,
        import_states.because,
        import_states.evidence,
        import_states.recorded_by,
        import_states.line_number,
        import_states.known_at,
        import_states.superseded_at
    from imported_outcomes as imported
    inner join import_states
        on imported.import_id = import_states.import_id
),
voices as (
    select *, question_id as source_id from said
    union all
    select
        redirects.to_question_id as question_id,
        said.import_id,
        case
            when redirects.to_side = 'denies' and said.outcome = 'yes' then 'no'
            when redirects.to_side = 'denies' and said.outcome = 'no' then 'yes'
            else said.outcome
        end as outcome,
        case when redirects.to_side = 'denies' then 1 - said.share else said.share end as share,
        said.settled_on,
        said.because,
        said.evidence,
        said.recorded_by,
        said.line_number,
        greatest(said.known_at, redirects.known_at) as known_at,
        least(said.superseded_at, redirects.superseded_at) as superseded_at,
        said.question_id as source_id
    from said
    inner join import_redirects as redirects
        on said.question_id = redirects.question_id
        and redirects.to_question_id is not null
        and (said.superseded_at is null or said.superseded_at > redirects.known_at)
        and (redirects.superseded_at is null or redirects.superseded_at > said.known_at)
),
persons as (
    select question_id, known_at, superseded_at
    from outcome_history
    where question_id in (select question_id from voices)
    union all
    select question_id, known_at, superseded_at
    from conflict_history
    where question_id in (select question_id from voices)
),
several as (
    select question_id from persons
    union
    select question_id from voices where superseded_at is not null
    union
    select question_id from voices group by question_id having count(*) > 1
),
moments as (
    select question_id, known_at as moment from voices where question_id in (select question_id from several)
    union
    select question_id, superseded_at from voices
    where superseded_at is not null
        and question_id in (select question_id from several)
    union
    select question_id, known_at from persons
    union
    select question_id, superseded_at from persons where superseded_at is not null
),
spans as (
    select question_id, moment as known_at, lead(moment) over (partition by question_id order by moment) as superseded_at
    from moments
),
heard as (
    select
        spans.question_id,
        spans.known_at,
        spans.superseded_at,
        arg_max(voices.source_id, (voices.line_number, voices.source_id)) as source_id,
        max(voices.line_number) as line_number
    from spans
    inner join voices
        on spans.question_id = voices.question_id
        and voices.known_at <= spans.known_at
        and (voices.superseded_at is null or voices.superseded_at > spans.known_at)
    left join persons
        on spans.question_id = persons.question_id
        and persons.known_at <= spans.known_at
        and (persons.superseded_at is null or persons.superseded_at > spans.known_at)
    where persons.question_id is null
    group by spans.question_id, spans.known_at, spans.superseded_at
)
select question_id, outcome, share, settled_on, because, evidence, recorded_by, line_number, known_at, superseded_at
from voices
where question_id not in (select question_id from several)
union all
select
    voices.question_id,
    voices.outcome,
    voices.share,
    voices.settled_on,
    voices.because,
    voices.evidence,
    voices.recorded_by,
    voices.line_number,
    heard.known_at,
    heard.superseded_at
from heard
inner join voices
    on heard.question_id = voices.question_id
    and heard.line_number = voices.line_number
    and heard.source_id = voices.source_id
    and voices.known_at <= heard.known_at
    and (voices.superseded_at is null or voices.superseded_at > heard.known_at);
