-- Outcomes that imported files give. A file's outcome holds while its import stands, the later file's before the earlier's;
-- what a person decided or contests goes before both. Windows go over the questions with several voices only.
insert into outcome_history by name
with voices as (
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
persons as (
    select question_id, known_at, superseded_at
    from outcome_history
    where question_id in (select question_id from imported_outcomes)
    union all
    select question_id, known_at, superseded_at
    from conflict_history
    where question_id in (select question_id from imported_outcomes)
),
several as (
    select question_id from persons
    union
    select question_id from voices where superseded_at is not null
    union
    select voices.question_id
    from voices
    inner join voices as other
        on voices.question_id = other.question_id
        and voices.line_number < other.line_number
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
    and heard.line_number = voices.line_number;
