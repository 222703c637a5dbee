"""The linker at the ledger: claims out of the histories, pairs into table proposals. The only module that reads SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from foretold.ledger.connect import statement
from foretold.link import LINKER_VERSION
from foretold.link.candidates import Pair, link
from foretold.link.claims import Claim
from foretold.link.compare import Match
from foretold.link.join import Decided, Found, join
from foretold.records import stable_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class _State:
    """A claim, and from when until when the forecast read so."""

    claim: Claim
    known_at: datetime
    until: datetime | None

    @property
    def order(self) -> tuple[datetime, str, str, str]:
        """Place in the order in which claims are linked: as they became known, of one moment the first made first."""
        made_on = str(self.claim.made_on) if self.claim.made_on else "9999"
        return self.known_at, made_on, self.claim.forecast_id, self.claim.key


def propose(con: DuckDBPyConnection) -> int:
    """Bring table proposals up to date with the forecasts, and return how many pairs are new.

    Only claims that have not been linked by this version are compared; when the version changed, or something became
    known between what was known already, everything is compared anew, so that a rebuild gives the same rows. Runs
    within link, after the forecasts' histories and before the questions are computed.
    """
    states = sorted(
        (_state(row) for row in con.execute(statement("linkable")).fetchall()), key=lambda state: state.order
    )
    by_key = {state.claim.key: state for state in states}
    rows = con.execute("select claim_key, linker_version from linked_claims").fetchall()
    linked = {key for key, version in rows if version == LINKER_VERSION}
    new = [state for state in states if state.claim.key not in linked]
    known = [state for state in states if state.claim.key in linked]
    is_stale = len(linked) != len(rows) or len(known) != len(linked)
    if is_stale or (new and known and new[0].order < known[-1].order):
        con.execute("delete from proposals")
        con.execute("delete from linked_claims")
        new = states
    found = (
        _co_existing(link([state.claim for state in states], {state.claim.key for state in new}), by_key) if new else []
    )
    _store(con, found, [state.claim.key for state in new])
    _mark_current(con, states)
    _join(con, states)
    return len(found)


def _mark_current(con: DuckDBPyConnection, states: Sequence[_State]) -> None:
    """Note which claims forecasts make now: a proposal about others is past."""
    import polars as pl

    keys = [state.claim.key for state in states if state.until is None]
    con.register("current_keys", pl.DataFrame({"claim_key": keys}, schema={"claim_key": pl.String}))
    con.execute(statement("current_claims"))
    con.unregister("current_keys")


def _state(row: Sequence[Any]) -> _State:
    forecast_id, words, condition, made_on, earliest, latest, document_id, known_at, until = row
    key = stable_id("s", forecast_id, words, condition, made_on, earliest, latest, document_id)
    claim = Claim(key, forecast_id, words, condition, made_on, earliest, latest, document_id)
    return _State(claim, known_at.astimezone(UTC), until.astimezone(UTC) if until else None)


def _co_existing(pairs: Any, states: dict[str, _State]) -> list[Found]:
    found = []
    for pair in pairs:
        at = max(states[pair.later.key].known_at, states[pair.earlier.key].known_at)
        ends = [state.until for state in (states[pair.later.key], states[pair.earlier.key]) if state.until]
        if all(at < end for end in ends):
            found.append(Found(at, pair))
    return found


def _store(con: DuckDBPyConnection, found: Sequence[Found], keys: Sequence[str]) -> None:
    import polars as pl

    text = pl.String
    rows = [
        (
            stable_id("l", *sorted((one.pair.later.forecast_id, one.pair.earlier.forecast_id))),
            one.pair.later.forecast_id,
            one.pair.earlier.forecast_id,
            one.pair.later.key,
            one.pair.earlier.key,
            one.pair.match.score,
            "opposite" if one.pair.match.is_opposite else "same",
            one.pair.match.reason,
            one.pair.match.is_sure,
            LINKER_VERSION,
            one.at,
        )
        for one in found
    ]
    schema: dict[str, Any] = dict.fromkeys(
        ("proposal_id", "forecast_id", "other_forecast_id", "claim_key", "other_claim_key"), text
    )
    schema |= {"score": pl.Float64, "side": text, "reason": text, "is_sure": pl.Boolean, "linker_version": text}
    schema |= {"known_at": pl.Datetime("us", "UTC")}
    con.register("found_pairs", pl.DataFrame(rows, schema=schema, orient="row"))
    con.execute("insert into proposals by name select *, false as is_applied, 'open' as state from found_pairs")
    con.unregister("found_pairs")
    con.register("linked_keys", pl.DataFrame({"claim_key": list(keys)}, schema={"claim_key": text}))
    con.execute("insert into linked_claims select claim_key, ?, false from linked_keys", [LINKER_VERSION])
    con.unregister("linked_keys")


def _join(con: DuckDBPyConnection, states: Sequence[_State]) -> None:
    """Say of each sure pair whether it puts a forecast to another question, and to which."""
    import polars as pl

    claims: dict[str, list[Claim]] = {}
    for state in states:
        claims.setdefault(state.claim.forecast_id, []).append(state.claim)
    by_key = {state.claim.key: state.claim for state in states}
    sure = con.execute(
        "select claim_key, other_claim_key, score, side, reason, known_at from proposals where is_sure"
    ).fetchall()
    found = [
        Found(at.astimezone(UTC), Pair(by_key[later], by_key[earlier], Match(score, side == "opposite", True, reason)))
        for later, earlier, score, side, reason, at in sure
    ]
    decided = [Decided(at.astimezone(UTC), *line) for at, *line in con.execute(statement("linking_decided")).fetchall()]
    joined = join(found, decided, claims)
    rows = [(*keys, joining.question_id, joining.side) for keys, joining in joined.items()]
    columns = ("claim_key", "other_claim_key", "question_id", "member_side")
    con.register("joined_pairs", pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row"))
    con.execute(statement("joined"))
    con.unregister("joined_pairs")
