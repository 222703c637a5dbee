"""Passages of later documents that may settle a question: suggestions to who decides, never outcomes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Container, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.errors import InputError
from foretold.ledger.connect import statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CANDIDATES = 200
"""Passages of later documents, best first, whose words are counted."""

SHARE = 0.4
"""Share of a question's words that a passage must hold: below that it is about something else."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
STOP = frozenset(
    "a about after again all an and any are as at be because been before being between both but by can could "
    "did do does down during each ever for from further had has have he her here him his how i if in into "
    "is it its last least less may might more most much must new next no not of off on once one only or other "
    "our out over own per same say says set she should so some soon still such take than that the their them "
    "then there these they this those through time to too two under until up upon very was we week were what "
    "when where which while who will with within without would year years you your month months day days".split()
)
"""Words that say nothing about what a question is about."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a later document, with what a reader needs to find it."""

    document_id: str
    published_on: date
    source: str
    title: str
    url: str | None
    excerpt: str
    start: int
    end: int
    words: tuple[str, ...]
    """The question's words that stand in it."""


def passages_for(con: DuckDBPyConnection, index: Path, question_id: str, *, limit: int = 3) -> list[Passage]:
    """Return passages that may settle a question, the likeliest first.

    They come from documents published after the first forecast on it. `con` is an edition or the ledger, `index` a
    search file (the desk's finds more than an edition's). Passages hold at least SHARE of the question's words; those
    that hold more come first, then by BM25. Forecasts settle nothing: passages that are mostly forecasts are left out.
    Raises InputError for an unknown question.
    """
    rows = con.execute(statement("search_question"), [question_id]).fetchall()
    if not rows:
        raise InputError(f"no question '{question_id}'", remedy='list them with: foretold sql "from questions"')
    event, made_on = rows[0]
    words = key_words(event)
    if made_on is None or not words:
        return []
    later = {row[0]: row[1:] for row in con.execute(statement("search_later"), [made_on]).fetchall()}
    found: list[Passage] = []
    for document_id, start, end, excerpt, marked in _ranked(index, words, later):
        held = _held(words, marked)
        if len(held) >= max(2, SHARE * len(words)):
            published_on, source, title, url = later[document_id]
            found.append(Passage(document_id, published_on, source, title, url, excerpt, start, end, held))
    found = _without_forecasts(con, found)
    found.sort(key=lambda one: -len(one.words))  # stable: BM25 decides among equals
    return found[:limit]


def key_words(event: str) -> list[str]:
    """Return the words of a question that say what it is about, each once, in their order."""
    words = [word.lower().replace("’", "'").removesuffix("'s") for word in WORD.findall(event)]
    return [word for word in dict.fromkeys(words) if word not in STOP and len(word) > 1]


def _ranked(index: Path, words: Sequence[str], wanted: Container[str]) -> list[tuple[str, int, int, str, str]]:
    """Return the best passages of the wanted documents, each also with its hits marked."""
    query = " OR ".join(f'"{word}"' for word in words)
    uri = f"{index.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as search:
        rows = search.execute(
            "select document_id, start_offset, end_offset, passage, highlight(passages, 0, char(2), char(3)) "
            "from passages where passages match ? order by rank",
            (query,),
        )
        return list(islice((row for row in rows if row[0] in wanted), CANDIDATES))


def _without_forecasts(con: DuckDBPyConnection, found: Sequence[Passage]) -> list[Passage]:
    """Leave out the passages of which forecasts take up more than half."""
    spans: dict[str, list[tuple[int, int]]] = {}
    documents = sorted({one.document_id for one in found})
    for document_id, start, end in con.execute(statement("search_spans"), [documents]).fetchall():
        spans.setdefault(document_id, []).append((start, end))

    def taken(one: Passage) -> int:
        return sum(max(0, min(one.end, end) - max(one.start, start)) for start, end in spans.get(one.document_id, ()))

    return [one for one in found if 2 * taken(one) <= one.end - one.start]


def _held(words: Sequence[str], marked: str) -> tuple[str, ...]:
    """Return which of the words the index found: a hit is of the word that begins most like it."""
    hits = {hit.lower() for hit in re.findall("\x02(.*?)\x03", marked)}
    found = {max(words, key=lambda word: _n_shared(word, hit)) for hit in hits}
    return tuple(word for word in words if word in found)


def _n_shared(word: str, other: str) -> int:
    """Return how many letters two words have in common from their beginnings."""
    return next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
