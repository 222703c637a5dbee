"""Which questions may be the same event as one, imported ones included: for a person to look at, never applied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from foretold.ledger.connect import statement
from foretold.link.claims import Claim
from foretold.link.compare import Match, compare
from foretold.link.lexicon import fold

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from foretold.ledger.decide_questions import Question

_BEGINNING = 5
"""Letters of a word by which questions are looked up: its forms share them."""
_QUESTION = re.compile(r"^will\s+|\?+\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Alike:
    """A question that may be the same event as the one asked about."""

    question_id: str
    event: str
    n_forecasters: int
    is_imported: bool
    match: Match


def alike(con: DuckDBPyConnection, question: Question) -> list[Alike]:
    """Return the questions that may be the same event, the likeliest first.

    Those that files brought are among them: a crowd put to a columnist's question becomes a benchmark. The linker does
    not propose them by itself, since a file can bring a million.
    """
    found = []
    words = {word[:_BEGINNING] for word in re.findall(r"[^\W_]{3,}", fold(question.event))} - {"will", "the", "and"}
    made_on = con.execute(
        "select min(made_on) from forecasts where question_id = ?", [question.question_id]
    ).fetchall()[0][0]
    mine = _claim(question.question_id, question.event, question.condition, made_on, None, question.due_latest_on)
    rows = con.execute(statement("alike_questions"), [question.question_id, sorted(words)]).fetchall()
    for question_id, event, condition, made, earliest, latest, n_forecasters, is_imported in rows:
        match = compare(mine, _claim(question_id, event, condition, made, earliest, latest))
        if match is not None:
            found.append(Alike(question_id, event, n_forecasters, is_imported, match))
    return sorted(found, key=lambda one: (-one.match.score, one.question_id))


def _claim(
    question_id: str,
    event: str,
    condition: str | None,
    made_on: date | None,
    earliest: date | None,
    latest: date | None,
) -> Claim:
    return Claim(question_id, question_id, _QUESTION.sub("", event), condition, made_on, earliest, latest)
