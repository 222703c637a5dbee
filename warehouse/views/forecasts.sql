-- Every standing forecast, with its reading under the default scale and the question that it speaks of. One row per forecast.
create or replace view forecasts as
select
    history.forecast_id,
    history.document_id,
    names.forecaster_id,
    members.question_id,
    members.side,
    coalesce(members.is_linked, false) as is_linked,
    history.origin,
    history.quote,
    history.start_offset,
    history.end_offset,
    history.paragraph,
    history.paragraph_start_offset,
    history.claim,
    history.speaker,
    history.band,
    history.cue,
    history.term,
    history.stated_probability,
    coalesce(history.stated_probability, scales.point) as probability,
    coalesce(history.stated_probability, scales.low) as probability_low,
    coalesce(history.stated_probability, scales.high) as probability_high,
    case
        when history.stated_probability is not null then history.probability_basis
        when scales.point is not null then 'read'
        else 'none'
    end as probability_basis,
    history.condition,
    history.condition is not null as is_conditional,
    history.horizon,
    history.due_earliest_on,
    history.due_latest_on,
    history.due_granularity,
    history.due_reason,
    history.made_on,
    history.made_earliest_on,
    history.made_latest_on,
    history.made_at,
    cast(history.made_on + to_months(cast(parameters.review_after_months as integer)) as date) as review_on,
    history.is_checkable,
    history.vagueness,
    history.topic,
    history.reason,
    history.extractor_version
from forecast_history as history
cross join parameters
inner join question_members as members
    on history.forecast_id = members.forecast_id
    and members.superseded_at is null
inner join forecaster_names as names
    on history.name_id = names.name_id
    and names.superseded_at is null
left join scales
    on history.term = scales.term
    and scales.scale = parameters.default_scale
where history.superseded_at is null
    and history.status = 'standing';

comment on view forecasts is 'Every standing forecast, with its reading under the default scale and the question that it speaks of. One row per forecast.';
comment on column forecasts.forecast_id is 'Hash of the document and the span at first extraction.';
comment on column forecasts.document_id is 'Document that holds the words; NULL for an imported forecast.';
comment on column forecasts.forecaster_id is 'Who holds it.';
comment on column forecasts.question_id is 'Question that it speaks of.';
comment on column forecasts.side is 'asserts: the claim is the question''s event; denies: its negation.';
comment on column forecasts.is_linked is 'Whether the linker put it to that question by itself.';
comment on column forecasts.origin is 'extracted from a text, or imported as a number.';
comment on column forecasts.quote is 'The exact words.';
comment on column forecasts.start_offset is 'Where the quote begins in the capture, in code points.';
comment on column forecasts.end_offset is 'Where it ends, exclusive.';
comment on column forecasts.paragraph is 'The paragraph that holds the quote.';
comment on column forecasts.paragraph_start_offset is 'Where that paragraph begins in the capture.';
comment on column forecasts.claim is 'The forecast in plain checkable words: hedge removed, negation kept.';
comment on column forecasts.speaker is 'The holder''s name as the text gives it; author where the text speaks for itself.';
comment on column forecasts.band is 'Strength of the wording: certain, likely, possible, unlikely, scheduled.';
comment on column forecasts.cue is 'The words that carry the strength.';
comment on column forecasts.term is 'The lexicon''s name for the cue.';
comment on column forecasts.stated_probability is 'P(claim) that the text or a correction states as a number, 0 to 1.';
comment on column forecasts.probability is 'P(claim), 0 to 1: the stated number, else the default scale''s reading of the cue; NULL when the scale does not know it.';
comment on column forecasts.probability_low is 'Low end of the reading.';
comment on column forecasts.probability_high is 'High end of the reading.';
comment on column forecasts.probability_basis is 'stated, read from the cue, corrected by a person, or none.';
comment on column forecasts.condition is 'The words under which the claim stands; NULL when unconditional.';
comment on column forecasts.is_conditional is 'Whether it stands under a condition.';
comment on column forecasts.horizon is 'The time words; NULL when there are none.';
comment on column forecasts.due_earliest_on is 'First day that the time words mean.';
comment on column forecasts.due_latest_on is 'The deadline; NULL when none is stated.';
comment on column forecasts.due_granularity is 'Granularity of the time words.';
comment on column forecasts.due_reason is 'How the deadline was reckoned, or why there is none.';
comment on column forecasts.made_at is 'Moment at which it was made, where the source says it: imported series. NULL for texts.';
comment on column forecasts.made_on is 'Day of publication; NULL when not known to the day.';
comment on column forecasts.made_earliest_on is 'First day on which it can have been made; NULL when nothing bounds it.';
comment on column forecasts.made_latest_on is 'Last day on which it can have been made; where nothing else says so, the day its text was captured.';
comment on column forecasts.review_on is 'House rule: made_on and parameters.review_after_months; when to look at a forecast that has no deadline.';
comment on column forecasts.is_checkable is 'Whether an observable event is named.';
comment on column forecasts.vagueness is 'What is missing for a check.';
comment on column forecasts.topic is 'Topic; NULL when none fits.';
comment on column forecasts.reason is 'The extractor''s rule that found it.';
comment on column forecasts.extractor_version is 'Version of the extractor; NULL for an imported forecast.';
