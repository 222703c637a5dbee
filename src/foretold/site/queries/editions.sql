-- The edition that the pages are made from, with the settings that its numbers depend on. One row.
select
    editions.edition_number,
    editions.published_at at time zone 'UTC' as published_at,
    editions.method_version,
    editions.is_sample,
    editions.n_documents,
    editions.n_forecasts,
    editions.n_resolved,
    editions.n_open,
    editions.fingerprint,
    parameters.default_scale,
    parameters.ranked_from,
    parameters.log_clamp_low,
    parameters.log_clamp_high,
    parameters.review_after_months
from editions
cross join parameters;
