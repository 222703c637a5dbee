-- Calibration without bins and its parts, by topic, by year and by how far ahead the claim looked.

create table decompositions_by_slice (
    slice varchar not null,
    slice_value varchar not null,
    rule varchar not null check (rule in ('brier', 'log')),
    n_questions bigint not null,
    score double not null,
    miscalibration double not null,
    discrimination double not null,
    uncertainty double not null,
    primary key (slice, slice_value, rule)
);
comment on table decompositions_by_slice is 'Why the mean score of everybody in a slice is what it is: score = miscalibration - discrimination + uncertainty (CORP), under the default scale. One row per slice, value of it and rule.';
comment on column decompositions_by_slice.slice is 'topic, year or horizon, as in scores_by_slice.';
comment on column decompositions_by_slice.slice_value is 'The topic, the year, or how far ahead it looked.';
comment on column decompositions_by_slice.rule is 'brier, or log (negated, so that lower is better for both).';
comment on column decompositions_by_slice.n_questions is 'Questions, and sides of them.';
comment on column decompositions_by_slice.score is 'Mean score over them.';
comment on column decompositions_by_slice.miscalibration is 'What recalibrating would have saved; 0 is perfect. Too high at small n.';
comment on column decompositions_by_slice.discrimination is 'What telling likely from unlikely gained over always saying the base rate; higher is better.';
comment on column decompositions_by_slice.uncertainty is 'Score of always saying the base rate: how hard the outcomes were.';

create table reliability_curves_by_slice (
    slice varchar not null,
    slice_value varchar not null,
    probability double not null,
    n_questions bigint not null,
    share double not null,
    recalibrated double not null,
    band_low double not null,
    band_high double not null
);
comment on table reliability_curves_by_slice is 'Calibration without bins (CORP) of everybody in a slice, under the default scale. One row per slice, value of it and probability given.';
comment on column reliability_curves_by_slice.slice is 'topic, year or horizon, as in scores_by_slice.';
comment on column reliability_curves_by_slice.slice_value is 'The topic, the year, or how far ahead it looked.';
comment on column reliability_curves_by_slice.probability is 'Probability that was given.';
comment on column reliability_curves_by_slice.n_questions is 'Questions (and sides of them) that were given it.';
comment on column reliability_curves_by_slice.share is 'Share of the claims that came about.';
comment on column reliability_curves_by_slice.recalibrated is 'The curve: what the probability was worth, never falling.';
comment on column reliability_curves_by_slice.band_low is 'Lower end of where the curve of a calibrated field lies in 95 of 100 worlds.';
comment on column reliability_curves_by_slice.band_high is 'Upper end of it. Outside the band is beyond chance.';
