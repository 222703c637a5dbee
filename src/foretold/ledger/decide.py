"""Decisions about one forecast (reject, correct), undoing, and the finding that every kind of decision shares.

Each function checks what a person wants against the ledger and appends lines to the journal, or raises InputError and
appends nothing. What a line does is said in SQL, in warehouse/link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from foretold.errors import InputError
from foretold.ledger.connect import statement
from foretold.ledger.journal import Decision, Journal, Line

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Why:
    """Who decides, for what reason, on what evidence."""

    by: str
    because: str
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A forecast of any status, as the ledger holds it now."""

    forecast_id: str
    status: str
    question_id: str
    side: str
    quote: str
    claim: str
    start: int | None
    end: int | None
    made_on: date | None
    made_from_on: date | None
    """The day it was made; of a document dated by an interval the first day of that."""
    speaker: str | None
    due_earliest_on: date | None
    due_latest_on: date | None
    stated_probability: float | None
    condition: str | None
    document_id: str | None
    capture_id: str | None
    document: str | None
    own_question: str
    """The question that it speaks of when nobody has put it to another."""

    @property
    def is_imported(self) -> bool:
        """Whether it is a number from a file and not words in a document."""
        return self.capture_id is None

    @property
    def place(self) -> dict[str, Any]:
        """Where it stands and what it says, by which a line about it is attached again after a new reading."""
        if self.is_imported:
            return {"forecast_id": self.forecast_id}
        return {
            "forecast_id": self.forecast_id,
            "capture_id": self.capture_id,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
        }


def nothing_begins_with(what: str, words: str, remedy: str) -> NoReturn:
    """Raise the InputError for an id that nothing has."""
    raise InputError(f"no {what} '{words}'", rule=f"a {what} is named by its id or the beginning of it", remedy=remedy)


def ambiguous(what: str, words: str, ids: Sequence[str]) -> NoReturn:
    """Raise the InputError for words that several things begin with."""
    listed = ", ".join(ids[:3]) + (", …" if len(ids) > 3 else "")
    raise InputError(f"'{words}' fits {len(ids)} {what}s", rule="it must fit one", remedy=f"give more of it: {listed}")


def find_forecast(con: DuckDBPyConnection, words: str, *, standing: bool = True) -> Held:
    """Return the forecast with this id or unique beginning of an id.

    Raises InputError for none, several, or (if `standing`) one that is rejected, retired or withdrawn.
    """
    words = words.strip()
    rows = con.execute(statement("decide_forecasts"), [words, None]).fetchall() if words.startswith("f_") else []
    found = [Held(*row) for row in rows]
    hits = [one for one in found if one.forecast_id == words] or found
    if not hits:
        nothing_begins_with(
            "forecast", words, 'list them with: foretold sql "SELECT forecast_id, claim FROM forecasts"'
        )
    if len(hits) > 1:
        ambiguous("forecast", words, [one.forecast_id for one in hits])
    if standing and hits[0].status != "standing":
        raise InputError(
            f"{hits[0].forecast_id} is {hits[0].status}{_since(con, hits[0])}",
            rule="decisions are about standing forecasts",
            remedy="a person's decision can be taken back with: foretold undo LINE",
        )
    return hits[0]


def _since(con: DuckDBPyConnection, held: Held) -> str:
    about = (held.document_id, "status") if held.status == "withdrawn" else (held.forecast_id, "status")
    rows = con.execute(statement("decide_lines"), list(about)).fetchall() if held.status != "retired" else []
    return f" (journal line {rows[0][0]}, {rows[0][1]})" if rows else ""


def forecasts_on(con: DuckDBPyConnection, question_id: str) -> list[Held]:
    """Return the forecasts on a question, of any status."""
    everything = [Held(*row) for row in con.execute(statement("decide_forecasts"), [None, question_id]).fetchall()]
    return [one for one in everything if one.question_id == question_id]


def reject(con: DuckDBPyConnection, journal: Journal, forecast: str, why: Why) -> Held:
    """Say that an extraction is no forecast, or not as it was read; it leaves every score. Returns it."""
    held = find_forecast(con, forecast)
    journal.append([_about(held, "status", "rejected", "standing", why)])
    return held


def correct(
    con: DuckDBPyConnection, journal: Journal, forecast: str, values: Mapping[str, str], why: Why
) -> list[Line]:
    """Set the claim, speaker, deadline or probability of a forecast; what was read stays in its history.

    `values` holds what to set, as typed. A deadline is a day, two days with / between, or none; a probability is
    P(claim), from 0 to 1. Raises InputError when nothing would change.
    """
    held = find_forecast(con, forecast)
    if not values:
        raise InputError(
            "nothing to correct", remedy="give at least one of --claim, --speaker, --deadline, --probability"
        )
    decisions: list[Decision] = []
    for name, typed in values.items():
        value = _CHECKS[name](typed, held)
        was = _before(held, name)
        if value == was:
            raise InputError(
                f"the {name} of {held.forecast_id} is '{was}' already",
                rule="a correction changes something",
                remedy="leave it out",
            )
        decisions.append(_about(held, name, value, was, why))
    return journal.append(decisions)


def _about(held: Held, field: str, value: str, was: str, why: Why) -> Decision:
    details = held.place | {"was": was}
    return Decision("forecast", held.forecast_id, field, value, why.by, why.because, why.evidence, details)


def _before(held: Held, name: str) -> str:
    if name == "deadline":
        if held.due_latest_on is None:
            return "none"
        return days_text(held.due_earliest_on or held.due_latest_on, held.due_latest_on)
    if name == "probability":
        return "" if held.stated_probability is None else f"{held.stated_probability:g}"
    return held.claim if name == "claim" else held.speaker or ""


def _words(what: str) -> Any:
    def check(typed: str, _: Held) -> str:
        words = " ".join(typed.split())
        if not words:
            raise InputError(f"an empty {what}", rule=f"a {what} is words", remedy="write it out")
        return words

    return check


def _deadline(typed: str, held: Held) -> str:
    if typed.strip().lower() == "none":
        return "none"
    earliest, latest = days(typed)
    if held.made_on is not None and latest < held.made_on:
        raise InputError(
            f"deadline {latest}, but the forecast was made on {held.made_on}",
            rule="a deadline comes after its forecast",
            remedy="correct the date",
        )
    return days_text(earliest, latest)


def _probability(typed: str, _: Held) -> str:
    try:
        value = float(typed)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise InputError(
            f"probability '{typed}'", rule="P(claim) is a number from 0 to 1", remedy="write 20 percent as 0.2"
        )
    return f"{value:g}"


_CHECKS: dict[str, Any] = {
    "claim": _words("claim"),
    "speaker": _words("speaker"),
    "deadline": _deadline,
    "probability": _probability,
}


def days(words: str) -> tuple[date, date]:
    """Return the first and the last day that a date means: YYYY-MM-DD, YYYY-MM, YYYY, or two of them with / between.

    Raises InputError for anything else, and for an end before the beginning.
    """
    parts = [part.strip() for part in words.split("/")]
    spans = [_span(part, words) for part in parts[:2]]
    if len(parts) > 2 or spans[-1][1] < spans[0][0]:
        raise InputError(
            f"dates '{words}'", rule="an interval is two dates with / between, the earlier first", remedy="correct it"
        )
    return spans[0][0], spans[-1][1]


def _span(part: str, words: str) -> tuple[date, date]:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", part, re.ASCII)
    try:
        if match is None:
            raise ValueError(part)
        year, month, day = (int(group) if group else None for group in match.groups())
        first = date(year or 0, month or 1, day or 1)
        if day is not None:
            return first, first
        after = date(first.year + (month is None or month == 12), 1 if month is None else month % 12 + 1, 1)
        return first, date.fromordinal(after.toordinal() - 1)
    except ValueError as error:
        raise InputError(
            f"date '{words}'",
            rule="dates are written YYYY-MM-DD, YYYY-MM or YYYY, intervals with / between",
            remedy="correct it",
        ) from error


def days_text(earliest: date, latest: date) -> str:
    """Return two days as the journal writes them: one when they are equal, else with / between."""
    return earliest.isoformat() if earliest == latest else f"{earliest}/{latest}"


def undo(journal: Journal, number: int, why: Why) -> list[Line]:
    """Take back the decision of a line, and those made with it in one act: further lines set the values from before.

    Undoing an undoing brings the decision back. Raises InputError when there is no such line or a later one has decided
    the same thing.
    """
    lines = list(journal.lines())
    if not 1 <= number <= len(lines):
        raise InputError(
            f"no line {number} in the journal",
            rule=f"it has {len(lines)} lines, numbered from 1",
            remedy=f"see them in {journal.path}",
        )
    act = lines[number - 1].decision.details.get("act")
    together = [line for line in lines if line.number == number or (act and line.decision.details.get("act") == act)]
    return journal.append([_undoing(line, lines, why) for line in reversed(together)])


def _key(decision: Decision) -> tuple[str, ...]:
    judge = decision.details.get("judge", decision.by) if decision.field == "judgement" else ""
    return decision.kind, decision.target, decision.field, judge


def _undoing(line: Line, lines: Sequence[Line], why: Why) -> Decision:
    done = line.decision
    same = [other for other in lines if _key(other.decision) == _key(done)]
    if same[-1].number != line.number:
        raise InputError(
            f"line {line.number} no longer holds: line {same[-1].number} has decided the {done.field} of {done.target}",
            rule="the last decision is undone first",
            remedy=f"foretold undo {same[-1].number}",
        )
    if done.kind == "import" and not done.value:
        raise InputError(
            f"line {line.number} takes an import back",
            rule="what was taken back is brought in as an import of its own",
            remedy="import the file again; a copy of it is in imports/",
        )
    nothing = "open" if done.kind == "outcome" else ""
    details = {name: value for name, value in done.details.items() if name not in _OF_ONE_LINE}
    details |= {"undoes": line.number, "was": done.value}
    if act := done.details.get("act"):
        details["act"] = f"{act}-"  # those undone together are undone together again
    if len(same) == 1 or same[-2].decision.value == nothing:
        if done.kind == "outcome":
            details["judge"] = done.details.get("judge", done.by)
        return Decision(done.kind, done.target, done.field, nothing, why.by, why.because, why.evidence, details)
    before = same[-2]
    old = before.decision
    details |= {name: old.details[name] for name in ("settled_on", "claim_outcome") if name in old.details}
    details |= {
        "restores": old.details.get("restores", before.number),
        "because": old.details.get("because", old.because),
        "judge": old.details.get("judge", old.by),
        "undone_because": why.because,
    }
    return Decision(done.kind, done.target, done.field, old.value, why.by, why.because, old.evidence, details)


_OF_ONE_LINE = frozenset(
    "settled_on claim_outcome because judge restores undoes undone_because "
    "carried_from merged_because act row was".split()
)
"""Details that belong to a line's value, not to what the line is about."""
