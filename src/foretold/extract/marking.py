"""Compare forecasts that were found with forecasts that were marked: precision, recall, and each slot by itself.

The rule: a forecast that was found matches a marked one when they share at least half of the shorter span; each is
matched once, short finds first, with the row that they share most with. Borderline rows count neither way; stretches
labelled "unjudged" are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foretold.records import AUTHOR, Forecast

MEASURES = ("precision", "recall", "f1", "holder", "quoted_holder", "band", "condition", "horizon")


@dataclass(frozen=True, slots=True)
class Row:
    """A marked stretch of a document; None in a slot means that the slot is not judged."""

    doc: str
    start: int
    end: int
    label: str
    """"forecast", "borderline" or "unjudged"."""
    quote: str = ""
    holders: tuple[str, ...] = ()
    band: str | None = None
    condition: str | None = None
    horizon: str | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one set, each a share from 0 to 1; None where there was nothing to judge."""

    name: str
    gold: int
    precision: float
    recall: float
    f1: float
    holder: float | None
    quoted_holder: float | None
    band: float | None
    condition: float | None
    horizon: float | None
    misses: str = field(default="", compare=False)


def mark(name: str, rows: Sequence[Row], found: Iterable[Forecast]) -> Marks:
    """Return the marks of what was found against what was marked."""
    unjudged = [row for row in rows if row.label == "unjudged"]
    marked = [row for row in rows if row.label in {"forecast", "borderline"}]
    judged = [one for one in found if not any(_match(row, one) for row in unjudged)]
    pairs, false = _paired(marked, judged)
    must = [row for row in marked if row.label == "forecast"]
    precision = len(pairs) / (len(pairs) + len(false)) if pairs or false else 0.0
    recall = len(pairs) / len(must) if must else 0.0
    quoted = [(row, one) for row, one in pairs if row.holders != (AUTHOR,)]
    return Marks(
        name=name,
        gold=len(must),
        precision=round(precision, 4),
        recall=round(recall, 4),
        f1=round(2 * precision * recall / (precision + recall), 4) if pairs else 0.0,
        holder=_share([_same_holder(row, one) for row, one in pairs]),
        quoted_holder=_share([_same_holder(row, one) for row, one in quoted]),
        band=_share([row.band == one.band.value for row, one in pairs if row.band is not None]),
        condition=_share(
            [_same_words(row.condition, one.condition) for row, one in pairs if row.condition is not None]
        ),
        horizon=_share([_same_words(row.horizon, one.horizon) for row, one in pairs if row.horizon is not None]),
        misses=_misses(must, pairs, false),
    )


Pair = tuple[Row, Forecast]


def _paired(marked: list[Row], judged: list[Forecast]) -> tuple[list[Pair], list[Forecast]]:
    by_doc: dict[str, list[Row]] = {}
    for row in marked:
        by_doc.setdefault(row.doc, []).append(row)
    taken: set[tuple[str, int, int]] = set()
    pairs: list[Pair] = []
    false: list[Forecast] = []
    for one in sorted(judged, key=lambda one: one.end - one.start):
        hits = [row for row in by_doc.get(one.doc, ()) if _match(row, one)]
        free = [row for row in hits if row.label == "forecast" and (row.doc, row.start, row.end) not in taken]
        if free:
            best = max(free, key=lambda row: _shared(row, one))
            taken.add((best.doc, best.start, best.end))
            pairs.append((best, one))
        elif not any(row.label == "borderline" for row in hits):
            false.append(one)
    return pairs, false


def _shared(row: Row, one: Forecast) -> int:
    return min(row.end, one.end) - max(row.start, one.start)


def _match(row: Row, one: Forecast) -> bool:
    shorter = min(row.end - row.start, one.end - one.start)
    return row.doc == one.doc and _shared(row, one) > 0 and 2 * _shared(row, one) >= shorter


def _same_words(marked: str | None, found: str | None) -> bool:
    """Say whether two slots have at least half of the longer one's words in common."""
    one, other = (set(re.findall(r"\w+", (words or "").lower())) for words in (marked, found))
    return 2 * len(one & other) >= max(len(one), len(other))


def _same_holder(row: Row, one: Forecast) -> bool:
    """Say whether the last name is one of the accepted ones: titles and first names are not judged."""
    return _last_name(one.speaker) in {_last_name(name) for name in row.holders}


def _last_name(name: str | None) -> str:
    words = re.sub(r"[^a-z ]", "", (name or AUTHOR).lower()).split()
    return words[-1] if words else AUTHOR


def _share(judgements: list[bool]) -> float | None:
    return round(sum(judgements) / len(judgements), 4) if judgements else None


def _misses(must: list[Row], pairs: list[Pair], false: list[Forecast]) -> str:
    seen = {(row.doc, row.start, row.end) for row, _ in pairs}
    lines = [f"MISSED  {r.doc[:12]} | {r.quote[:200]}" for r in must if (r.doc, r.start, r.end) not in seen]
    lines += [f"FALSE   {one.doc[:12]} | {one.quote[:200]}" for one in false]
    for row, one in pairs:
        place = f"{row.doc[:12]} | {row.quote[:120]}"
        if not _same_holder(row, one):
            lines.append(f"HOLDER  {', '.join(row.holders)} got {one.speaker} | {place}")
        if row.band is not None and row.band != one.band.value:
            lines.append(f"BAND    {row.band} got {one.band.value} | {place}")
        if row.condition is not None and not _same_words(row.condition, one.condition):
            lines.append(f"COND    {row.condition!r} got {one.condition!r} | {place}")
        if row.horizon is not None and not _same_words(row.horizon, one.horizon):
            lines.append(f"WHEN    {row.horizon!r} got {one.horizon!r} | {place}")
    return "\n".join(lines)
