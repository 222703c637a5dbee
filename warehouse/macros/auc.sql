-- Area under the ROC curve from ranks: the chance that a claim that came true had been given more than one that did not, ties
-- half. rank_sum is the sum of the middle ranks of those that came true, n_true their number, n that of all. NULL when all ended alike.
-- Mann and Whitney 1947, Annals of Mathematical Statistics 18.
create or replace macro auc(rank_sum, n_true, n) as
    case
        when n_true > 0 and n_true < n then (rank_sum - n_true * (n_true + 1) / 2.0) / (n_true * (n - n_true))
    end;

comment on macro auc is 'Chance that a claim that came true had been given more than one that did not, from the sum of ranks; 0.5 is blind.';
