-- What the nights from a day on (the parameter) brought, by source.
select
    nightly_quality.night_on,
    nightly_quality.source_id,
    nightly_quality.n_captures,
    nightly_quality.n_documents,
    nightly_quality.n_undated,
    nightly_quality.n_words,
    nightly_quality.n_forecasts
from nightly_quality
where nightly_quality.night_on >= cast(? as date)
order by nightly_quality.night_on, nightly_quality.source_id;
