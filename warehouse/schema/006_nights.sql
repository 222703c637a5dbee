-- What a night needs to know of the nights before it.

create table computed (
    fingerprint varchar not null,
    n_scored bigint not null,
    n_forecasters bigint not null,
    computed_at timestamptz not null
);
comment on table computed is 'What histories and scores in this ledger were computed from. One row, or none while that is going on: a night on the same inputs need not compute them again.';
comment on column computed.fingerprint is 'Hash of inputs, settings, SQL and code.';
comment on column computed.n_scored is 'Forecasts scored under the default scale.';
comment on column computed.n_forecasters is 'Their forecasters.';
comment on column computed.computed_at is 'When.';

alter table runs add column notes varchar[];
comment on column runs.notes is 'What the operator may want to know and need not mend; NULL for runs of before it was kept.';
