"""Floors: marks that the extractor may not fall below, with the hashes of the gold that they were measured on."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foretold.errors import InputError
from foretold.extract.marking import MEASURES, Marks

MARGIN = 0.01
"""A floor stands so far under the mark it was measured at: another library version may move a sentence or two."""
_COMMAND = "python -m foretold.extract.exam --update-floors"


@dataclass(frozen=True, slots=True)
class Floors:
    """What floors.json holds."""

    gold: dict[str, str]
    """SHA-256 of each file of our own gold, by name."""
    floors: dict[str, dict[str, float]]
    """Least mark by set and measure."""


def hashes(gold: Path) -> dict[str, str]:
    """Return the SHA-256 of each set of our own gold."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(gold.glob("*.jsonl"))}


def read_floors(path: Path) -> Floors:
    """Read floors.json.

    Raises InputError when it is missing or has another form.
    """
    try:
        loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Floors(dict(loaded["gold"]), {name: dict(marks) for name, marks in loaded["floors"].items()})
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise InputError(
            f"{path}: {error!r}", rule="floors.json holds gold and floors", remedy=f"run {_COMMAND}"
        ) from error


def below(floors: Floors, marks: Iterable[Marks]) -> list[str]:
    """Return a line for each mark that stands under its floor."""
    return [
        f"{mark.name}: {measure} {value} is under its floor {floor}"
        for mark in marks
        for measure, floor in floors.floors.get(mark.name, {}).items()
        if (value := getattr(mark, measure)) is None or value < floor
    ]


def changed(floors: Floors, gold: Path) -> list[str]:
    """Return a line for each set of gold that is not the one the floors were measured on."""
    now = hashes(gold)
    return [
        f"{name}: the gold has changed since its floors were set; look at the change, then run {_COMMAND}"
        for name in sorted(now.keys() | floors.gold.keys())
        if now.get(name) != floors.gold.get(name)
    ]


def updated(old: Floors | None, marks: Iterable[Marks], gold: Mapping[str, str], *, lower: bool) -> Floors:
    """Return floors raised to the marks; sets that were not measured keep theirs.

    Raises InputError when a mark stands under its old floor and ``lower`` is not set.
    """
    measured = list(marks)
    if old is not None and not lower and (lines := below(old, measured)):
        raise InputError(
            "; ".join(lines), rule="floors only rise", remedy=f"mend the extractor, or run {_COMMAND} --lower"
        )
    floors = {name: dict(values) for name, values in (old.floors if old else {}).items()}
    for mark in measured:
        before = floors.get(mark.name, {})
        fresh = {m: _under(value) for m in MEASURES if (value := getattr(mark, m)) is not None}
        floors[mark.name] = fresh if lower else {m: max(value, before.get(m, 0.0)) for m, value in fresh.items()}
    return Floors(dict(gold), floors)


def write_floors(path: Path, floors: Floors) -> None:
    """Write floors.json."""
    content = {"gold": floors.gold, "floors": floors.floors}
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _under(value: float) -> float:
    return math.floor((value - MARGIN) * 200 + 1e-9) / 200
