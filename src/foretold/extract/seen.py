"""What the parser sees of a sentence: its words without those that would mislead it, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a sentence that the parser does not see, or sees as another word."""

    start: int
    end: int
    word: str = ""


_DOUBLED = re.compile(
    r"\b(?:(?:if|unless)(?P<after> and (?:when|until|only if))|(?P<before>as and )when|when(?P<last> and if))\b",
    re.IGNORECASE,
)


def doubled(text: str) -> Iterator[Edit]:
    """Yield the halves of doubled conjunctions that say nothing more: "if and when", "unless and until"."""
    if " and " in text:
        for match in _DOUBLED.finditer(text):
            yield Edit(*match.span(next(name for name, words in match.groupdict().items() if words)))


def seen_by_parser(text: str, edits: Iterable[Edit]) -> tuple[str, list[tuple[int, int, int]]]:
    """Return the sentence after its edits, and for each edit where it then stands: (start, end, what follows is moved).

    A character at or behind ``end`` of the shortened text stood so many places further on in the whole one.
    """
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    at = size = 0
    for edit in _apart(sorted(edits, key=lambda edit: (edit.start, edit.end))):
        parts += [text[at : edit.start], edit.word]
        size += edit.start - at
        places.append((size, size + len(edit.word), edit.end - size - len(edit.word)))
        size += len(edit.word)
        at = edit.end
    return "".join([*parts, text[at:]]), places


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """Leave out edits that reach into the one before."""
    end = 0
    for edit in edits:
        if edit.start >= end:
            yield edit
            end = edit.end
