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

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from foretold.extract import horizon_calendar as cal
from foretold.extract.horizon_calendar import OutOfCalendarError, Period
from foretold.extract.horizon_grammar import LEADS, TAILS
from foretold.extract.horizon_periods import Found, period_at
from foretold.extract.horizon_phrases import Reading, clause_at, phrase_at
from foretold.extract.horizon_reckon import NO_DATE
from foretold.extract.horizon_words import Table, Tokens, anchors, signs_of, tokenise


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


_LEADS, _TAILS = Table(LEADS), Table(TAILS)
_JOIN = Table("join COMMA? (to|through|until|till|and|or)")
_DETERMINER = Table("determiner its|their|his|her|our|your|my|the|a|an")
_EXTENSION = Table("""
event POSS NOUN{0,2}? EVENT (of? EVENT)?
event (FILL|AHEAD)? EVENT
""")
"""What may follow a period that only dates an event: "at its June | meeting", "in Tuesday | 's election"."""
_ANCHOR = anchors()
_COUNTED = signs_of("COUNTED")
_SPENDING = set(
    "end ends finish finishes close closes see sees spend spends survive survives outlast last lasts".split()
)
"""Verbs whose object is a time: "ends the year at", "will not see the spring"."""
_STOPS = signs_of("STOP") + "x,'"
_LEADING = set("in on at by for over during within until till before after from through throughout this next".split())
"""Words that time expressions of their own begin with, rather than mere lengths and names."""
_YEAR = signs_of("YEAR")
_UNKNOWN = "wWx,'"
_CYCLES = (6, 30, 365)
"""Days to step back so that the last Wednesday, 15th or March is the next one from there."""
_REACH = 14
"""Tokens that an expression may have in front of its first telling word; only there is the grammar tried."""
_LONGEST = 120
"""Code points that a joined horizon may span; more is a list of dates, not one horizon."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An expression in the tokens. ``is_weak``: a year that stands before a noun ("the 2028 milestone")."""

    first: int
    end: int
    read: Callable[[date | None], Reading]
    is_time: bool = True
    is_weak: bool = False


def find_horizon(
    text: str, start: int, end: int, made_earliest: date | None, made_latest: date | None
) -> Horizon | None:
    """Return the best horizon in ``text[start:end]``, else None: a dated one before an event before a vague word."""
    found = find_horizons(text, start, end, made_earliest, made_latest)
    return max(found, key=_worth, default=None)


def _worth(horizon: Horizon) -> tuple[int, bool, int, int]:
    """Rank horizons: dated, event, vague; then those with a preposition, the longer ones, the earlier ones."""
    dated = horizon.due_latest is not None or horizon.due_earliest is not None
    rank = 1 if horizon.granularity == "indefinite" else 2 if horizon.granularity == "event" else 3
    words = horizon.words.lower().split() or [""]
    return rank + dated, words[0] in _LEADING, len(words), -horizon.start


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
    found: list[Horizon] = []
    for candidate in _candidates(tokens):
        horizon = _horizon(candidate, tokens, piece, start, (made_earliest, made_latest))
        if not candidate.is_weak or (made_earliest is not None and not horizon.is_past):
            found.append(horizon)
    return found


def interpret(words: str, made_earliest: date | None, made_latest: date | None, *, looks_back: bool = False) -> Horizon:
    """Read time words that stand alone. Words that no rule reads come back whole, without dates, with that reason.

    ``looks_back``: the words stand in a sentence about the past, where "on Wednesday" is the Wednesday that has been.
    """
    tokens = tokenise(words)
    found = _candidates(tokens, alone=True, looks_back=looks_back)
    if not found:
        return Horizon(
            0, len(words), words, None, None, "indefinite", False, "no rule of the grammar reads these words"
        )
    made = made_earliest, made_latest
    ahead = [_horizon(candidate, tokens, words, 0, made) for candidate in found]
    merged = _merged([h for h in ahead if not h.is_past], words) or ahead
    return max(merged, key=_worth)


def _candidates(tokens: Tokens, alone: bool = False, looks_back: bool = False) -> list[_Candidate]:
    """Scan once from left to right; at each token the longest expression wins and is stepped over."""
    found: list[_Candidate] = []
    clauses: list[_Candidate] = []
    place, signs = 0, tokens.signs
    while (anchor := _ANCHOR.search(signs, place)) is not None:
        place = max(place, anchor.start() - _REACH)
        candidate = None if signs[place] in _UNKNOWN else _candidate_at(tokens, place, alone, looks_back)
        if candidate is not None:
            found.append(candidate)
        elif signs[place] not in _UNKNOWN and (clause := clause_at(tokens, place)) is not None:
            clauses.append(_Candidate(place, clause.end, clause.read, clause.is_time))
        place = candidate.end if candidate is not None else place + 1
    found += [clause for clause in clauses if all(c.end <= clause.first or c.first >= clause.end for c in found)]
    return sorted((candidate for candidate in found if candidate.is_time), key=lambda candidate: candidate.first)


def _candidate_at(tokens: Tokens, place: int, alone: bool, looks_back: bool) -> _Candidate | None:
    phrase = phrase_at(tokens, place, alone)
    dated = _dated_at(tokens, place, alone, looks_back)
    if phrase is not None and (dated is None or phrase.end >= dated.end):
        return _Candidate(place, phrase.end, phrase.read, phrase.is_time)
    return dated


def _dated_at(tokens: Tokens, place: int, alone: bool, looks_back: bool) -> _Candidate | None:
    """Read [preposition] period [to period] [tail] at a place."""
    if (lead := _LEADS.at(tokens, place)) is not None:
        period = period_at(tokens, lead.end) or _behind_determiner(tokens, lead.end)
        if period is not None:
            period = _looking_back(period) if looks_back else period
            return None if _is_counted(tokens, period) else _complete(tokens, place, period, lead.name, True)
    period = period_at(tokens, place)
    if period is None or _is_counted(tokens, period):
        return None
    if not (alone or _may_stand_bare(tokens, place, period)):
        is_year = tokens.signs[place : period.end] == _YEAR
        return (
            _Candidate(place, period.end, _reader(period, None, "in", False, False), is_weak=True) if is_year else None
        )
    return _complete(tokens, place, _looking_back(period) if looks_back else period, "in", False)


def _looking_back(period: Found) -> Found:
    """Return the period with what comes round read as the last one that has begun, not the next one to end."""

    def reckon(anchor: date | None) -> Period:
        found = period.reckon(anchor)
        for days in _CYCLES:
            if anchor is None or not found.cyclic or found.start is None or found.start <= anchor:
                break
            earlier = period.reckon(cal.plus_days(anchor, -days))
            found = earlier if earlier.start is not None and earlier.start <= anchor else found
        return found

    return replace(period, reckon=reckon)


def _is_counted(tokens: Tokens, period: Found) -> bool:
    """Return whether the last token counts what follows: "by 2000 soldiers"."""
    return tokens.signs[period.end : period.end + 1] in tuple(_COUNTED)


def _behind_determiner(tokens: Tokens, place: int) -> Found | None:
    """Read "its June meeting": a determiner is stepped over when an event follows the period."""
    determiner = _DETERMINER.at(tokens, place)
    period = period_at(tokens, determiner.end) if determiner else None
    return period if period and _EXTENSION.at(tokens, period.end) else None


def _may_stand_bare(tokens: Tokens, place: int, period: Found) -> bool:
    """Return whether a period without a preposition is one: "this year" is, "the spring" and "2016 cars" are not."""
    after = tokens.signs[period.end : period.end + 1]
    if after == "'":
        return _EXTENSION.at(tokens, period.end) is not None
    if not period.needs_lead:
        return True
    before = tokens.signs[place - 1 : place]
    if place and tokens.words[place - 1] in _SPENDING:
        return True
    alone = period.end == place + 1 and tokens.words[place].isdigit()
    return alone and (not before or before in _STOPS) and (not after or after in _STOPS)


def _complete(tokens: Tokens, place: int, period: Found, relation: str, has_lead: bool) -> _Candidate:
    """Take in what follows a period: a second one, "and beyond", the event that it dates."""
    end, other, is_open, dates_event = period.end, None, "least" in tokens.words[place : period.end], False
    if (join := _JOIN.at(tokens, end)) is not None:
        lead = _LEADS.at(tokens, join.end)
        other = period_at(tokens, lead.end if lead is not None and lead.name == "in" else join.end)
    tail = _TAILS.at(tokens, other.end if other is not None else end)
    if other is not None:
        end, relation = other.end, "in" if relation == "from" else relation
    if tail is not None:
        end, is_open = tail.end, is_open or tail.name == "open"
        relation = relation if tail.name == "open" else tail.name
    elif relation == "from" and other is None and _closes_with_on(tokens, end):
        end += 1
    elif other is None and (extension := _EXTENSION.at(tokens, end)) is not None:
        dates_event = has_lead or tokens.signs[end] == "'"
        end = extension.end if dates_event else end
    return _Candidate(place, end, _reader(period, other, relation, is_open, dates_event))


def _closes_with_on(tokens: Tokens, place: int) -> bool:
    """Return whether the "on" of "from 2030 on" ends its phrase, rather than beginning "on Monday"."""
    following = tokens.signs[place + 1 : place + 2]
    return tokens.words[place : place + 1] == ["on"] and (not following or following in "x,")


def _reader(
    period: Found, other: Found | None, relation: str, is_open: bool, dates_event: bool
) -> Callable[[date | None], Reading]:
    if dates_event:  # it falls on some day of the period: what comes before it comes by the period's end
        relation = {"before": "by", "after": "from"}.get(relation, relation)

    def read(anchor: date | None) -> Reading:
        whole = period.reckon(anchor)
        if other is not None:
            whole = _range(period, whole, other, anchor)
        if dates_event:
            whole = replace(whole, why=f"{whole.why}; the period that the event falls in")
        if period.mid and relation in ("by", "before", "until"):
            return _related(replace(whole, end=_midpoint(whole)), "by", anchor, is_open)
        return _related(whole, relation, anchor, is_open)

    return read


def _midpoint(period: Period) -> date | None:
    """Return the middle of a middle third: 30 June in May to August."""
    if period.granularity in ("month", "week", "day"):
        return cal.middle(replace(period, granularity="day"))
    if period.granularity == "decade" and period.start is not None:
        return cal.day_of(period.start.year + 1, 12, 31)
    return cal.middle(period)


def _range(period: Found, first: Period, other: Found, anchor: date | None) -> Period:
    """Span two periods. A first one without a year takes the second's ("between March and May 2027"), a second one the
    first's ("from Monday to Friday": the Friday of that week).
    """
    last = other.reckon(anchor)
    if last.fixed and last.start is not None and not first.fixed:
        moved = period.reckon(cal.plus_days(cal.shift(last.start, -1, "year"), 1))
        first = moved if moved.cyclic else first
    elif last.cyclic and first.start and last.start and last.start < first.start:
        last = other.reckon(first.start)
    if first.start and last.end and first.start > last.end:
        return first
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


def _joined(one: Horizon, two: Horizon, text: str) -> Horizon | None:
    """Return what both say together, None unless they stand side by side and have days in common."""
    if two.granularity == "event" and one.granularity != "event" and len(two.words.split()) > 4:
        return None  # a clause of its own: "in May before the new price falls to …"
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
