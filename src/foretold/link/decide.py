"""Decisions about proposals: a person confirms one, or refuses it. Either is a line of the journal like any other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from foretold.errors import InputError
from foretold.ledger.connect import statement
from foretold.ledger.decide import Held, Why, ambiguous, find_forecast, nothing_begins_with
from foretold.ledger.decide_questions import merge
from foretold.ledger.journal import Decision, Journal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two forecasts that may speak of one event, and where each of them is now."""

    proposal_id: str
    state: str
    """open, applied, confirmed, refused or past."""
    score: float
    side: str
    """same or opposite: how the two claims stand to each other."""
    reason: str
    is_sure: bool
    forecast_id: str
    question_id: str
    member_side: str
    claim: str
    made_on: date | None
    other_forecast_id: str
    other_question_id: str
    other_member_side: str
    other_claim: str
    other_made_on: date | None

    @property
    def is_together(self) -> bool:
        """Whether both speak of one question now."""
        return self.question_id == self.other_question_id

    @property
    def question_side(self) -> str:
        """asserts or denies: how the event of the one's question would stand to that of the other's."""
        n_denials = (self.side == "opposite") + (self.member_side == "denies") + (self.other_member_side == "denies")
        return "denies" if n_denials % 2 else "asserts"


def proposals(con: DuckDBPyConnection, state: str | None = None, beginning: str = "") -> list[Proposal]:
    """Return the proposals in a state (None: any) whose ids begin so, the likeliest first."""
    return [Proposal(*row) for row in con.execute(statement("proposals"), [beginning, state]).fetchall()]


def find_proposal(con: DuckDBPyConnection, words: str) -> Proposal:
    """Return the proposal that an id begins so. Raises InputError for none, several or a past one."""
    found = proposals(con, beginning=words) if words.startswith("l_") else []
    present = [one for one in found if one.state != "past"]
    if not found:
        nothing_begins_with("proposal", words, "list them with: foretold question proposals")
    if not present:
        raise InputError(
            f"{found[0].proposal_id} is past",
            rule="proposals are about forecasts as they stand and read now",
            remedy="list those with: foretold question proposals",
        )
    if len({one.proposal_id for one in present}) > 1:
        ambiguous("proposal", words, [one.proposal_id for one in present])
    return present[0]


def confirm(con: DuckDBPyConnection, journal: Journal, words: str, why: Why, *, side: str | None = None) -> Proposal:
    """Put both forecasts of a proposal to one question, or keep them there. Returns it as it was.

    `side` (same, opposite) says how the two claims stand to each other where the proposal has that wrong.

    Raises InputError when people did so already, and for whatever forbids merging the two questions.
    """
    found = find_proposal(con, words)
    if found.is_together and side not in (None, found.side):
        raise InputError(
            f"{found.proposal_id} has been applied with the other side",
            rule="a side is set when two questions are put together",
            remedy=f"refuse it first, then confirm it with --side {side}",
        )
    found = replace(found, side=side or found.side)
    if found.state == "confirmed":
        raise InputError(
            f"{found.proposal_id} is confirmed already",
            rule="a decision changes something",
            remedy=f"take it apart with: foretold question refuse {found.proposal_id}",
        )
    if not found.is_together:
        merge(con, journal, found.question_id, found.other_question_id, found.question_side, why)
        return found
    held = find_forecast(con, found.forecast_id)
    journal.append([_line(held, f"{held.question_id} {held.side}", found, "confirmed", why)])
    return found


def refuse(con: DuckDBPyConnection, journal: Journal, words: str, why: Why) -> Proposal:
    """Keep the two forecasts of a proposal apart; one that was put to the other's question gets its own back.

    Returns it as it was. Raises InputError when it was refused already.
    """
    found = find_proposal(con, words)
    if found.state == "refused":
        raise InputError(
            f"{found.proposal_id} is refused already",
            rule="a decision changes something",
            remedy=f"put them together with: foretold question confirm {found.proposal_id}",
        )
    held = find_forecast(con, found.forecast_id)
    if found.is_together and held.question_id == held.own_question:
        held = find_forecast(con, found.other_forecast_id)
    value = "" if found.is_together or held.question_id == held.own_question else f"{held.question_id} {held.side}"
    journal.append([_line(held, value, found, "refused", why)])
    return found


def _line(held: Held, value: str, proposal: Proposal, decision: str, why: Why) -> Decision:
    details: dict[str, Any] = held.place | {"was": f"{held.question_id} {held.side}"}
    details |= {"proposal": proposal.proposal_id, "decision": decision}
    return Decision("forecast", held.forecast_id, "question", value, why.by, why.because, why.evidence, details)
