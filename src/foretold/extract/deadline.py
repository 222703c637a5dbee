"""The time words that belong to a claim, and the interval they mean: the horizon grammar, asked in the right place."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foretold.extract.horizon import Horizon


_PAST = re.compile(r"(?:last|yesterday|ago)\b", re.IGNORECASE)


def deadline(
    raw: str,
    span: tuple[int, int],
    holes: list[tuple[int, int]],
    event: int,
    earliest: date | None,
    latest: date | None,
) -> Horizon | None:
    """Return the horizon of a claim, looked for where its event stands first, and never in ``holes``.

    The holes are its condition and the relative clauses of its subject; ``event`` is the offset of its predicate.
    """
    from foretold.extract.horizon import find_horizon

    for start, end in _outside(span, holes, event):
        found = find_horizon(raw, start, end, earliest, latest)
        if found is not None and _PAST.match(found.words):
            found = find_horizon(raw, found.end, end, earliest, latest)
        if found is not None and not _PAST.match(found.words):
            return found
    return None


def _outside(span: tuple[int, int], holes: list[tuple[int, int]], event: int) -> list[tuple[int, int]]:
    """Return the stretches between the holes, that of the event first."""
    parts, start = [], span[0]
    for first, last in sorted(holes):
        if last <= start or first >= span[1]:
            continue
        parts.append((start, first))
        start = max(start, last)
    parts.append((start, span[1]))
    kept = [part for part in parts if part[1] - part[0] > 3]
    return sorted(kept, key=lambda part: not part[0] <= event < part[1])
