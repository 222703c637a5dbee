-- Means over a slice have the leaderboard's intervals: by bootstrap over documents, and none from too few of them.

create table breakdown_intervals (
    scale varchar not null,
    forecaster_id varchar not null,
    slice varchar not null,
    slice_value varchar not null,
    brier_low double,
    brier_high double,
    reason varchar,
    primary key (scale, forecaster_id, slice, slice_value)
);
comment on table breakdown_intervals is '95 % intervals of mean Brier scores by topic, horizon, year and quarter, as those of leaderboard_intervals, under the default scale. One row per scale, forecaster, slice and value of it.';
comment on column breakdown_intervals.scale is 'Scale: the default one.';
comment on column breakdown_intervals.forecaster_id is 'Forecaster.';
comment on column breakdown_intervals.slice is 'topic, year, quarter or horizon, as in slices.';
comment on column breakdown_intervals.slice_value is 'The topic, the year, the quarter, or how far ahead it looked.';
comment on column breakdown_intervals.brier_low is 'Lower end; NULL when it cannot be reckoned.';
comment on column breakdown_intervals.brier_high is 'Upper end; NULL when it cannot be reckoned.';
comment on column breakdown_intervals.reason is 'Why there is no interval; NULL when there is one.';
comment on table leaderboard_intervals is '95 % intervals of each forecaster''s mean Brier score, by bootstrap clustered on questions and documents, through time. One row per scale, forecaster and state.';
