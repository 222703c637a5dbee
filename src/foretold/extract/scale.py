"""Read a term of the lexicon as a probability with a range, by a scale of warehouse/scales."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foretold.errors import SettingsError

DEFAULT = "survey-2026"


@dataclass(frozen=True, slots=True)
class Reading:
    """Probability of a claim, from 0 to 1, with the range of that reading."""

    low: float
    point: float
    high: float


@cache
def readings(scale: str = DEFAULT) -> dict[str, Reading]:
    """Return the readings of a scale by term; terms without a number are left out.

    Raises SettingsError when the scale does not exist.
    """
    from foretold.settings import house

    path: Path = house() / "warehouse" / "scales" / f"{scale}.csv"
    if not path.is_file():
        raise SettingsError(
            f"scale {scale!r} was not found",
            rule="a scale is a CSV in warehouse/scales",
            remedy="name one of those files",
        )
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row["term"]: Reading(float(row["low"]), float(row["point"]), float(row["high"]))
            for row in csv.DictReader(lines)
            if row.get("point")
        }


def read(term: str, stated: Reading | None = None, scale: str = DEFAULT) -> Reading | None:
    """Return the reading of a term; a stated number stands for itself. None where the scale does not know the term."""
    return stated or readings(scale).get(term)
