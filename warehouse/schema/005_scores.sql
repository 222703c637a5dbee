-- What SQL cannot say about scores: computed by foretold.score.tables from view scores, and replaced whole at each run.

create table forecaster_estimates (
    scale varchar not null,
    forecaster_id varchar not null,
    n_questions bigint not null,
    brier double not null,
    brier_shrunk double,
    brier_shrunk_deviation double,
    chance_best double,
    chance_top_five double,
    reason varchar,
    primary key (scale, forecaster_id)
);
comment on table forecaster_estimates is 'What each mean Brier score is worth given its n: raw, and drawn towards the mean of all by empirical Bayes. One row per scale and forecaster with a scored question.';
comment on column forecaster_estimates.scale is 'Scale.';
comment on column forecaster_estimates.forecaster_id is 'Forecaster.';
comment on column forecaster_estimates.n_questions is 'Questions scored, without conditional ones.';
comment on column forecaster_estimates.brier is 'Raw mean Brier score, as in the leaderboard.';
comment on column forecaster_estimates.brier_shrunk is 'The mean drawn towards that of all, the more the fewer the questions; NULL with reason.';
comment on column forecaster_estimates.brier_shrunk_deviation is 'Standard deviation of what the true mean may be.';
comment on column forecaster_estimates.chance_best is 'Chance of having the best true mean among the ranked; NULL when not ranked.';
comment on column forecaster_estimates.chance_top_five is 'Chance of being among the best five of the ranked; NULL when not ranked.';
comment on column forecaster_estimates.reason is 'Why there is no shrunk mean; NULL when there is one.';

create table comparisons (
    scale varchar not null,
    forecaster_id varchar not null,
    other_id varchar not null,
    n_shared bigint not null,
    difference double not null,
    difference_low double,
    difference_high double,
    p_value double,
    p_adjusted double,
    primary key (scale, forecaster_id, other_id)
);
comment on table comparisons is 'Two forecasters on the questions that both spoke on, five or more. One row per scale and pair; pairs that share less cannot be compared.';
comment on column comparisons.scale is 'Scale.';
comment on column comparisons.forecaster_id is 'The one.';
comment on column comparisons.other_id is 'The other.';
comment on column comparisons.n_shared is 'Questions that both are scored on.';
comment on column comparisons.difference is 'Mean Brier score of the one less that of the other: negative, the one is better.';
comment on column comparisons.difference_low is 'Lower end of its 95 % interval (Student, paired); NULL when all differences are equal.';
comment on column comparisons.difference_high is 'Upper end of its 95 % interval.';
comment on column comparisons.p_value is 'Chance of a difference this large between equals, for this pair alone.';
comment on column comparisons.p_adjusted is 'The same, corrected for the number of pairs (Holm).';

create table adjusted_scores (
    scale varchar not null,
    forecaster_id varchar not null,
    component bigint not null,
    n_components bigint not null,
    brier_adjusted double,
    brier_index double,
    reason varchar,
    primary key (scale, forecaster_id)
);
comment on table adjusted_scores is 'Mean Brier scores adjusted for how hard the questions were, or the reason why they cannot be. One row per scale and forecaster with a scored question.';
comment on column adjusted_scores.scale is 'Scale.';
comment on column adjusted_scores.forecaster_id is 'Forecaster.';
comment on column adjusted_scores.component is 'Group of forecasters who are linked by shared questions, from 1.';
comment on column adjusted_scores.n_components is 'Number of such groups: above 1, nobody is adjusted.';
comment on column adjusted_scores.brier_adjusted is 'Brier score less the difficulty of the own questions, anchored so that always saying 0.5 is 0.25; NULL with reason.';
comment on column adjusted_scores.brier_index is '100 (1 - sqrt(brier_adjusted)): 100 perfect, 50 always 0.5; NULL also where the adjusted score is below 0.';
comment on column adjusted_scores.reason is 'Why there is no adjusted score; NULL when there is one.';

create table reliability_curves (
    scale varchar not null,
    forecaster_id varchar,
    probability double not null,
    n_questions bigint not null,
    share double not null,
    recalibrated double not null,
    band_low double not null,
    band_high double not null
);
comment on table reliability_curves is 'Calibration without bins (CORP): isotonic regression of outcomes on probabilities. One row per scale, forecaster (NULL: everybody) and probability given; single forecasters under the default scale only, when ranked.';
comment on column reliability_curves.scale is 'Scale.';
comment on column reliability_curves.forecaster_id is 'Forecaster; NULL is everybody together.';
comment on column reliability_curves.probability is 'Probability that was given.';
comment on column reliability_curves.n_questions is 'Questions (and sides of them) that were given it.';
comment on column reliability_curves.share is 'Share of the claims that came about.';
comment on column reliability_curves.recalibrated is 'The curve: what the probability was worth, never falling.';
comment on column reliability_curves.band_low is 'Lower end of where the curve of a calibrated forecaster lies in 95 of 100 worlds.';
comment on column reliability_curves.band_high is 'Upper end of it. Outside the band is beyond chance.';

create table decompositions (
    scale varchar not null,
    forecaster_id varchar,
    rule varchar not null check (rule in ('brier', 'log')),
    n_questions bigint not null,
    score double not null,
    miscalibration double not null,
    discrimination double not null,
    uncertainty double not null
);
comment on table decompositions is 'Why a mean score is what it is: score = miscalibration - discrimination + uncertainty (CORP). One row per scale, forecaster (NULL: everybody; single ones when ranked) and rule.';
comment on column decompositions.scale is 'Scale.';
comment on column decompositions.forecaster_id is 'Forecaster; NULL is everybody together.';
comment on column decompositions.rule is 'brier, or log (negated, so that lower is better for both).';
comment on column decompositions.n_questions is 'Questions, and sides of them.';
comment on column decompositions.score is 'Mean score over them. Where somebody took both sides of a question, not quite that of the leaderboard.';
comment on column decompositions.miscalibration is 'What recalibrating would have saved; 0 is perfect. Flatters nobody at small n: it is too high there.';
comment on column decompositions.discrimination is 'What telling likely from unlikely gained over always saying the base rate; higher is better.';
comment on column decompositions.uncertainty is 'Score of always saying the base rate: how hard the outcomes were.';
