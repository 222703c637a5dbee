"""What each base of the horizon grammar means: from the words that it matched and the document's date to a Period.

A base names a period by itself: "March 1", "next week", "the 2030s". Its rule stands in `horizon_grammar.BASES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from foretold.extract import horizon_calendar as cal
from foretold.extract.horizon_calendar import OutOfCalendarError, Period
from foretold.extract.horizon_lexicon import (
    HOLIDAY_WORDS,
    MONTHS,
    NUMBERS,
    SEASONS,
    TENTHS,
    UNITS,
    WEEKDAYS,
)
from foretold.extract.horizon_words import Bits, number_of, ordinal_of

Reckon = Callable[[Bits, date | None], Period]
NO_DATE = "no date of the document to reckon from"
STATED = "as the words state it"
NEXT_ONE = "the next one from the document's date"
RELATIVE = "reckoned from the document's date"
BACK = {"last", "past", "previous", "preceding", "prior"}
HALF_A_YEAR = 183
"""Days: "this March", said in May, is the one that has been; said in December, the one to come."""


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
    which = set(bits.get("det"))
    around = [days(year) for year in range(max(anchor.year - 1, 1), min(anchor.year + 1, 9999) + 1)]
    if which & BACK:
        gone = [one for one in around if one[1] < anchor]
        return replace(_spanning(granularity, (gone or around)[-1], RELATIVE), past=True)
    ahead = [one for one in around if one[1] >= anchor]
    if "next" in which:
        ahead = [one for one in ahead if one[0] > anchor]
    if not ahead:
        raise OutOfCalendarError("beyond the calendar")
    far = (ahead[0][0] - anchor).days > HALF_A_YEAR and ahead[0][0].year > anchor.year
    if which == {"this"} and far:
        gone = [one for one in around if one[1] < anchor]
        return replace(_spanning(granularity, (gone or around)[-1], RELATIVE), past=True)
    return _spanning(granularity, ahead[0], NEXT_ONE, cyclic=not which)


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

    if anchor and bits.get("w") and not bits.get("year"):
        around = [days(year)[0] for year in range(max(anchor.year - 1, 1), min(anchor.year + 1, 9999) + 1)]
        fitting = [day for day in around if day.weekday() == WEEKDAYS[bits.text("w")]]
        if fitting:
            day = min(fitting, key=lambda day: abs(day - anchor))
            return _spanning("day", (day, days(day.year)[1]), "the nearest year in which that date is that weekday")
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


def _quarter_to(bits: Bits, anchor: date | None) -> Period:
    """Read "the March quarter": the three months that end with it."""
    last = MONTHS[bits.text("m")]
    if last % 3:
        raise OutOfCalendarError("quarters end in March, June, September and December")
    return _yearly(bits, anchor, "quarter", lambda year: cal.months_from(year, last - 2, 3))


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
    name = HOLIDAY_WORDS.get(words) or re.sub("years", "year's", words.removeprefix("the "))
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


def _spoken(bits: Bits, anchor: date | None) -> Period:
    """Read "twenty thirty", "nineteen ninety-seven", "two thousand and thirty"."""
    words = [word for word in bits.get("y") if word != "and"]
    if words[:2] == ["two", "thousand"]:
        year = 2000 + int(number_of(words[2:]) or 0)
    else:
        year = 100 * NUMBERS[words[0]] + int(number_of(words[1:]) or 0)
    return _spanning("year", cal.years(year, year), STATED, fixed=True)


def _decade(bits: Bits, anchor: date | None) -> Period:
    digits = re.sub("[^0-9]", "", bits.text("d")) or str(10 * TENTHS[bits.text("d")])
    first = int(digits) if len(digits) == 4 else _two_digits(digits, anchor) // 10 * 10
    return _spanning("decade", cal.years(first, first + 9), STATED, fixed=True)


def _century(bits: Bits, anchor: date | None) -> Period:
    number = ordinal_of(bits.get("n")) or 0
    return _spanning("century", cal.years(100 * number - 99, 100 * number), STATED, fixed=True)


def _offset(bits: Bits) -> int:
    det = bits.get("det")
    if "next" in det or ("coming" in det and "this" not in det) or "following" in det or "upcoming" in det:
        return 2 if bits.get("after_next") else 1
    return -1 if BACK & set(det) else 0


def _unit(bits: Bits, anchor: date | None) -> Period:
    unit, offset = UNITS[bits.text("u")], _offset(bits)
    if unit == "generation":
        return undated("indefinite", "how long a generation is, and from when, is not stated")
    if anchor is None:
        return undated(unit, past=offset < 0)
    return Period(*cal.unit_around(anchor, unit, offset), coarse(unit), RELATIVE, past=offset < 0)


def coarse(unit: str) -> str:
    """Return the granularity of a unit: hours are reckoned in days, fortnights in weeks."""
    return {"minute": "day", "hour": "day", "fortnight": "week", "generation": "decade"}.get(unit, unit)


def _weekday(bits: Bits, anchor: date | None) -> Period:
    if anchor is None:
        return undated("day", past="last" in bits.get("det"))
    target = WEEKDAYS[bits.text("w")]
    after = {"week": 7, "fortnight": 14}.get(bits.text("plus"), 7 * bool(bits.get("after")))
    week = bits.text("week")
    if week:
        monday = cal.unit_around(anchor, "week", 1 if "next" in week else 0)[0]
        day = cal.plus_days(monday, target)
        return _spanning("day", (day, day), RELATIVE)
    ahead = (target - anchor.weekday()) % 7
    if BACK & set(bits.get("det")):
        day = cal.plus_days(anchor, ahead - 7)
        return Period(day, day, "day", RELATIVE, past=True)
    if ("next" in bits.get("det") or after) and ahead == 0:
        ahead = 7
    day = cal.plus_days(anchor, ahead + after)
    return _spanning("day", (day, day), NEXT_ONE, cyclic=True)


def _weekend(bits: Bits, anchor: date | None) -> Period:
    if anchor is None:
        return undated("day")
    offset = _offset(bits)
    return Period(*cal.weekend_of(anchor, offset), "day", RELATIVE, cyclic=not bits.get("det"), past=offset < 0)


def _day_word(bits: Bits, anchor: date | None) -> Period:
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
        return undated(coarse(unit))
    return cal.edge(Period(*cal.unit_around(anchor, unit), coarse(unit), RELATIVE), "end")


def _mid_word(bits: Bits, anchor: date | None) -> Period:
    unit = UNITS[bits.text("u").removeprefix("mid")]
    if anchor is None:
        return undated(unit)
    return cal.thirds(Period(*cal.unit_around(anchor, unit), unit, RELATIVE), "mid")


def _clock(bits: Bits, anchor: date | None) -> Period:
    if anchor is None:
        return undated("day")
    why = "a time of day: on the document's date or the day after"
    return Period(anchor, cal.plus_days(anchor, 1), "day", why)


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
        start = cal.day_of(year if len(digits) > 1 else year - 1, 4, 1)
        return Period(start, cal.day_of(year + 1, 3, 31), "year", why, fixed=True)
    if anchor is None:
        return undated("year")
    offset = _offset(bits)
    first, last = cal.plus_months(anchor, 12 * offset - 12), cal.plus_months(anchor, 12 * offset + 12)
    why = "when the fiscal year begins is not stated: all days that it may hold"
    return Period(cal.plus_days(first, 1), cal.plus_days(last, -1), "year", why, past=offset < 0)


MEANINGS: dict[str, Reckon] = {
    "iso": _iso,
    "slash": _slash,
    "date": _date,
    "nth_weekday": _nth_weekday,
    "year_month": _year_month,
    "month": _month,
    "century": _century,
    "decade": _decade,
    "fiscal": _fiscal,
    "short": _short_quarter,
    "quarter": _quarter,
    "quarter_to": _quarter_to,
    "half": _half,
    "season": _season,
    "holiday": _holiday,
    "day_word": _day_word,
    "weekday": _weekday,
    "weekend": _weekend,
    "unit": _unit,
    "the_year": _the_year,
    "spoken": _spoken,
    "unit_end": _unit_end,
    "turn": _turn,
    "mid_word": _mid_word,
    "clock": _clock,
    "the_day": _the_day,
}
