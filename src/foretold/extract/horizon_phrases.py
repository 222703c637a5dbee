"""The phrases of the horizon grammar that name no calendar period: lengths of time, vague words, and events.

"Over the next two years" is a length reckoned from the document's date; "soon" and "eventually" name no date and get
none; "before the elections" hangs on an event whose date the words do not give, and gets none either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from foretold.extract import horizon_calendar as cal
from foretold.extract.horizon_calendar import Period
from foretold.extract.horizon_grammar import CLAUSES, EVENT_PHRASES, PHRASES
from foretold.extract.horizon_lexicon import MONTHS, SEASONS, UNITS
from foretold.extract.horizon_reckon import NO_DATE, coarse
from foretold.extract.horizon_words import Bits, Table, Tokens, number_of


@dataclass(frozen=True, slots=True)
class Reading:
    """What words mean when they were written on one given day; see `horizon.Horizon` for the fields."""

    earliest: date | None
    latest: date | None
    granularity: str
    is_open: bool
    why: str
    past: bool = False


Meaning = Callable[[Bits, date | None], Reading]


def _length(bits: Bits) -> float | None:
    """Return how many units, the larger number of "two to three", None for "a few" and for a plural without number."""
    if bits.get("v"):
        return None
    number = number_of(bits.get("n2")) or number_of(bits.get("n"))
    if number is None and bits.text("u") in UNITS and not bits.text("u").endswith("s"):
        return 1 if bits.text("u") != "centuries" else None
    return number


def _ahead(bits: Bits, anchor: date | None) -> Reading:
    """Read "over the next two years": from the document's date to so many units on."""
    unit = UNITS[bits.text("u")]
    length = _length(bits)
    at_least = bool(bits.get("least")) and "at least" in bits.text("least")
    if unit == "generation":
        return Reading(None, None, "indefinite", at_least, "how long a generation is, is not stated")
    if length is None:
        why = f"no number of {unit}s is stated"
        bounded = bits.get("closed") or bits.get("v")
        return Reading(anchor, None, coarse(unit), not bounded or at_least, why)
    if anchor is None:
        return Reading(None, None, coarse(unit), at_least, NO_DATE)
    why = f"from the document's date to {length:g} {unit}{'s' if length != 1 else ''} on"
    return Reading(anchor, cal.shift(anchor, length, unit), coarse(unit), at_least, why)


_FINER = {"decade": "year", "century": "decade"}
"""The calendar unit in which a day so many units away is sought, where it is a finer one."""


def _point(bits: Bits, anchor: date | None) -> Reading:
    """Read "in two weeks", "six months from now": the calendar unit that lies so many units on."""
    unit = UNITS[bits.text("u")]
    lengths = [n for n in (number_of(bits.get("n")), number_of(bits.get("n2"))) if n is not None]
    if not lengths or unit == "generation":
        return Reading(anchor, None, coarse(unit), False, f"no number of {unit}s is stated")
    at_least = "at least" in bits.text("least")
    if anchor is None:
        return Reading(None, None, coarse(unit), at_least, NO_DATE)
    around = _FINER.get(unit, unit)
    days = [cal.unit_around(cal.shift(anchor, n, unit), coarse(around)) for n in lengths]
    why = f"the calendar {coarse(around)} that lies {lengths[-1]:g} {unit}s on"
    return Reading(max(days[0][0], anchor), days[-1][1], coarse(unit), at_least, why)


def _ago(bits: Bits, anchor: date | None) -> Reading:
    unit = UNITS[bits.text("u")]
    number = number_of(bits.get("n"))
    if anchor is None or number is None or unit == "generation":
        return Reading(None, None, coarse(unit), False, "time past", past=True)
    around = _FINER.get(unit, unit)
    days = cal.unit_around(cal.shift(anchor, -number, unit), coarse(around))
    return Reading(*days, coarse(unit), False, f"{number:g} {unit}s before the document's date", past=True)


def _behind(bits: Bits, anchor: date | None) -> Reading:
    unit = UNITS[bits.text("u")]
    number = _length(bits)
    if anchor is None or number is None or unit == "generation":
        return Reading(None, anchor, coarse(unit), False, "time past", past=True)
    start = cal.shift(anchor, -number, unit)
    return Reading(start, anchor, coarse(unit), False, f"{number:g} {unit}s up to the document's date", past=True)


def _until_last_day(anchor: date | None, month: int, length: int, unit: str) -> Reading:
    """Return the days up to the end of the next so many months that begin with this one and are not over yet."""
    ends = [cal.months_from(anchor.year + step, month, length)[1] for step in (-1, 0, 1)] if anchor else []
    last = next((end for end in ends if anchor and end >= anchor), None)
    return Reading(anchor, last, unit, False, f"up to the last day of the {unit}" if last else NO_DATE)


def _before_it_ends(bits: Bits, anchor: date | None) -> Reading:
    """Read "before the decade is out", "before the summer is over"."""
    name = bits.text("u")
    if name in SEASONS:
        return _until_last_day(anchor, cal.SEASON_MONTHS[SEASONS[name]], 3, "season")
    if name in MONTHS:
        return _until_last_day(anchor, MONTHS[name], 1, "month")
    unit = UNITS[name]
    if anchor is None or unit == "generation":
        return Reading(None, None, coarse(unit), False, NO_DATE)
    return Reading(anchor, cal.unit_around(anchor, unit)[1], coarse(unit), False, f"up to the last day of the {unit}")


def _new_year(bits: Bits, anchor: date | None) -> Reading:
    """Read "in the new year": the year after the document's; "early in" it, its first third."""
    if anchor is None:
        return Reading(None, None, "year", False, NO_DATE)
    whole = Period(*cal.unit_around(anchor, "year", 1), "year", "the year after the document's date")
    whole = cal.thirds(whole, "early") if bits.get("part") else whole
    return Reading(whole.start, whole.end, "year", False, whole.why)


def _of_an_event(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "event", False, f"relative to an event: {_quoted(bits)}")


def _after_an_event(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "event", True, f"relative to an event: {_quoted(bits)}")


def _indefinite(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "indefinite", False, f"{_quoted(bits)} names no date")


def _endless(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "indefinite", True, f"{_quoted(bits)} names no date")


def _long_ago(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "indefinite", False, "time past", past=True)


def _quoted(bits: Bits) -> str:
    words = bits.tokens.words[bits.match.start() : bits.match.end()]
    return "'" + " ".join(words).replace(" ' ", "'").replace(" 's", "'s").replace(" ,", ",") + "'"


def _nothing(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "indefinite", False, "a figure of speech")


_MEANINGS: dict[str, Meaning] = {
    "ahead": _ahead,
    "point": _point,
    "ago": _ago,
    "behind": _behind,
    "out": _before_it_ends,
    "new_year": _new_year,
    "event": _of_an_event,
    "after_event": _after_an_event,
    "indefinite": _indefinite,
    "endless": _endless,
    "long_ago": _long_ago,
    "nothing": _nothing,
}
_TABLES = Table(PHRASES), Table(EVENT_PHRASES)
_CLAUSES = Table(CLAUSES)
_MODALS = {"will", "would", "may", "might", "could", "can", "should", "to", "not", "likely", "probably"}
_TAKING = set(
    "take takes taking spend spends spending last lasts lasting serve serves serving need needs needing "
    "require requires requiring give it miss misses missing".split()
)
"""Words after which a bare length of time is one: "it could take a decade", "give it thirty years"."""
_SUPERLATIVES = {"high", "low", "most", "least", "worst", "best", "time", "once", "twice", "times"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in the tokens: the place behind it and how to read it; ``is_time`` is false of a figure of speech."""

    end: int
    read: Callable[[date | None], Reading]
    is_time: bool


def phrase_at(tokens: Tokens, place: int, alone: bool = False) -> Phrase | None:
    """Return the longest phrase that begins at the token ``place``, else None. ``alone``: no sentence around it."""
    if tokens.words[place] == "last" and place and tokens.words[place - 1] in _MODALS:
        return None  # the verb
    found = [match for table in _TABLES if (match := table.at(tokens, place)) is not None]
    found = [match for match in found if not match.needs_lead or alone or _is_taken(tokens, place)]
    if not found:
        return None
    best = max(found, key=lambda match: match.end)
    meaning, bits = _MEANINGS[best.name], best.bits
    if best.name == "point" and tokens.words[place] == "in" and _is_superlative(tokens, place):
        meaning = _long_ago  # "the worst in two years" looks back
    return Phrase(best.end, lambda anchor: meaning(bits, anchor), best.name != "nothing")


def clause_at(tokens: Tokens, place: int) -> Phrase | None:
    """Return the clause "before the clocks go forward" that begins at the token ``place``, else None."""
    found = _CLAUSES.at(tokens, place)
    if found is None:
        return None
    meaning, bits = _MEANINGS[found.name], found.bits
    return Phrase(found.end, lambda anchor: meaning(bits, anchor), found.name != "nothing")


def _is_taken(tokens: Tokens, place: int) -> bool:
    return place > 0 and tokens.words[place - 1] in _TAKING


def _is_superlative(tokens: Tokens, place: int) -> bool:
    return any(word in _SUPERLATIVES or word.endswith("est") for word in tokens.words[max(place - 2, 0) : place])
