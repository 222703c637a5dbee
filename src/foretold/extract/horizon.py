"""Horizons: which words of a forecast say when, and the interval of days that they mean.

`find_horizon` returns the best one of a sentence, `find_horizons` all that look ahead, `find_time_words` those about
the past too (evidence for a document's date), `interpret` reads words that were found by other means.

What the interval means. "In", "on", "this", "during": the days of the period itself, unclipped ("this year" begins on
1 January). "By", "until", "within", "over the next": from the document's date to the last day that the words allow;
"by 2030" allows all of 2030. "After" and "from": no latest day. Where the document's date is an interval, the earliest
day is reckoned from its early end and the latest from its late end. No date is ever invented: where words give none,
both ends are None and the reason says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from foretold.extract import horizon_calendar as cal
from foretold.extract.horizon_calendar import OutOfCalendarError, Period
from foretold.extract.horizon_periods import NO_DATE, Found, period_at
from foretold.extract.horizon_phrases import EXTENSION, Reading, phrase_at
from foretold.extract.horizon_words import Table, Tokens, known, tokenise


@dataclass(frozen=True, slots=True)
class Horizon:
    """The time words of a forecast, ``text[start:end] == words``, and the days that they mean, both ends included.

    ``granularity``: day, week, month, quarter, season, half, year, decade, century; event when it hangs on one;
    indefinite when the words name no length. ``is_open``: the words give no upper bound ("at least the next decade");
    ``due_latest`` is then the end of the stretch that they do name, or None. ``reason`` says how the interval was
    reckoned or why there is none. ``is_past``: the words look back from the document's date.
    """

    start: int
    end: int
    words: str
    due_earliest: date | None
    due_latest: date | None
    granularity: str
    is_open: bool
    reason: str
    is_past: bool = False


_SOFT = "(at least|sometime|some time|perhaps|maybe|around|about|roughly|possibly|only|even|just|right|well|long|shortly|soon)"
LEADS: list[tuple[str, str]] = [
    (f"{_SOFT}? (at the latest)? (by)? (no|not) later than", "by"),
    (f"{_SOFT}? (not (before|until)|no (earlier|sooner) than|not (earlier|sooner) than)", "from"),
    ("(as (early|soon) as|from as early as|at the earliest)", "from"),
    ("(as late as|as recently as)", "in"),
    (f"{_SOFT}? (between)", "in"),
    (
        f"{_SOFT}? (until|till|til|up (to|until)|through (to|until)?|thru|out to|all the way to|for the remainder of|for the rest of)",
        "until",
    ),
    (f"{_SOFT}? (before|ahead of|prior to|in advance of)", "before"),
    (f"{_SOFT}? (after|beyond|past|later than|following)", "after"),
    ("(since|ever since)", "since"),
    (
        f"{_SOFT}? ((starting|beginning|effective|commencing|as) (in|on|from|of|at|with|as early as)?|from) {_SOFT}?",
        "from",
    ),
    (f"{_SOFT}? (by (about|around|roughly|at least|perhaps|the time of|the)?|come)", "by"),
    (f"{_SOFT}? (within|inside)", "within"),
    (f"{_SOFT}? (in|on|at|for|over|during|through|throughout|across|into|around|about|circa|amid) {_SOFT}?", "in"),
    ("(sometime|some time)", "in"),
]
TAILS: list[tuple[str, str]] = [
    ("COMMA? (and|or) (beyond|after|later|thereafter|onward|onwards|further)", "open"),
    ("(onward|onwards|forward)", "from"),
    ("COMMA? (at the very? latest|or (sooner|earlier|before)|if not (sooner|earlier|before))", "by"),
    ("COMMA? at the very? earliest", "from"),
]
_LEADS, _TAILS = Table(rule for rule, _ in LEADS), Table(rule for rule, _ in TAILS)
_JOIN = Table(["COMMA? (to|through|until|till|and|or)"])
_ON = Table(["on"])
# Nothing in the grammar lacks one of these: a text without any is done with at a glance.
_ANCHOR = re.compile(
    known(
        """MONTH WEEKDAY UNIT UNITS SEASON DAYPART HOLIDAY EVENT YEAR ORD ISO SLASH YEARS DECADE SHORT FISCAL HALFQ today tonight
        tomorrow yesterday weekend future term run haul soon sooner shortly eventually forward henceforth hereafter later
        forever indefinitely perpetuity again time someday long lifetime lifetimes generation generations road line track
        horizon ahead course now moment then thereafter afterwards afterward imminently momentarily present good ever
        overnight away immediately meantime interim recently lately previously formerly date past far new labor labour
        memorial independence valentine valentines anytime while afterwards point stage""".split()
    )
)
_NEEDS_LEAD = re.compile(known("YEAR SHORT SEASON HOLIDAY ORD".split())[:-1] + "]")
_COUNTED = re.compile(known(["COUNTED"]))
_STOPS = re.compile(known(["STOP"]) + "|[x,']")
_AMBIGUOUS_MONTHS = {"may", "march", "mar", "april", "june", "august", "jan", "jun"}


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    end: int
    read: Callable[[date | None], Reading]
    has_lead: bool


def find_horizon(
    text: str, start: int, end: int, made_earliest: date | None, made_latest: date | None
) -> Horizon | None:
    """Return the best horizon in ``text[start:end]``, else None: a dated one before an event before a vague word."""
    found = find_horizons(text, start, end, made_earliest, made_latest)
    return max(found, key=_worth, default=None)


def _worth(horizon: Horizon) -> tuple[int, int, int]:
    dated = horizon.due_latest is not None or horizon.due_earliest is not None
    rank = 1 if horizon.granularity == "indefinite" else 2 if horizon.granularity == "event" else 3
    return rank + dated, len(horizon.words.split()), -horizon.start


def find_horizons(
    text: str, start: int, end: int, made_earliest: date | None, made_latest: date | None
) -> list[Horizon]:
    """Return the horizons in ``text[start:end]`` in order, without time words about the past."""
    found = find_time_words(text, start, end, made_earliest, made_latest)
    return _merged([horizon for horizon in found if not horizon.is_past], text)


def find_time_words(
    text: str, start: int, end: int, made_earliest: date | None, made_latest: date | None
) -> list[Horizon]:
    """Return all time words in ``text[start:end]`` in order, those that look back marked ``is_past``.

    ``made_earliest`` and ``made_latest`` bound the day of writing; they are equal when it is known, None when not.
    """
    piece = text[start:end]
    tokens = tokenise(piece)
    return [_horizon(c, tokens, piece, start, (made_earliest, made_latest)) for c in _candidates(tokens)]


def interpret(words: str, made_earliest: date | None, made_latest: date | None) -> Horizon:
    """Read time words that stand alone. Words that no rule reads come back whole, without dates, with that reason."""
    tokens = tokenise(words)
    found = _candidates(tokens, alone=True)
    if not found:
        return Horizon(
            0, len(words), words, None, None, "indefinite", False, "no rule of the grammar reads these words"
        )
    made = made_earliest, made_latest
    ahead = [_horizon(candidate, tokens, words, 0, made) for candidate in found]
    merged = _merged([h for h in ahead if not h.is_past], words) or ahead
    return max(merged, key=_worth)


def _candidates(tokens: Tokens, alone: bool = False) -> list[_Candidate]:
    """Scan once from left to right; at each token the longest expression wins and is stepped over."""
    found: list[_Candidate] = []
    if _ANCHOR.search(tokens.signs) is None:
        return found
    place, signs = 0, tokens.signs
    while place < len(signs):
        candidate = None if signs[place] in "wWx,'" else _candidate_at(tokens, place, alone)
        if candidate is None:
            place += 1
            continue
        if candidate.end > candidate.first:
            found.append(candidate)
        place = max(candidate.end, place + 1)
    return [c for c in found if c.read(None).granularity != "none"]


def _candidate_at(tokens: Tokens, place: int, alone: bool) -> _Candidate | None:
    phrase = phrase_at(tokens, place)
    dated = _dated_at(tokens, place, alone)
    if phrase is not None and (dated is None or phrase[0] >= dated.end):
        return _Candidate(place, phrase[0], phrase[1], True)
    return dated


def _dated_at(tokens: Tokens, place: int, alone: bool) -> _Candidate | None:
    """Read [lead] period [to period] [tail] at a place."""
    lead = _LEADS.at(tokens, place)
    for start, relation in ((lead[1], LEADS[lead[0]][1]), (place, "in")) if lead else ((place, "in"),):
        period = period_at(tokens, start)
        if period is None and start < len(tokens.signs) and start > place:
            period = _behind_determiner(tokens, start)
        has_lead = start > place
        if period is None or not (has_lead or alone or _may_stand_bare(tokens, place, period)):
            continue
        if tokens.signs[period.end - 1 : period.end] and _COUNTED.match(tokens.signs, period.end):
            continue
        return _complete(tokens, place, period, relation, has_lead)
    return None


_DETERMINER = Table(["(its|their|his|her|our|your|my|the|a|an)"])


def _behind_determiner(tokens: Tokens, place: int) -> Found | None:
    """Read "its June meeting": a determiner is stepped over when an event follows the period."""
    determiner = _DETERMINER.at(tokens, place)
    period = period_at(tokens, determiner[1]) if determiner else None
    return period if period is not None and EXTENSION.at(tokens, period.end) else None


def _may_stand_bare(tokens: Tokens, place: int, period: Found) -> bool:
    """Return whether a period without a preposition is one: "this year" is, "Christmas", "May", "2016 cars" are not."""
    if EXTENSION.at(tokens, period.end) and tokens.signs[period.end] == "'":
        return True
    after = tokens.signs[period.end : period.end + 1]
    if after == "'":
        return False
    if not period.bare and tokens.signs[place] != _THE:
        return True
    word = tokens.words[place]
    if _NEEDS_LEAD.match(tokens.signs, place) or tokens.signs[place] == _THE:
        before = tokens.signs[place - 1 : place] if place else "x"
        return word.isdigit() and bool(_STOPS.fullmatch(before)) and (not after or bool(_STOPS.fullmatch(after)))
    return word not in _AMBIGUOUS_MONTHS


_THE = known(["the"])[1:-1]


def _complete(tokens: Tokens, place: int, period: Found, relation: str, has_lead: bool) -> _Candidate:
    end, other = period.end, None
    join = _JOIN.at(tokens, end)
    if join is not None:
        start = join[1]
        lead = _LEADS.at(tokens, start)
        if lead is not None and LEADS[lead[0]][1] == "in":
            start = lead[1]
        other = period_at(tokens, start)
        if other is not None:
            end = other.end
            relation = "in" if relation == "from" else relation
    open_end = False
    tail = _TAILS.at(tokens, end)
    if tail is not None:
        kind = TAILS[tail[0]][1]
        open_end, relation, end = kind == "open", kind if kind != "open" else relation, tail[1]
    elif relation == "from" and other is None and (on := _ON.at(tokens, end)) is not None:
        end = on[1] if _period_ends_sense(tokens, on[1]) else end
    event = None
    if other is None and tail is None and (extension := EXTENSION.at(tokens, end)) is not None:
        is_possessive = tokens.signs[end] == "'"
        if is_possessive or has_lead:
            end, event = extension[1], True
    at_least = "least" in tokens.words[place : period.end]
    read = _reader(period, other, relation, open_end or at_least, bool(event))
    return _Candidate(place, end, read, has_lead)


def _period_ends_sense(tokens: Tokens, place: int) -> bool:
    """Return whether the "on" of "from 2030 on" ends its phrase, rather than beginning "on Monday"."""
    return period_at(tokens, place) is None and tokens.signs[place : place + 1] not in ("w", "W")


def _reader(
    period: Found, other: Found | None, relation: str, is_open: bool, dates_event: bool
) -> Callable[[date | None], Reading]:
    def read(anchor: date | None) -> Reading:
        whole = period.reckon(anchor)
        if other is not None:
            whole = _range(period, whole, other.reckon(anchor), anchor)
        if dates_event:
            whole = replace(whole, why=f"{whole.why}; the period that the event falls in")
        if period.mid and relation in ("by", "before", "until"):
            full = replace(whole, granularity=whole.granularity)
            turn = _midpoint(full)
            whole = replace(whole, end=turn)
            return _related(whole, "by", anchor, is_open)
        if dates_event and relation in ("before", "after"):
            return _related(whole, {"before": "by", "after": "from"}[relation], anchor, is_open)
        return _related(whole, relation, anchor, is_open)

    return read


def _midpoint(period: Period) -> date | None:
    """Return the middle of a middle third: 30 June in May to August."""
    if period.granularity in ("month", "week", "day"):
        return cal.middle(replace(period, granularity="day"))
    if period.granularity == "decade" and period.start is not None:
        return cal.day_of(period.start.year + 1, 12, 31)
    return cal.middle(period)


def _range(period: Found, first: Period, last: Period, anchor: date | None) -> Period:
    """Span two periods; a first one without a year takes that of the second ("between March and May 2027")."""
    if last.fixed and first.cyclic | (first.start is None) and last.start is not None:
        moved = period.reckon(cal.plus_days(cal.shift(last.start, -1, "year"), 1))
        first = moved if moved.start is not None else first
    elif first.end and last.cyclic and last.start and last.start < first.end and not last.fixed:
        return replace(first, why=first.why)
    if first.start and last.end and first.start > last.end:
        return replace(first, end=None)
    why = f"from the first to the last of the two; {last.why}"
    return replace(last, start=first.start, why=why, past=first.past and last.past)


def _related(whole: Period, relation: str, anchor: date | None, is_open: bool) -> Reading:
    """Apply the preposition to a period."""
    start, end, why = whole.start, whole.end, whole.why
    if relation in ("by", "until", "within"):
        start, why = anchor, f"up to its last day; {why}"
    elif relation == "before":
        start, end = anchor, cal.plus_days(start, -1) if start is not None else None
        why = f"up to the day before; {why}"
    elif relation == "after":
        start, end = cal.plus_days(end, 1) if end is not None else None, None
        is_open, why = True, f"from the day after; {why}"
    elif relation == "from":
        end, is_open, why = None, True, f"from its first day on; {why}"
    past = whole.past or relation == "since"
    if start is not None and end is not None and start > end:
        start = None
    return Reading(start, end, whole.granularity, is_open, why, past)


def _horizon(
    candidate: _Candidate, tokens: Tokens, piece: str, offset: int, made: tuple[date | None, date | None]
) -> Horizon:
    """Read a candidate from both ends of the interval that the document was written in."""
    first, last = tokens.spans[candidate.first][0], tokens.spans[candidate.end - 1][1]
    early, late = (_read(candidate, day) for day in made)
    reading = early if early.granularity == late.granularity else late
    earliest, latest = early.earliest, late.latest
    past = early.past and late.past
    if made[0] is not None and latest is not None and latest < made[0]:
        past = True
    if earliest is not None and latest is not None and earliest > latest:
        earliest = None
    return Horizon(
        first + offset,
        last + offset,
        piece[first:last],
        earliest,
        latest,
        reading.granularity,
        early.is_open or late.is_open,
        late.why if early.why == NO_DATE else early.why,
        past,
    )


def _read(candidate: _Candidate, day: date | None) -> Reading:
    try:
        return candidate.read(day)
    except OutOfCalendarError as error:
        return Reading(None, None, "indefinite", False, f"no such day: {error}")


def _merged(found: list[Horizon], text: str) -> list[Horizon]:
    """Join neighbours that narrow each other: "over 10 years, through fiscal year 2025", "on Friday, before noon"."""
    merged: list[Horizon] = []
    for horizon in found:
        before = merged[-1] if merged else None
        joined = _joined(before, horizon, text) if before is not None else None
        if joined is None:
            merged.append(horizon)
        else:
            merged[-1] = joined
    return merged


_LONGEST = 120
"""Code points that a joined horizon may span; more is a list of dates, not one horizon."""


def _joined(one: Horizon, two: Horizon, text: str) -> Horizon | None:
    """Return what both say together, None unless they stand side by side and have days in common."""
    if two.end - one.start > _LONGEST or text[one.end : two.start].strip() not in ("", ","):
        return None
    dated = [h for h in (one, two) if h.due_earliest is not None or h.due_latest is not None]
    earliest = max((h.due_earliest for h in dated if h.due_earliest is not None), default=None)
    latest = min((h.due_latest for h in dated if h.due_latest is not None), default=None)
    if earliest is not None and latest is not None and earliest > latest:
        return None
    narrow = min(dated or [one, two], key=_width)
    return replace(
        narrow,
        start=one.start,
        end=two.end,
        words=text[one.start : two.end],
        due_earliest=earliest,
        due_latest=latest,
        is_open=all(h.is_open for h in dated or [one, two]),
        reason=f"{one.reason}, and {two.reason}",
    )


def _width(horizon: Horizon) -> int:
    if horizon.due_earliest is None or horizon.due_latest is None:
        return date.max.toordinal()
    return (horizon.due_latest - horizon.due_earliest).days
