-- Proposals: pairs of forecasts that may speak of one event, as the linker judged them, and what became of each.

create table proposals (
    proposal_id varchar not null,
    forecast_id varchar not null,
    other_forecast_id varchar not null,
    claim_key varchar not null,
    other_claim_key varchar not null,
    score double not null check (score between 0 and 1),
    side varchar not null check (side in ('same', 'opposite')),
    reason varchar not null,
    is_sure boolean not null,
    linker_version varchar not null,
    is_applied boolean not null,
    question_id varchar,
    member_side varchar check (member_side in ('asserts', 'denies')),
    state varchar not null check (state in ('open', 'applied', 'confirmed', 'refused', 'past')),
    decided_by varchar,
    decided_at timestamptz,
    known_at timestamptz not null,
    primary key (claim_key, other_claim_key)
);
comment on table proposals is 'Pairs of forecasts that may speak of one event: restatements and rivals. Sure ones are applied until a person refuses them, the others only proposed. One row per pair of states of two forecasts.';
comment on column proposals.proposal_id is 'Hash of the two forecasts; the same for every state of theirs.';
comment on column proposals.forecast_id is 'The forecast that became known later, or was made later: it joins the question of the other.';
comment on column proposals.other_forecast_id is 'The forecast that was there before.';
comment on column proposals.claim_key is 'Hash of what was compared of the later forecast: words, condition and dates. A correction makes another.';
comment on column proposals.other_claim_key is 'The same of the earlier forecast.';
comment on column proposals.score is 'Share of the weighed names and words that both claims have, less a tenth for each doubt, 0 to 1. A likeness, not a probability.';
comment on column proposals.side is 'same: both assert or both deny the event; opposite: one denies what the other asserts.';
comment on column proposals.reason is 'In words: what both share, how numbers and deadlines agree, and what is in doubt.';
comment on column proposals.is_sure is 'Whether nothing is in doubt and the score is high enough to be applied without a person.';
comment on column proposals.linker_version is 'Version of the rules that judged it.';
comment on column proposals.is_applied is 'Whether it put the later forecast to the question of the earlier when it was found.';
comment on column proposals.question_id is 'Question that the later forecast joined then; NULL when not applied.';
comment on column proposals.member_side is 'Side that it took there; NULL when not applied.';
comment on column proposals.state is 'open: waits for a person; applied: sure, and nobody objected; confirmed: people put both to one question; refused: people keep them apart; past: one of the two no longer stands or reads so.';
comment on column proposals.decided_by is 'Who confirmed or refused it; NULL while nobody did.';
comment on column proposals.decided_at is 'When; NULL while nobody did.';
comment on column proposals.known_at is 'When the later of the two came to read so: a sure pair is applied from then on.';

create table linked_claims (
    claim_key varchar primary key,
    linker_version varchar not null,
    is_current boolean not null
);
comment on table linked_claims is 'States of forecasts that have been compared with all before them, so that no pair is compared twice. One row per state.';
comment on column linked_claims.claim_key is 'Hash of what was compared: words, condition and dates.';
comment on column linked_claims.linker_version is 'Version of the rules that compared it.';
comment on column linked_claims.is_current is 'Whether the forecast stands and reads so now.';
