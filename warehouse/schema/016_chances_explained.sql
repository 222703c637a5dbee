-- Chances that would be certain by themselves are left out, and the band of a curve says what it takes for granted.

comment on column forecaster_estimates.chance_best is 'Chance of having the best true mean among the ranked; NULL when not ranked, or the only one who is.';
comment on column forecaster_estimates.chance_top_five is 'Chance of being among the best five of the ranked; NULL when not ranked, or when five or fewer are.';
comment on column reliability_curves.band_high is 'Upper end of it. Of points outside the band, few are there by chance, if questions are independent of each other.';
comment on column reliability_curves_by_slice.band_high is 'Upper end of it. Of points outside the band, few are there by chance, if questions are independent of each other.';
