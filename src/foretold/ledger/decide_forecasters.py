"""Decisions about forecasters: two names that are one, affiliations with dates, the right of reply."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from foretold.errors import InputError
from foretold.ledger.connect import statement
from foretold.ledger.decide import Why, ambiguous, find_forecast, nothing_begins_with
from foretold.ledger.journal import Decision, Journal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Name:
    """A name that holds forecasts, and the forecaster whom it means now."""

    name_id: str
    name: str
    kind: str
    forecaster_id: str
    forecaster: str
    n_forecasts: int
    key: str
    """The name without case, spacing and title."""

    @property
    def place(self) -> dict[str, Any]:
        """What a line about it says beside its id."""
        return {"name": self.name}


def names(con: DuckDBPyConnection) -> list[Name]:
    """Return every name that holds a forecast, those of one forecaster together, the forecaster's own first."""
    return [Name(*row) for row in con.execute(statement("decide_forecasters")).fetchall()]


def find_name(con: DuckDBPyConnection, words: str) -> Name:
    """Return the name with this id or beginning of an id, or that reads so, titles and case not minded.

    Raises InputError for none or several.
    """
    everything, words = names(con), words.strip()
    if words.startswith("p_") and len(words) > len("p_"):
        hits = [one for one in everything if one.name_id.startswith(words)]
    else:
        key = con.execute("select name_key(?)", [words]).fetchall()[0][0]
        hits = [one for one in everything if one.key == key or one.name == words]
    if not hits:
        nothing_begins_with("forecaster", words, "list them with: foretold forecaster list")
    if len(hits) > 1:
        ambiguous("forecaster", words, [one.name_id for one in hits])
    return hits[0]


def merge(con: DuckDBPyConnection, journal: Journal, one: str, other: str, why: Why) -> tuple[Name, Name]:
    """Declare two names one forecaster: all names of the first mean the second from now on. Returns both."""
    left, right = find_name(con, one), find_name(con, other)
    if left.forecaster_id == right.forecaster_id:
        raise InputError(
            f"'{left.name}' and '{right.name}' are one forecaster already",
            rule="two forecasters are merged",
            remedy="name another",
        )
    act = secrets.token_hex(4)
    decisions = [
        Decision(
            "forecaster",
            name.name_id,
            "same_as",
            right.forecaster_id,
            why.by,
            why.because,
            why.evidence,
            name.place | {"act": act, "was": name.forecaster_id},
        )
        for name in names(con)
        if name.forecaster_id == left.forecaster_id
    ]
    journal.append(decisions)
    return left, right


@dataclass(frozen=True, slots=True)
class Alike:
    """Two names that may be one forecaster's, which a person decides."""

    name_id: str
    name: str
    other_name_id: str
    other_name: str
    is_last_name: bool
    """Whether the first is the last word of the other; else they begin and end alike."""
    n_candidates: int
    """Forecasters whose names fit the first as well as this one does."""
    n_documents: int
    """Documents in which both hold a forecast."""

    @property
    def reason(self) -> str:
        """What speaks for it, and what against."""
        why = "is the last word of the other" if self.is_last_name else "begins and ends as the other does"
        where = {0: "no document has both", 1: "one document has both"}.get(
            self.n_documents, f"{self.n_documents} documents have both"
        )
        others = self.n_candidates - 1
        return f"{why}; {where}; " + (
            f"{others} more fit{'s' if others == 1 else ''}" if others else "nobody else fits"
        )


def alike(con: DuckDBPyConnection) -> list[Alike]:
    """Return the pairs of names that may be one forecaster's, the likeliest first. None of them is ever applied."""
    return [Alike(*row) for row in con.execute(statement("alike_names")).fetchall()]


def keep_apart(con: DuckDBPyConnection, journal: Journal, one: str, other: str, why: Why) -> tuple[Name, Name]:
    """Say that two names are two forecasters, so that they are not proposed again. Returns both."""
    left, right = find_name(con, one), find_name(con, other)
    if left.forecaster_id == right.forecaster_id:
        raise InputError(
            f"'{left.name}' and '{right.name}' are one forecaster now",
            rule="two forecasters are kept apart",
            remedy=f"split them first with: foretold forecaster split {left.name_id}",
        )
    field = f"not {right.forecaster_id}"
    rows = con.execute(statement("decide_lines"), [left.forecaster_id, field]).fetchall()
    if rows and rows[0][2] == "apart":
        raise InputError(
            f"they are kept apart already (journal line {rows[0][0]})", rule="a decision changes something"
        )
    details = left.place | {"other": right.name}
    journal.append(
        [Decision("forecaster", left.forecaster_id, field, "apart", why.by, why.because, why.evidence, details)]
    )
    return left, right


def split(con: DuckDBPyConnection, journal: Journal, words: str, why: Why) -> Name:
    """Let a name mean a forecaster of its own again. Raises InputError when it does."""
    name = find_name(con, words)
    if name.forecaster_id == name.name_id:
        raise InputError(
            f"'{name.name}' is a forecaster of its own already",
            rule="a name is split off from another forecaster",
            remedy="see which names are one with: foretold forecaster list",
        )
    details = name.place | {"was": name.forecaster_id}
    journal.append([Decision("forecaster", name.name_id, "same_as", "", why.by, why.because, why.evidence, details)])
    return name


def affiliate(
    con: DuckDBPyConnection,
    journal: Journal,
    words: str,
    organisation: str,
    dates: tuple[date | None, date | None],
    why: Why,
) -> Name:
    """Note whom a forecaster worked or spoke for, from and until when, as far as known."""
    since, until = dates
    name = find_name(con, words)
    organisation = " ".join(organisation.split())
    if not organisation:
        raise InputError("an empty organisation", rule="an affiliation has a name", remedy="write it out")
    if since and until and until < since:
        raise InputError(f"from {since} until {until}", rule="the beginning comes first", remedy="correct the dates")
    value = f"{since or ''}/{until or ''}"
    field = f"affiliation {organisation}"
    rows = con.execute(statement("decide_lines"), [name.forecaster_id, field]).fetchall()
    if rows and rows[0][2] == value:
        raise InputError(
            f"that affiliation is recorded already (journal line {rows[0][0]})", rule="a decision changes something"
        )
    journal.append(
        [Decision("forecaster", name.forecaster_id, field, value, why.by, why.because, why.evidence, name.place)]
    )
    return name


def reply(
    con: DuckDBPyConnection, journal: Journal, words: str, text: str, forecast: str | None, why: Why
) -> tuple[Name, str]:
    """Publish what a forecaster says to one forecast, or to the whole record. Returns the name and the target's id.

    Raises InputError for an empty reply, or a forecast that somebody else holds.
    """
    name = find_name(con, words)
    text = text.strip()
    if not text:
        raise InputError("an empty reply", rule="a reply is words", remedy="give them with --text")
    if forecast is None:
        target, details = name.forecaster_id, name.place
    else:
        held = find_forecast(con, forecast)
        owners = con.execute("select forecaster_id from forecasts where forecast_id = ?", [held.forecast_id]).fetchall()
        if (name.forecaster_id,) not in owners:
            raise InputError(
                f"{held.forecast_id} is not a forecast of {name.forecaster}",
                rule="forecasters reply to their own record",
                remedy="name its holder",
            )
        target, details = held.forecast_id, held.place
    rows = con.execute(statement("decide_lines"), [target, "reply"]).fetchall()
    if rows and rows[0][2] == text:
        raise InputError(
            f"that reply is published already (journal line {rows[0][0]})", rule="a decision changes something"
        )
    journal.append([Decision("reply", target, "reply", text, why.by, why.because, why.evidence, details)])
    return name, target
