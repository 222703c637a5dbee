"""The list of forecasts that a live server searches, filters and sorts, from the search file beside the edition.

SQLite answers a word search over a million forecasts in a few milliseconds where the edition itself would be read from
end to end. A selection never counts further than it must: beyond COUNTED it says "more than".
"""

from __future__ import annotations

import queue
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

from foretold.errors import LedgerError
from foretold.site import rows

COUNTED = 2_000
"""Hits up to which a selection is counted, and paged through."""

CONNECTIONS = 4
"""Requests that can search at once; the others wait their turn."""

CHOICES = 300
"""Forecasters to choose from, those with most forecasts; the search box finds the others by name."""

SORTS = {
    "": "listed.number",
    "due": "listed.due_latest_on is null, listed.due_latest_on, listed.number",
    "probability": "listed.probability desc, listed.number",
    "brier": "listed.brier is null, listed.brier, listed.number",
    "-brier": "listed.brier desc, listed.number",
}
"""Orders of the list: latest first, next due first, most certain first, best first, worst first."""

STATUSES = {
    "open": "listed.event_outcome is null",
    "resolved": "listed.share is not null",
    "void": "listed.event_outcome is not null and listed.share is null",
    "scored": "listed.brier is not null and listed.condition is null",
}
"""What can have become of a forecast; scored: counted in the ranking, so without conditional ones."""

WORD = re.compile(r"[^\W_]+")
JOINED = "forecasts cross join listed on listed.number = forecasts.rowid"
HITS = "forecasts.rowid"
COLUMNS = ", ".join(f"listed.{field.name}" for field in fields(rows.Listed))
DATES = tuple(n for n, field in enumerate(fields(rows.Listed)) if field.name.endswith("_on"))


@dataclass(frozen=True, slots=True)
class Selection:
    """What a reader of the forecasts list asked for; an empty string asks for nothing."""

    q: str = ""
    """Words, or beginnings of words, that must stand in claim, quote or name, in any order."""
    forecaster: str = ""
    source: str = ""
    topic: str = ""
    band: str = ""
    word: str = ""
    """The lexicon's term, such as likely."""
    status: str = ""
    """One of STATUSES."""
    since: str = ""
    """First and last day on which it was made, YYYY-MM-DD."""
    until: str = ""
    low: str = ""
    """Least probability, and the one that it must stay below (1 is within 1), 0 to 1: a bin of the calibration."""
    high: str = ""
    sort: str = ""
    """One of SORTS."""

    @property
    def is_empty(self) -> bool:
        """Whether it selects everything, in the order of the list."""
        return self == Selection()

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, by name, for an address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a selection finds."""

    forecasts: tuple[rows.Listed, ...]
    n: int
    """Hits, counted up to COUNTED."""
    is_more: bool
    """Whether there are more than that."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of the list offer."""

    forecasters: tuple[tuple[str, str], ...]
    """Id and name, by name."""
    topics: tuple[str, ...]
    words: tuple[str, ...]


class Listing:
    """The search file of one edition, open for several requests at once."""

    def __init__(self, file: Path) -> None:
        """Open it. Raises LedgerError when there is none, or when it was written by an older version."""
        self._idle: queue.Queue[sqlite3.Connection] = queue.Queue()
        try:
            uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
            for _ in range(CONNECTIONS):
                self._idle.put(sqlite3.connect(uri, uri=True, check_same_thread=False))
            self._file = uri
            self.choices = self._choices()
        except sqlite3.Error as error:
            self.close()
            raise LedgerError(
                f"{file} cannot be searched ({error})",
                rule="every edition has a search file beside it",
                remedy="publish one with `foretold run`",
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        while not self._idle.empty():
            self._idle.get().close()

    def select(self, selection: Selection, *, start: int, limit: int) -> Found:
        """Return the hits of a selection from number `start` on, `limit` at most, and how many there are."""
        source, order, where, values = _query(selection)
        counted = source if len(where) > 1 else source.replace(JOINED, "forecasts")
        with self._connection() as con:
            if order == HITS:
                # One look through the index counts the hits and says which of them stand on this page.
                hits = con.execute(f"select {HITS} {counted} order by {HITS} limit {COUNTED + 1}", values).fetchall()
                n, numbers = len(hits), [row[0] for row in hits[start : start + limit]]
                marks = ", ".join("?" * len(numbers))
                page = f"select {COLUMNS} from listed where number in ({marks}) order by number"
                found = con.execute(page, numbers).fetchall()
            else:
                n = _counted(con, counted, where, values)
                page = f"select {COLUMNS} {source} order by {order} limit ? offset ?"
                found = con.execute(page, [*values, limit, start]).fetchall()
        is_more = bool(where) and n > COUNTED
        return Found(tuple(_listed(row) for row in found), COUNTED if is_more else n, is_more)

    def stream(self, selection: Selection) -> Iterator[rows.Listed]:
        """Yield every hit of a selection, over a connection of its own: a slow reader keeps nobody waiting."""
        source, order, _, values = _query(selection)
        with closing(sqlite3.connect(self._file, uri=True, check_same_thread=False)) as con:
            for row in con.execute(f"select {COLUMNS} {source} order by {order}", values):
                yield _listed(row)

    def _choices(self) -> Choices:
        with self._connection() as con:
            found = {
                kind: con.execute(
                    "select id, name from choices where kind = ? order by n desc, id limit ?", [kind, CHOICES]
                ).fetchall()
                for kind in ("forecaster", "topic", "word")
            }
        people = sorted(found["forecaster"], key=lambda one: (one[1].casefold(), one[0]))
        topics, words = (tuple(sorted(row[0] for row in found[kind])) for kind in ("topic", "word"))
        return Choices(tuple(people), topics, words)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        con = self._idle.get()
        try:
            yield con
        finally:
            self._idle.put(con)


def _query(selection: Selection) -> tuple[str, str, list[str], list[Any]]:
    """Return where a selection's hits come from and their order in SQL, its conditions and their values."""
    tables, where, values = _conditions(selection)
    # The index gives its hits in the order of its rows, which is the list's: no hit beyond the page is looked at.
    latest = HITS if tables != "listed" else SORTS[""]
    order = latest if selection.sort not in SORTS or not selection.sort else SORTS[selection.sort]
    return f"from {tables} where {' and '.join(where) or '1'}", order, where, values


def _conditions(selection: Selection) -> tuple[str, list[str], list[Any]]:
    """Return the tables, conditions and values of a selection; no word of a reader becomes SQL."""
    tables = "listed"
    where: list[str] = []
    values: list[Any] = []
    if words := match_of(selection.q):
        # Words first: the list's number is the index's row, so that hits come out in the list's order.
        tables = JOINED
        where.append("forecasts match ?")
        values.append(words)
    for column, operator, value in (
        ("forecaster_id", "=", selection.forecaster),
        ("source_id", "=", selection.source),
        ("topic", "=", selection.topic),
        ("band", "=", selection.band),
        ("term", "=", selection.word),
        ("made_on", ">=", _day(selection.since)),
        ("made_on", "<=", _day(selection.until)),
        ("probability", ">=", _number(selection.low)),
        ("probability", "<" if _number(selection.high) != 1 else "<=", _number(selection.high)),
    ):
        if value not in ("", None):
            where.append(f"listed.{column} {operator} ?")
            values.append(value)
    if selection.status in STATUSES:
        where.append(STATUSES[selection.status])
    return tables, where, values


def match_of(q: str) -> str:
    """Return a reader's words as a query of the index, which foretold.js means alike on pages without a server.

    Each must stand in the text as a word or as the beginning of one; a single letter or figure only as a word. What has
    signs within, such as q_0 or rate-cut, is words in a row. Neither case nor accents matter.
    """
    asked = normalize("NFC", q).replace("\x00", " ").split()
    parts = [WORD.findall(one) for one in asked]
    found = [f'"{" ".join(words)}"{"*" if len(words[-1]) > 1 else ""}' for words in parts if words]
    return " ".join(found) or ('"\x01"' if asked else "")  # signs alone are found nowhere


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _counted(con: sqlite3.Connection, source: str, where: list[str], values: list[Any]) -> int:
    """Return how many hits there are, up to one more than COUNTED; of the whole list, all."""
    if not where:
        return int(con.execute("select coalesce(max(number), 0) from listed").fetchone()[0])
    return int(con.execute(f"select count(*) from (select 1 {source} limit {COUNTED + 1})", values).fetchone()[0])


def _listed(row: tuple[Any, ...]) -> rows.Listed:
    values: list[Any] = [round(value, 9) if type(value) is float else value for value in row]
    for n in DATES:
        values[n] = values[n] and date.fromisoformat(values[n])
    return rows.Listed(*values)
