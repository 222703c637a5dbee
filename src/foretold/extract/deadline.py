"""The time words that belong to a claim, and the interval they mean: the horizon grammar, asked about the right stretch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foretold.extract.horizon import Horizon


def deadline(
    raw: str, span: tuple[int, int], condition: tuple[int, int] | None, earliest: date | None, latest: date | None
) -> Horizon | None:
    """Return the horizon of a claim, looked for outside its condition."""
    from foretold.extract.horizon import find_horizon

    for start, end in _outside(span, condition):
        found = find_horizon(raw, start, end, earliest, latest)
        if found is not None:
            return found
    return None


def _outside(span: tuple[int, int], hole: tuple[int, int] | None) -> list[tuple[int, int]]:
    if hole is None or hole[1] <= span[0] or hole[0] >= span[1]:
        return [span]
    parts = [(span[0], hole[0]), (hole[1], span[1])]
    return sorted((part for part in parts if part[1] - part[0] > 3), key=lambda part: part[0] - part[1])
