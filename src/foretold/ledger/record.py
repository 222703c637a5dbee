"""Recording what became of a forecast: one by its id, or many from a file that names them by their words."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.corpus.problems import Problem
from foretold.errors import InputError
from foretold.ledger.connect import statement
from foretold.ledger.journal import Decision, Journal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WORDS = ("yes", "no", "void", "unresolvable")
COLUMNS = ("document", "quote", "outcome", "resolved_on", "note")
"""Columns that a file of outcomes must have; `question`, `side` and `evidence` may be there too."""


@dataclass(frozen=True, slots=True)
class Target:
    """A standing forecast that an outcome can be recorded for."""

    forecast_id: str
    question_id: str
    side: str
    quote: str
    claim: str
    start: int
    end: int
    made_from_on: date | None
    """The day it was made; of a document dated by an interval the first day of that."""
    document: str
    capture_id: str
    outcome: str | None
    share: float | None


@dataclass(slots=True)
class Recorded:
    """What came of recording a file."""

    n_recorded: int = 0
    n_known: int = 0
    """Rows that the journal held already."""
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file of outcomes, checked but not yet matched with a forecast."""

    line: int
    document: str
    quote: str
    outcome: str
    settled_on: date
    note: str
    evidence: str | None
    question: str
    side: str
    hash: str


def outcome_of(words: str) -> str:
    """Return an outcome as the journal writes it: yes, no, void, unresolvable or a share such as 0.3.

    Raises InputError for anything else.
    """
    value = words.strip().lower()
    if value in WORDS:
        return value
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise InputError(
            f"outcome '{words}'", rule="it is yes, no, void, unresolvable or a share from 0 to 1", remedy="correct it"
        )
    return {0.0: "no", 1.0: "yes"}.get(share, f"{share:g}")


def turned(outcome: str, side: str) -> str:
    """Return the outcome of the question's event for that of a claim on `side`, or the other way round."""
    if side == "asserts" or outcome in ("void", "unresolvable"):
        return outcome
    return {"yes": "no", "no": "yes"}.get(outcome) or f"{1 - float(outcome):g}"


def settled_day(words: str, *, today: date | None = None) -> date:
    """Return the day on which something was settled. Raises InputError when it is no date or still to come."""
    try:
        day = date.fromisoformat(words.strip())
    except ValueError as error:
        raise InputError(f"date '{words}'", rule="dates are written YYYY-MM-DD", remedy="correct it") from error
    if day > (today or datetime.now(UTC).date()):
        raise InputError(f"date {day} is in the future", rule="an outcome is recorded once it is settled")
    return day


def targets(con: DuckDBPyConnection) -> list[Target]:
    """Return every standing forecast with its place and its question."""
    return [Target(*row) for row in con.execute(statement("targets")).fetchall()]


def find(everything: Iterable[Target], forecast: str) -> Target:
    """Return the forecast with this id or unique beginning of an id. Raises InputError for none or several."""
    hits = [target for target in everything if target.forecast_id.startswith(forecast)]
    exact = [target for target in hits if target.forecast_id == forecast]
    if len(exact or hits) == 1:
        return (exact or hits)[0]
    if not hits:
        raise InputError(
            f"no standing forecast '{forecast}'",
            rule="a forecast is named by its id or the beginning of it",
            remedy='list them with: foretold sql "SELECT forecast_id, claim FROM forecasts"',
        )
    raise InputError(
        f"'{forecast}' begins the ids of {len(hits)} forecasts",
        rule="the beginning must be unique",
        remedy=f"give more of it, for instance {hits[0].forecast_id}",
    )


def check_settled(target: Target, settled_on: date) -> None:
    """Raise InputError when an outcome would come before its forecast can have been made."""
    check_day(settled_on, target.made_from_on)


def check_day(settled_on: date, made_from_on: date | None) -> None:
    """Raise InputError when something was settled before the first day on which its forecast can have been made."""
    if made_from_on is not None and settled_on < made_from_on:
        raise InputError(
            f"settled on {settled_on}, but the forecast was not made before {made_from_on}",
            rule="an outcome comes after its forecast",
            remedy="correct the date, or the document's with: foretold document date",
        )


def outcome_decision(
    target: Target, outcome: str, settled_on: date, because: str, by: str, evidence: str | None, **more: Any
) -> Decision:
    """Return the journal's line for the outcome of a forecast's claim, told as that of its question's event."""
    details = {
        "settled_on": settled_on.isoformat(),
        "claim_outcome": outcome,
        "forecast_id": target.forecast_id,
        "capture_id": target.capture_id,
        "start": target.start,
        "end": target.end,
        "quote": target.quote,
    }
    value = turned(outcome, target.side)
    return Decision("outcome", target.question_id, "outcome", value, by, because, evidence, details | more)


def record_file(
    con: DuckDBPyConnection,
    journal: Journal,
    path: Path,
    text_of: Callable[[str], str],
    *,
    by: str,
    partial: bool,
) -> Recorded:
    """Record the outcomes in a CSV file, each for the forecast whose words it quotes, all or (if `partial`) what fits.

    `text_of(capture_id)` returns a capture's text. Rows that the journal holds already are passed over, so that a file
    can be read again. A row that fits no forecast, or several, is a problem with its line number.
    """
    known = {row[0] for row in con.execute(statement("imported_rows")).fetchall()}
    done = Recorded()
    rows: list[Row] = []
    for row in _rows(path, done.problems):
        if row.hash in known:
            done.n_known += 1
        else:
            rows.append(row)
    by_document: dict[str, list[Target]] = defaultdict(list)
    for target in targets(con):
        by_document[target.document].append(target)
    matched: list[tuple[Row, Target]] = []
    for row in rows:
        try:
            target = _match(row, by_document[row.document], text_of)
            check_settled(target, row.settled_on)
            matched.append((row, target))
        except InputError as error:
            done.problems.append(_problem(path, row.line, error))
    decisions = _decisions(path, matched, by, done.problems)
    if done.problems and not partial:
        return done
    if decisions:
        journal.append(decisions)
    done.n_recorded = len({decision.details["row"] for decision in decisions})
    return done


def _problem(path: Path, line: int, error: InputError) -> Problem:
    return Problem(f"{path.name}, line {line}", error.wrong, error.rule, error.remedy)


def _rows(path: Path, problems: list[Problem]) -> Iterable[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})", remedy="name a CSV file") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start})", remedy="convert it with iconv") from error
    reader = csv.DictReader(text.splitlines(keepends=True))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        raise InputError(
            f"{path} has no column {', '.join(missing)}",
            rule=f"a file of outcomes has the columns {', '.join(COLUMNS)}",
            remedy="add it to the first line",
        )
    for values in reader:
        try:
            yield _row(reader.line_num, values)
        except InputError as error:
            problems.append(_problem(path, reader.line_num, error))


def _row(line: int, values: dict[str, Any]) -> Row:
    cells = {name: (value or "").strip() for name, value in values.items() if isinstance(name, str)}
    if not cells["quote"] or not cells["document"]:
        raise InputError("no document or no quote", rule="a row names its forecast by document and quote")
    if not cells["note"]:
        raise InputError("no note", rule="an outcome needs its reason", remedy="say why in the note")
    side = cells.get("side") or "asserts"
    if side not in ("asserts", "denies"):
        raise InputError(
            f"side '{side}'", rule="it is asserts or denies, relative to the question", remedy="correct it"
        )
    digest = hashlib.sha256("\x1f".join(cells[name] for name in COLUMNS).encode()).hexdigest()[:16]
    return Row(
        line,
        cells["document"],
        cells["quote"],
        outcome_of(cells["outcome"]),
        settled_day(cells["resolved_on"]),
        cells["note"],
        cells.get("evidence") or None,
        cells.get("question", ""),
        side,
        digest,
    )


def _match(row: Row, candidates: Sequence[Target], text_of: Callable[[str], str]) -> Target:
    """Return the one forecast that the row's words point at: they share at least half of the shorter of the two."""
    if not candidates:
        raise InputError(
            f"no forecast was found in a document '{row.document}'",
            rule="the document is named by its file's name without ending",
            remedy='check the name with: foretold sql "SELECT name FROM documents"',
        )
    spans: dict[str, list[tuple[int, int]]] = {}
    for capture_id in {target.capture_id for target in candidates}:
        spans[capture_id] = _places(text_of(capture_id), row.quote)
    if not any(spans.values()):
        raise InputError(
            f"'{row.quote[:60]}' does not stand in {row.document}",
            rule="the quote is an exact piece of the text",
            remedy="copy it from the document",
        )
    best: dict[str, tuple[float, int, Target]] = {}
    for target in candidates:
        for low, high in spans[target.capture_id]:
            shared = min(high, target.end) - max(low, target.start)
            if 2 * shared >= min(high - low, target.end - target.start) and shared > 0:
                best[target.forecast_id] = (-shared, target.end - target.start, target)
    ranked = sorted(best.values(), key=lambda hit: hit[:2])
    if not ranked:
        raise InputError(
            f"'{row.quote[:60]}' meets no forecast in {row.document}",
            rule="a row's words overlap those of one forecast",
            remedy=f"quote one of: {_listed(candidates)}",
        )
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0] and ranked[0][1] == ranked[1][1]:
        raise InputError(
            f"'{row.quote[:60]}' meets {len(ranked)} forecasts in {row.document}",
            rule="a row's words point at one forecast",
            remedy=f"quote more of one of: {_listed([hit[2] for hit in ranked])}",
        )
    return ranked[0][2]


def _places(text: str, quote: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    start = text.find(quote)
    while start >= 0:
        places.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return places


def _listed(candidates: Sequence[Target]) -> str:
    listed = "; ".join(f"{target.forecast_id} “{target.quote[:50]}”" for target in candidates[:3])
    return f"{listed}; …" if len(candidates) > 3 else listed


def _decisions(path: Path, matched: Sequence[tuple[Row, Target]], by: str, problems: list[Problem]) -> list[Decision]:
    """Return the lines to write: which forecasts share a question, and one outcome for each question."""
    groups: dict[str, list[tuple[Row, Target]]] = defaultdict(list)
    for row, target in matched:
        # A forecast can be void while its rival's question is decided: it then keeps a question of its own.
        label = row.question if row.outcome not in ("void", "unresolvable") else ""
        groups[label or target.question_id].append((row, target))
    decisions: list[Decision] = []
    for label, members in groups.items():
        # The question takes its event from a claim that asserts it, so that it reads the right way round.
        anchor_row, anchor = next((m for m in members if m[0].side == "asserts"), members[0])
        outcome = turned(anchor_row.outcome, anchor.side)
        decided: list[Decision] = []
        for row, target in members:
            side = anchor.side if row.side == anchor_row.side else _other(anchor.side)
            if turned(row.outcome, side) != outcome:
                problems.append(
                    Problem(
                        f"{path.name}, line {row.line}",
                        f"outcome {row.outcome} contradicts line {anchor_row.line} on question '{label}'",
                        "a question has one outcome, sides minded",
                        "correct the outcome or the side",
                    )
                )
                continue
            if target.question_id != anchor.question_id and row.question:
                because = f"both speak of '{label}' ({path.name})"
                value = f"{anchor.question_id} {side}"
                decided.append(
                    Decision("forecast", target.forecast_id, "question", value, by, because, details={"row": row.hash})
                )
            elif target is not anchor:
                decided.append(
                    outcome_decision(target, row.outcome, row.settled_on, row.note, by, row.evidence, row=row.hash)
                )
        decided.append(
            outcome_decision(
                anchor,
                anchor_row.outcome,
                anchor_row.settled_on,
                anchor_row.note,
                by,
                anchor_row.evidence,
                row=anchor_row.hash,
            )
        )
        decisions += decided
    return decisions


def _other(side: str) -> str:
    return "denies" if side == "asserts" else "asserts"
