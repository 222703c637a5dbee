"""The periods of the horizon grammar: which days "March 1", "the second half of 2024" or "next week" mean.

A *base* names a period, a *part* ("early", "the end of", "the first week of") takes a piece of the one behind it.
Each is a rule in the notation of `horizon_words` and a function from what matched, and the document's date, to a Period.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from foretold.extract import horizon_calendar as cal
from foretold.extract.horizon_calendar import OutOfCalendarError, Period
from foretold.extract.horizon_words import (
    HOLIDAY_WORDS,
    MONTHS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    Bits,
    Table,
    Tokens,
    number_of,
    ordinal_of,
)

Reckon = Callable[[Bits, date | None], Period]
NO_DATE = "no date of the document to reckon from"
STATED = "as the words state it"
NEXT_ONE = "the next one from the document's date"
RELATIVE = "reckoned from the document's date"


def undated(granularity: str, why: str = NO_DATE, past: bool = False) -> Period:
    """Return a period whose days are not known, with the reason."""
    return Period(None, None, granularity, why, past=past)


def _two_digits(text: str, anchor: date | None) -> int:
    """Return the year that '16 or '98 means: the nearest to the document's date, else 1950 to 2049."""
    pivot = anchor.year if anchor else 2000
    return int(text) + 100 * round((pivot - int(text)) / 100)


def _year(bits: Bits, anchor: date | None) -> tuple[int, int] | None:
    """Return first and last year of the group "year" ("2025", "'16", "2025-26", "next year"), None without one."""
    words = bits.text("year")
    digits = re.findall(r"[0-9]+", words)
    if len(digits) == 2:
        first = int(digits[0])
        last = int(digits[1]) if len(digits[1]) == 4 else first // 100 * 100 + int(digits[1])
        return first, last + 100 if last < first else last
    if digits:
        year = int(digits[0]) if len(digits[0]) == 4 else _two_digits(digits[0], anchor)
        return year, year
    if words and anchor:
        step = 1 if re.search("next|coming|following", words) else -1 if "last" in words else 0
        return anchor.year + step, anchor.year + step
    return None


def _spanning(
    granularity: str, days: tuple[date, date], why: str, *, cyclic: bool = False, fixed: bool = False
) -> Period:
    return Period(days[0], days[1], granularity, why, cyclic=cyclic, fixed=fixed)


def _yearly(bits: Bits, anchor: date | None, granularity: str, days: Callable[[int], tuple[date, date]]) -> Period:
    """Return what comes once a year: in the year that is named, else by "this", "next" or "last", else the next one."""
    named = _year(bits, anchor)
    if named:
        why = STATED if bits.text("year")[:1].isdigit() else RELATIVE
        return _spanning(granularity, days(named[0]), why, fixed=True)
    if bits.get("year") or anchor is None:
        return undated(granularity)
    det, year = bits.text("det"), anchor.year
    here = days(year)
    before = days(year - 1) if year > 1 else here
    if "last" in det or "past" in det or "previous" in det:
        found = here if here[1] < anchor else before
        return replace(_spanning(granularity, found, RELATIVE), past=True)
    if before[1] >= anchor and "next" not in det:
        return _spanning(granularity, before, NEXT_ONE, cyclic=True)  # a winter that began last December
    if det == "next" and here[0] <= anchor:
        return _spanning(granularity, days(year + 1), NEXT_ONE, cyclic=True)
    if here[1] >= anchor:
        return _spanning(granularity, here, NEXT_ONE, cyclic=True)
    coming = days(year + 1)
    if det == "this" and (coming[0] - anchor).days > 183:
        return replace(_spanning(granularity, here, RELATIVE), past=True)
    return _spanning(granularity, coming, NEXT_ONE, cyclic=True)


def _iso(bits: Bits, anchor: date | None) -> Period:
    day = cal.day_of(*map(int, bits.text("d").split("-")))
    return _spanning("day", (day, day), STATED, fixed=True)


def _slash(bits: Bits, anchor: date | None) -> Period:
    """Read 3/14/2026 and 14.3.2026; where month and day cannot be told apart both readings bound the interval."""
    raw = bits.text("d")
    one, two, last = (int(part) for part in re.split(r"[/.-]", raw))
    year = last if last > 99 else _two_digits(f"{last:02}", anchor)
    days = set()
    for month, day in ((two, one),) if "." in raw else ((one, two), (two, one)):
        if 1 <= month <= 12:
            days.add(cal.day_of(year, month, day))
    if not days:
        raise OutOfCalendarError(f"{raw} is not a day")
    why = STATED if len(days) == 1 else "day and month can be told apart by no rule: either reading"
    return Period(min(days), max(days), "day", why, fixed=True)


def _date(bits: Bits, anchor: date | None) -> Period:
    month = MONTHS[bits.text("m")]
    first = ordinal_of(bits.get("d")) or 0
    last = ordinal_of(bits.get("d2")) or first

    def days(year: int) -> tuple[date, date]:
        if (month, first) == (2, 29) and not bits.get("year"):
            year += -year % 4
        return cal.day_of(year, month, first), cal.day_of(year, month, last)

    return _yearly(bits, anchor, "day", days)


def _month(bits: Bits, anchor: date | None) -> Period:
    month = MONTHS[bits.text("m")]
    return _yearly(bits, anchor, "month", lambda year: cal.month_of(year, month))


def _season(bits: Bits, anchor: date | None) -> Period:
    first = cal.SEASON_MONTHS[SEASONS[bits.text("s")]]
    return _yearly(bits, anchor, "season", lambda year: cal.months_from(year, first, 3))


def _quarter(bits: Bits, anchor: date | None) -> Period:
    ordinal = ordinal_of(bits.get("n")) or 1
    number = 4 if ordinal < 0 else ordinal
    if number > 4:
        raise OutOfCalendarError("a year has four quarters")
    return _yearly(bits, anchor, "quarter", lambda year: cal.months_from(year, 3 * number - 2, 3))


def _half(bits: Bits, anchor: date | None) -> Period:
    number = 1 if ordinal_of(bits.get("n")) == 1 else 2
    return _yearly(bits, anchor, "half", lambda year: cal.months_from(year, 6 * number - 5, 6))


def _short_quarter(bits: Bits, anchor: date | None) -> Period:
    name = bits.text("q")
    number = int(re.sub("[^0-9]", "", name))
    if "h" in name and number > 2:
        raise OutOfCalendarError("a year has two halves")
    length = 6 if "h" in name else 3
    unit = "half" if length == 6 else "quarter"
    return _yearly(bits, anchor, unit, lambda year: cal.months_from(year, length * (number - 1) + 1, length))


def _holiday(bits: Bits, anchor: date | None) -> Period:
    words = bits.text("h").replace(" ' ", "' ").replace(" '", "'").replace("’", "'")
    name = HOLIDAY_WORDS.get(words) or re.sub("years", "year's", words)
    return _yearly(bits, anchor, "day", lambda year: cal.holiday(name, year))


def _the_year(bits: Bits, anchor: date | None) -> Period:
    named = _year(bits, anchor)
    if named is None:
        return undated("year")
    return _spanning("year", cal.years(*named), STATED, fixed=True)


def _year_month(bits: Bits, anchor: date | None) -> Period:
    raw = bits.text("year")
    first, last = re.findall("[0-9]+", raw)
    if len(last) == 2 and "-" in raw and 1 <= int(last) <= 12 and int(last) != (int(first) + 1) % 100:
        return _spanning("month", cal.month_of(int(first), int(last)), STATED, fixed=True)
    return _the_year(bits, anchor)


def _decade(bits: Bits, anchor: date | None) -> Period:
    digits = re.sub("[^0-9]", "", bits.text("d"))
    first = int(digits) if len(digits) == 4 else _two_digits(digits, anchor) // 10 * 10
    return _spanning("decade", cal.years(first, first + 9), STATED, fixed=True)


def _century(bits: Bits, anchor: date | None) -> Period:
    number = ordinal_of(bits.get("n")) or 0
    return _spanning("century", cal.years(100 * number - 99, 100 * number), STATED, fixed=True)


def _offset(bits: Bits) -> int:
    det = bits.get("det")
    if "next" in det or ("coming" in det and "this" not in det) or "following" in det or "upcoming" in det:
        return 2 if bits.get("after_next") else 1
    return -1 if {"last", "past", "previous", "preceding", "prior"} & set(det) else 0


def _unit(bits: Bits, anchor: date | None) -> Period:
    unit, offset = UNITS[bits.text("u")], _offset(bits)
    if unit == "generation":
        return undated("indefinite", "how long a generation is, and from when, is not stated")
    if anchor is None:
        return undated(unit, past=offset < 0)
    return Period(*cal.unit_around(anchor, unit, offset), _coarse(unit), RELATIVE, past=offset < 0)


def _coarse(unit: str) -> str:
    """Return the granularity of a unit: hours are reckoned in days, fortnights in weeks."""
    return {"second": "day", "minute": "day", "hour": "day", "fortnight": "week", "generation": "decade"}.get(
        unit, unit
    )


def _weekday(bits: Bits, anchor: date | None) -> Period:
    if anchor is None:
        return undated("day", past="last" in bits.get("det"))
    target = WEEKDAYS[bits.text("w")]
    week = bits.text("week")
    if week:
        monday = cal.unit_around(anchor, "week", 1 if "next" in week else 0)[0]
        day = cal.plus_days(monday, target)
        return _spanning("day", (day, day), RELATIVE)
    ahead = (target - anchor.weekday()) % 7
    if set(bits.get("det")) & {"last", "past", "previous"}:
        day = cal.plus_days(anchor, ahead - 7)
        return Period(day, day, "day", RELATIVE, past=True)
    if "next" in bits.get("det") and ahead == 0:
        ahead = 7
    day = cal.plus_days(anchor, ahead)
    return _spanning("day", (day, day), NEXT_ONE, cyclic=True)


def _weekend(bits: Bits, anchor: date | None) -> Period:
    if anchor is None:
        return undated("day")
    return Period(*cal.weekend_of(anchor, _offset(bits)), "day", RELATIVE, past=_offset(bits) < 0)


def _deictic(bits: Bits, anchor: date | None) -> Period:
    word = bits.get("t")[-1]
    offset = {"tomorrow": 1, "yesterday": -1}.get(word, 0)
    if len(bits.get("t")) > 2:
        offset *= 2
    if anchor is None:
        return undated("day", past=offset < 0)
    day = cal.plus_days(anchor, offset)
    return Period(day, day, "day", RELATIVE, past=offset < 0)


def _the_day(bits: Bits, anchor: date | None) -> Period:
    number = ordinal_of(bits.get("d")) or 0
    if anchor is None:
        return undated("day")
    offset = 1 if "next" in bits.text("month") else 0
    for step in range(offset, offset + 13):
        first, last = cal.unit_around(anchor, "month", step)
        if 1 <= number <= last.day and (first.replace(day=number) >= anchor or bits.get("month")):
            day = first.replace(day=number)
            return _spanning("day", (day, day), NEXT_ONE, cyclic=not bits.get("month"))
    raise OutOfCalendarError("no month has that day")


def _nth_weekday(bits: Bits, anchor: date | None) -> Period:
    weekday, nth = WEEKDAYS[bits.text("w")], ordinal_of(bits.get("n")) or 1
    month = MONTHS[bits.text("m")]

    def days(year: int) -> tuple[date, date]:
        day = cal.nth_weekday(year, month, weekday, nth)
        return day, day

    return _yearly(bits, anchor, "day", days)


def _unit_end(bits: Bits, anchor: date | None) -> Period:
    """Read "year-end 2025", "the month's end"."""
    named = _year(bits, anchor)
    unit = UNITS.get(bits.text("u"), "year")
    if named:
        return cal.edge(_spanning("year", cal.years(*named), STATED, fixed=True), "end")
    if anchor is None:
        return undated(_coarse(unit))
    return cal.edge(Period(*cal.unit_around(anchor, unit), _coarse(unit), RELATIVE), "end")


def _turn(bits: Bits, anchor: date | None) -> Period:
    if anchor is None:
        return undated(bits.text("u"))
    last = cal.unit_around(anchor, UNITS[bits.text("u")])[1]
    return Period(
        cal.plus_days(last, -30), cal.plus_days(last, 31), bits.text("u"), f"{RELATIVE}; a month on either side"
    )


def _fiscal(bits: Bits, anchor: date | None) -> Period:
    """Bound a fiscal year: one called N begins in N-1 or by April of N, so it ends by March of N+1."""
    if bits.get("m") and anchor:
        month, day = MONTHS[bits.text("m")], ordinal_of(bits.get("d")) or 0
        last = cal.day_of(anchor.year, month, day)
        if last < anchor:
            last = cal.plus_months(last, 12)
        if last is not None:
            last = cal.plus_months(last, 12 * _offset(bits))
            first = cal.plus_days(cal.plus_months(last, -12), 1)
            return _spanning("year", (first, last), "the year that ends on the day stated", fixed=True)
    digits = re.findall("[0-9]+", bits.text("fy"))
    why = "when the fiscal year begins is not stated: any that is called so"
    if digits:
        year = int(digits[0]) if len(digits[0]) == 4 else _two_digits(digits[0], anchor)
        last_year = year + 1 if len(digits) == 1 else year + 1
        start = cal.day_of(year if len(digits) > 1 else year - 1, 4, 1)
        return Period(start, cal.day_of(last_year, 3, 31), "year", why, fixed=True)
    if anchor is None:
        return undated("year")
    offset = _offset(bits)
    first, last = cal.plus_months(anchor, 12 * offset - 12), cal.plus_months(anchor, 12 * offset + 12)
    why = "when the fiscal year begins is not stated: all days that it may hold"
    return Period(cal.plus_days(first, 1), cal.plus_days(last, -1), "year", why, past=offset < 0)


_DET = "(the|our|their)? (det:this very|this coming|this|next|the? coming|the? following|the? current|the? present|upcoming|last|past|previous|the? same|the? preceding|the? prior)"
_THE = f"({_DET}|the)?"
BASES: list[tuple[str, Reckon]] = [
    ("(d:ISO)", _iso),
    ("(WEEKDAY COMMA?)? (d:SLASH)", _slash),
    ("(WEEKDAY COMMA? the?)? (d:INT|ORD) of? (m:MONTH) (IN_YEAR)?", _date),
    (
        "(WEEKDAY DAYPART? COMMA?)? (m:MONTH) the? (d:INT|ORD) ((to|and|or|through)? (d2:INT|ORD))? (COMMA? (year:YEAR))?",
        _date,
    ),
    ("the? (n:ORDWORD|ORD) (w:WEEKDAY) (of|in) (m:MONTH) IN_YEAR?", _nth_weekday),
    ("(year:YEARS)", _year_month),
    (f"{_DET}? (the|in)? (m:MONTH) IN_YEAR", _month),
    (f"{_DET}? (m:MONTH)", _month),
    ("the? (n:ORD|ORDWORD) (century|centuries)", _century),
    ("the? (d:DECADE)", _decade),
    ("the? fiscal (year)? (fy:YEARS|YEAR|SHORT)", _fiscal),
    ("the? (fy:FISCAL)", _fiscal),
    (
        f"{_DET}? (fiscal|financial|tax|budget) (year) COMMA? (which|that) (ends|ending|end) on? (m:MONTH) (d:INT|ORD)",
        _fiscal,
    ),
    ("(financial|tax|budget|fiscal) (year) (fy:YEARS|YEAR)", _fiscal),
    (f"{_DET} (fiscal|financial|tax|budget) (year)", _fiscal),
    ("the? (q:HALFQ) (IN_YEAR)?", _short_quarter),
    ("the? (n:ORDWORD|ORD) (calendar)? quarter (IN_YEAR)?", _quarter),
    ("the? (n:first|second|latter|back|ORD) half IN_YEAR", _half),
    ("the? (n:first|second|latter|back|ORD) half (of (the|this) year)?", _half),
    (f"{_THE} (s:SEASON) (IN_YEAR)", _season),
    (f"{_DET} (s:SEASON)", _season),
    ("the? (s:spring|summer|autumn|winter)", _season),
    ("(the|in|by|this|next) (s:fall)", _season),
    (
        f"{_DET}? (h:christmas (day|eve)?|xmas|easter|thanksgiving|halloween|new (year|years) POSS? (day|eve)|(valentine|valentines) POSS? day|independence day|(labor|labour) day|memorial day|the? new year) IN_YEAR?",
        _holiday,
    ),
    ("(t:the? day after tomorrow|the? day before yesterday|today|tonight|tomorrow|yesterday) DAYPART?", _deictic),
    ("(t:this DAYPART)", _deictic),
    ("(t:later today)", _deictic),
    (f"{_DET}? (w:WEEKDAY) DAYPART? (of|COMMA)? (week:(the|this|next) week)?", _weekday),
    (f"({_DET}|the) weekend", _weekend),
    ("the (u:UNIT) (after_next:after (det:next))", _unit),
    (f"{_DET} (calendar)? (u:UNIT)", _unit),
    ("(the)? (calendar)? (year)? (year:YEAR|SHORT)", _the_year),
    ("(the|this)? (u:year|month|quarter|week|decade|century) POSS? (end|close) (of? (year:YEAR))?", _unit_end),
    ("(the)? (u:end) (year:YEAR)", _unit_end),
    ("the? turn of the (u:year|decade|century)", _turn),
    ("the (d:ORD) (of (month:(the|this|next) month))?", _the_day),
]

PARTS: list[tuple[str, str]] = [
    ("the? (early|beginning) (to|or) (mid|middle) (of|in)? the?", "early mid"),
    ("the? (mid|middle) (to|or) late (of|in)? the?", "mid late"),
    ("the? (early|first) (part|parts|stages|days|months|weeks|years|hours) (of|in) (the)?", "early"),
    ("the? (late|latter|last|later) (part|parts|stages) (of|in) (the)?", "late"),
    ("(very)? early (on|in|into)? (in)? (the)?", "early"),
    ("(very)? late (on|in|into)? (in)? (the)?", "late"),
    ("the? (mid|middle|midpoint|midway) (of|through|in)? (the)?", "mid"),
    ("(sometime|later) (on|in)? (the)?", "later"),
    ("earlier (on|in)? (the)?", "earlier"),
    ("the? (close|end|start|opening) of (trading|business|play|voting|market) (on)?", "whole"),
    ("the? very? (beginning|start|outset|opening|dawn) of (the)?", "start"),
    ("the? very? (end|close) (of|in) (the)?", "end"),
    ("the? (rest|remainder|balance) of (the)?", "later"),
    ("the? (course|whole|entirety) of (the)?", "whole"),
    ("(all|throughout) of? (the)?", "whole"),
    ("the? (n:first|second|latter|back|front|ORD) half of (the)?", "half"),
    ("the? (n:ORDWORD|ORD) (c:NUMWORD|INT)? (u:UNIT|UNITS) (of|in) (the)?", "nth"),
    ("the? (week|weeks) (of|beginning|starting|commencing|ending) on? (the)?", "week"),
    ("(the)? (DAYPART|CLOCK) (et|est|gmt|edt|pt|local)? (of|on)?", "whole"),
]
# "the year", "month" and the like stand for a period only behind a part: "the end of the year".
INNER: list[tuple[str, Reckon]] = [
    ("(the|this|that)? (calendar)? (u:UNIT)", _unit),
    ("(the)? (u:weekend)", _weekend),
]
_BASES, _PARTS, _INNER = Table(r for r, _ in BASES), Table(r for r, _ in PARTS), Table(r for r, _ in INNER)


@dataclass(frozen=True, slots=True)
class Found:
    """A period in the tokens: where it ends, how to reckon its days, what the caller may ask of its form."""

    end: int
    reckon: Callable[[date | None], Period]
    rule: str
    mid: bool = False
    bare: bool = False


def period_at(tokens: Tokens, place: int, depth: int = 0) -> Found | None:
    """Return the period that begins at the token ``place``, else None. At most three parts are nested."""
    if depth < 3 and (part := _PARTS.at(tokens, place)) is not None:
        number, end, bits = part
        inner = period_at(tokens, end, depth + 1)
        if inner is not None:
            return _with_part(PARTS[number][1], bits, inner)
    best = _BASES.at(tokens, place)
    rules = BASES
    if depth and (inner_unit := _INNER.at(tokens, place)) is not None and (best is None or inner_unit[1] > best[1]):
        best, rules = inner_unit, INNER
    if best is None:
        return None
    number, end, bits = best
    rule, reckon = rules[number]
    return Found(end, lambda anchor: reckon(bits, anchor), rule, bare=end - place == 1)


def _with_part(kind: str, bits: Bits, inner: Found) -> Found:
    def reckon(anchor: date | None) -> Period:
        found = _take(kind, bits, inner.reckon(anchor), anchor)
        if found.cyclic and anchor and found.end and found.end < anchor:
            whole = inner.reckon(anchor)
            if whole.end is not None:  # early January, said on the 25th: next year's
                found = _take(kind, bits, inner.reckon(cal.plus_days(whole.end, 1)), anchor)
        return found

    return Found(inner.end, reckon, f"{kind} of {inner.rule}", mid=kind == "mid")


def _take(kind: str, bits: Bits, whole: Period, anchor: date | None) -> Period:
    if kind in ("early", "mid", "late", "early mid", "mid late"):
        return cal.thirds(whole, kind)
    if kind in ("start", "end"):
        return cal.edge(whole, kind)
    if kind == "later":
        if anchor and whole.start and whole.end and whole.start <= anchor <= whole.end:
            return replace(whole, start=anchor, why=f"{whole.why}; what is left of it")
        return whole
    if kind == "earlier":
        if anchor and whole.start and whole.end and whole.start <= anchor <= whole.end:
            return replace(whole, end=anchor, past=True)
        return replace(whole, past=True)
    if kind == "half":
        return cal.nth_of(whole, 1 if ordinal_of(bits.get("n")) == 1 else -1, "half")
    if kind == "nth":
        amount = int(number_of(bits.get("c")) or 1)
        return cal.nth_of(whole, ordinal_of(bits.get("n")) or 1, _coarse(UNITS[bits.text("u")]), amount)
    if kind == "week" and whole.start is not None:
        return Period(*cal.unit_around(whole.start, "week"), "week", f"{whole.why}; the week that it lies in")
    return whole
