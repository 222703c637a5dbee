-- The view that scores by slice are made from is called slices.

comment on column decompositions_by_slice.slice is 'topic, year or horizon, as in slices.';
comment on column reliability_curves_by_slice.slice is 'topic, year or horizon, as in slices.';
