-- What each night brought from each source, as it is known now. One row per night (UTC) and source that brought something.
create or replace view nightly_quality as
select
    cast(captures.captured_at at time zone 'UTC' as date) as night_on,
    captures.source_id,
    count(*) as n_captures,
    cast(coalesce(sum(found.n_documents), 0) as bigint) as n_documents,
    cast(coalesce(sum(found.n_undated), 0) as bigint) as n_undated,
    cast(coalesce(sum(found.n_words), 0) as bigint) as n_words,
    cast(coalesce(sum(found.n_forecasts), 0) as bigint) as n_forecasts,
    sum(found.n_undated) / nullif(cast(sum(found.n_documents) as double), 0) as share_undated,
    1000 * sum(found.n_forecasts) / nullif(cast(sum(found.n_words) as double), 0) as forecasts_per_1000_words
from captures
left join (
    select
        documents.capture_id,
        count(*) as n_documents,
        sum(case when documents.published_earliest_on is null then 1 else 0 end) as n_undated,
        sum(documents.n_words) as n_words,
        sum(coalesce(standing.n_forecasts, 0)) as n_forecasts
    from documents
    left join (
        select document_id, count(*) as n_forecasts
        from forecast_history
        where superseded_at is null
            and status = 'standing'
            and origin = 'extracted'
        group by document_id
    ) as standing
        on documents.document_id = standing.document_id
    group by documents.capture_id
) as found
    on captures.capture_id = found.capture_id
group by cast(captures.captured_at at time zone 'UTC' as date), captures.source_id;

comment on view nightly_quality is 'What each night brought from each source, as it is known now. One row per night (UTC) and source that brought something.';
comment on column nightly_quality.night_on is 'Day (UTC) on which the texts were first captured.';
comment on column nightly_quality.source_id is 'Source in which they were first seen.';
comment on column nightly_quality.n_captures is 'Texts that no source had before.';
comment on column nightly_quality.n_documents is 'Documents in them that passed the audit.';
comment on column nightly_quality.n_undated is 'Of these, those without any date of publication.';
comment on column nightly_quality.n_words is 'Words in these documents.';
comment on column nightly_quality.n_forecasts is 'Standing forecasts in them.';
comment on column nightly_quality.share_undated is 'n_undated over n_documents; NULL when there are none.';
comment on column nightly_quality.forecasts_per_1000_words is 'Forecasts for every 1,000 words; NULL when there are none.';
