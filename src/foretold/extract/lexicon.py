"""The cue lexicon, read once from lexicon.toml beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foretold.records import Band


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the lexicon."""

    kind: str
    words: tuple[str, ...]
    term: str
    band: Band
    examples: tuple[str, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """Return all rows of the lexicon in file order."""
    rows = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))["cue"]
    return tuple(
        Entry(row["kind"], tuple(row["words"]), row["term"], Band(row["band"]), tuple(row.get("examples", ())))
        for row in rows
    )


@cache
def by_first_word(kind: str) -> dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]:
    """Return the phrases of one kind by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for phrase, entry in by_kind(kind).items():
        found.setdefault(phrase[0], []).append((phrase, entry))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


@cache
def by_kind(kind: str) -> dict[tuple[str, ...], Entry]:
    """Return the rows of one kind by their words, each phrase as a tuple of words."""
    return {tuple(phrase.split()): entry for entry in entries() if entry.kind == kind for phrase in entry.words}
