"""File a forecast under a topic of corpus/topics.toml by its words; None where none fits."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _topics() -> tuple[Any, dict[str, str]]:
    """Return one pattern for the words of all topics, and the topic of each word."""
    import re2

    from foretold.settings import house

    path: Path = house() / "corpus" / "topics.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["topic"] if path.is_file() else []
    topic_by_word = {word.lower(): row["id"] for row in rows for word in row["words"]}
    longest = sorted(topic_by_word, key=lambda word: (-len(word), word))
    pattern = re2.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, longest))})\b") if longest else None
    return pattern, topic_by_word


def _count(text: str, weight: int, scores: Counter[str]) -> None:
    pattern, topic_by_word = _topics()
    for word in pattern.findall(text) if pattern is not None else ():
        scores[topic_by_word[word.lower()]] += weight


def topic_of(claim: str, around: str) -> str | None:
    """Return the id of the topic whose words occur most, the claim's counting threefold; None without a clear first."""
    scores: Counter[str] = Counter()
    _count(claim, 3, scores)
    _count(around, 1, scores)
    ranked = scores.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
