"""The periods of the horizon grammar: a *base* names one ("March 1", "next week"), a *part* takes a piece of the one
behind it ("early", "the end of", "the first week of").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from foretold.extract import horizon_calendar as cal
from foretold.extract.horizon_calendar import Period
from foretold.extract.horizon_grammar import BASES, INNER, PARTS
from foretold.extract.horizon_lexicon import AMBIGUOUS_MONTHS, UNITS
from foretold.extract.horizon_reckon import MEANINGS, coarse
from foretold.extract.horizon_words import Matched, Table, Tokens, number_of, ordinal_of

_BASES, _PARTS, _INNER = Table(BASES), Table(PARTS), Table(INNER)


@dataclass(frozen=True, slots=True)
class Found:
    """A period in the tokens: the place behind it, how to reckon its days, and its form.

    ``mid``: the middle part of something, whose midpoint is its deadline. ``needs_lead``: none without a preposition.
    """

    end: int
    reckon: Callable[[date | None], Period]
    mid: bool = False
    needs_lead: bool = False


def period_at(tokens: Tokens, place: int, depth: int = 0) -> Found | None:
    """Return the period that begins at the token ``place``, else None. At most three parts are nested."""
    if depth < 3 and (part := _PARTS.at(tokens, place)) is not None:
        inner = period_at(tokens, part.end, depth + 1)
        if inner is not None:
            return _with_part(part, inner)
    best = _BASES.at(tokens, place)
    if depth and (unit := _INNER.at(tokens, place)) is not None and (best is None or unit.end > best.end):
        best = unit
    if best is None:
        return None
    meaning, bits = MEANINGS[best.name], best.bits
    bare_name = best.end - place == 1 and tokens.words[place] in AMBIGUOUS_MONTHS
    return Found(best.end, lambda anchor: meaning(bits, anchor), best.name == "mid_word", best.needs_lead or bare_name)


def _with_part(part: Matched, inner: Found) -> Found:
    def reckon(anchor: date | None) -> Period:
        found = _take(part, inner.reckon(anchor), anchor)
        if found.cyclic and anchor and found.end and found.end < anchor:
            whole = inner.reckon(anchor)
            if whole.end is not None:  # early January, said on the 25th: next year's
                found = _take(part, inner.reckon(cal.plus_days(whole.end, 1)), anchor)
        return found

    return Found(inner.end, reckon, mid=part.name == "mid")


_THIRDS = {"early": "early", "mid": "mid", "late": "late", "early_mid": "early mid", "mid_late": "mid late"}


def _take(part: Matched, whole: Period, anchor: date | None) -> Period:
    """Return the part of a period that the words name; the whole when its days are not known."""
    if part.name == "earlier":
        return replace(whole, past=True, end=_within(whole, anchor) or whole.end)
    if whole.start is None or whole.end is None or _is_envelope(whole):
        return whole
    if part.name in _THIRDS:
        whole = cal.thirds(whole, _THIRDS[part.name])
    elif part.name in ("start", "end"):
        whole = cal.edge(whole, part.name)
    elif part.name == "later" and (today := _within(whole, anchor)) is not None:
        whole = replace(whole, start=today, why=f"{whole.why}; what is left of it")
    elif part.name == "half":
        whole = cal.nth_of(whole, 1 if ordinal_of(part.bits.get("n")) == 1 else -1, "half")
    elif part.name == "nth":
        amount = int(number_of(part.bits.get("c")) or 1)
        whole = cal.nth_of(whole, ordinal_of(part.bits.get("n")) or 1, coarse(UNITS[part.bits.text("u")]), amount)
    elif part.name == "week" and whole.start is not None:
        whole = Period(*cal.unit_around(whole.start, "week"), "week", f"{whole.why}; the week that it lies in")
    return whole


def _is_envelope(whole: Period) -> bool:
    """Return whether a year is known only to lie in a longer stretch: a quarter of it may be any in there."""
    return (
        whole.granularity == "year"
        and whole.start is not None
        and whole.end is not None
        and ((whole.end - whole.start).days > 366)
    )


def _within(whole: Period, anchor: date | None) -> date | None:
    if anchor and whole.start and whole.end and whole.start <= anchor <= whole.end:
        return anchor
    return None
