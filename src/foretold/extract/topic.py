"""File a forecast under a topic of corpus/topics.toml by its words; None where none fits."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    from foretold.settings import house

    path: Path = house() / "corpus" / "topics.toml"
    if not path.is_file():
        return ()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = data.get("topic") or data.get("topics") or data
    rows = (
        [(str(row.get("name") or row.get("id")), row.get("words", [])) for row in tables]
        if isinstance(tables, list)
        else [(name, row.get("words", []) if isinstance(row, dict) else row) for name, row in tables.items()]
    )
    return tuple(
        (name, re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE))
        for name, words in rows
        if words
    )


def topic_of(claim: str, around: str) -> str | None:
    """Return the topic whose words occur most, those of the claim counting threefold; None when there is no clear first."""
    scores = sorted(
        ((3 * len(pattern.findall(claim)) + len(pattern.findall(around)), name) for name, pattern in _topics()),
        reverse=True,
    )
    if not scores or scores[0][0] < 2 or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    return scores[0][1]
