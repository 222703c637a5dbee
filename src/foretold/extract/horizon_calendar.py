"""Calendar arithmetic of horizons: periods with both ends included, and what "early", "third" or "end of" make of them.

Seasons are the meteorological ones of the northern hemisphere (spring from 1 March); weeks run Monday to Sunday;
decades from a year ending in 0, centuries by common usage from the year 01 to the year 00.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil import easter

SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


class OutOfCalendarError(ValueError):
    """A day before the year 1 or after the year 9999, or one that no month has (30 February)."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``start`` to ``end``, both included, None where not known. ``why`` says how it was reckoned.

    ``cyclic``: it comes round every week, month or year, and the next one was taken. ``past``: the words look back.
    ``fixed``: the words name the year themselves.
    """

    start: date | None
    end: date | None
    granularity: str
    why: str
    cyclic: bool = False
    past: bool = False
    fixed: bool = False


def day_of(year: int, month: int, day: int) -> date:
    """Return the date, raising OutOfCalendarError when there is none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise OutOfCalendarError(f"{year}-{month}-{day} is not a day") from error


def plus_days(day: date, days: int) -> date:
    """Return the day so many days later (earlier when negative)."""
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise OutOfCalendarError("beyond the calendar") from error


def plus_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last day when it is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OutOfCalendarError("beyond the calendar")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "generation": 360, "century": 1200}
_DAYS_IN = {"minute": 0, "hour": 0, "day": 1, "week": 7, "fortnight": 14}


def shift(day: date, amount: float, unit: str) -> date:
    """Return ``day`` plus ``amount`` units; hours count as started days. A generation is taken as thirty years."""
    if abs(amount) > 1e6:
        raise OutOfCalendarError("beyond the calendar")
    if unit in ("minute", "hour"):
        seconds = amount * {"minute": 60, "hour": 3600}[unit]
        return plus_days(day, int(-(-seconds // 86400)))
    if unit in _DAYS_IN:
        return plus_days(day, round(amount * _DAYS_IN[unit]))
    months = amount * _MONTHS_IN[unit]
    return plus_days(plus_months(day, int(months)), round((months - int(months)) * 30))


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return the first and last day of a month."""
    first = day_of(year, month, 1)
    return first, date(year, month, calendar.monthrange(year, month)[1])


def months_from(year: int, month: int, months: int) -> tuple[date, date]:
    """Return the first and last day of so many whole months, starting with this one."""
    first = day_of(year, month, 1)
    last = plus_months(first, months - 1)
    return first, month_of(last.year, last.month)[1]


def years(first: int, last: int) -> tuple[date, date]:
    """Return 1 January of the first and 31 December of the last year."""
    return day_of(first, 1, 1), day_of(last, 12, 31)


def unit_around(day: date, unit: str, offset: int = 0) -> tuple[date, date]:
    """Return the calendar unit that ``day`` lies in, or the one so many units away."""
    if unit in ("day", "hour", "minute"):
        moved = plus_days(day, offset if unit == "day" else 0)
        return moved, moved
    if unit in ("week", "fortnight"):
        monday = plus_days(day, offset * _DAYS_IN[unit] - day.weekday())
        return monday, plus_days(monday, _DAYS_IN[unit] - 1)
    if unit in ("month", "quarter", "half"):
        length = _MONTHS_IN[unit]
        index = (day.year * 12 + day.month - 1) // length + offset
        return months_from(index * length // 12, index * length % 12 + 1, length)
    if unit == "year":
        return years(day.year + offset, day.year + offset)
    if unit == "decade":
        first = (day.year // 10 + offset) * 10
        return years(max(first, 1), first + 9)
    if unit == "century":
        first = ((day.year - 1) // 100 + offset) * 100 + 1
        return years(first, first + 99)
    raise OutOfCalendarError(f"a {unit} has no place in the calendar")


def weekend_of(day: date, offset: int = 0) -> tuple[date, date]:
    """Return Saturday and Sunday of the week that ``day`` lies in, or of the one so many weeks away."""
    saturday = plus_days(day, 5 - day.weekday() + 7 * offset)
    return saturday, plus_days(saturday, 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the ``nth`` Monday (weekday 0) … Sunday of a month, counted from its end when negative."""
    first, last = month_of(year, month)
    found = (
        plus_days(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))
        if nth > 0
        else plus_days(last, -((last.weekday() - weekday) % 7) + 7 * (nth + 1))
    )
    if found.month != month:
        raise OutOfCalendarError("that month has no such day")
    return found


def holiday(name: str, year: int) -> tuple[date, date]:
    """Return the days of a holiday in a year. Thanksgiving and Labor Day are those of the United States."""
    fixed = {
        "christmas": (12, 25),
        "christmas day": (12, 25),
        "christmas eve": (12, 24),
        "new year": (1, 1),
        "new year's day": (1, 1),
        "new year's eve": (12, 31),
        "halloween": (10, 31),
        "valentine's day": (2, 14),
        "independence day": (7, 4),
    }
    moving = {"thanksgiving": (11, 3, 4), "labor day": (9, 0, 1), "memorial day": (5, 0, -1)}
    if name in fixed:
        found = day_of(year, *fixed[name])
    elif name in moving:
        found = nth_weekday(year, *moving[name])
    elif name == "easter":
        if not 1583 <= year <= 4099:  # the range of the rule for the Gregorian Easter
            raise OutOfCalendarError("Easter is not reckoned for that year")
        found = easter.easter(year)
    else:
        raise OutOfCalendarError(f"no rule for {name}")
    return found, found


def thirds(period: Period, which: str) -> Period:
    """Return the early, mid or late part: a third of the period; of a decade years 0–3, 4–6 and 7–9."""
    if period.start is None or period.end is None:
        return period
    first, last = {"early": (0, 1), "mid": (1, 2), "late": (2, 3), "early mid": (0, 2), "mid late": (1, 3)}[which]
    cuts = _cuts(period)
    return replace(
        period, start=cuts[first], end=plus_days(cuts[last], -1), why=f"{period.why}; its {which} part, a third"
    )


def _cuts(period: Period) -> list[date]:
    """Return the first day of each third, and the day after the last one."""
    if period.start is None or period.end is None:
        raise OutOfCalendarError("a period without ends has no thirds")
    after = plus_days(period.end, 1) if period.end < date.max else period.end
    if period.granularity == "decade":
        steps = [plus_months(period.start, 12 * n) for n in (4, 7)]
    elif period.granularity in (*_MONTHS_IN, "season") and period.granularity != "month":
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        steps = [plus_months(period.start, months * n // 3) for n in (1, 2)]
    elif period.granularity == "month":
        steps = [plus_days(period.start, n) for n in (10, 20)]
    else:
        days = (period.end - period.start).days + 1
        steps = [plus_days(period.start, -(-days * n // 3)) for n in (1, 2)]
    return [period.start, *steps, after]


def middle(period: Period) -> date | None:
    """Return the last day of the first half: 30 June of a year, the 15th of a month, 2050 for a century."""
    if period.start is None or period.end is None:
        return None
    if period.granularity == "month":
        return plus_days(period.start, 14)
    if period.granularity in _MONTHS_IN:
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        return plus_days(plus_months(period.start, months // 2), -1)
    return plus_days(period.start, (period.end - period.start).days // 2)


def edge(period: Period, which: str) -> Period:
    """Return the start or end of a period: one unit finer (December of a year, the last week of a month)."""
    if period.start is None or period.end is None:
        return period
    first, last = period.start, period.end
    if which == "start":
        last = min(last, plus_days(_finer(first, period.granularity, 1), -1))
    else:
        first = max(first, plus_days(_finer(last, period.granularity, -1), 1))
    return replace(period, start=first, end=last, why=f"{period.why}; its {which}")


def _finer(day: date, granularity: str, sign: int) -> date:
    """Return ``day`` moved by one finer unit; from a last day backwards the whole month or year is kept."""
    amount, unit = {"century": (10, "year"), "decade": (1, "year"), "month": (7, "day"), "week": (2, "day")}.get(
        granularity, (1, "month" if granularity in (*_MONTHS_IN, "season") else "day")
    )
    if unit == "day":
        return plus_days(day, sign * amount)
    base = day if sign > 0 else plus_days(day, 1) if day < date.max else day
    moved = shift(base, sign * amount, unit)
    return moved if sign > 0 else plus_days(moved, -1)


def nth_of(period: Period, nth: int, unit: str, amount: int = 1) -> Period:
    """Return "the first three months of", "the last week of", "the second half of" a period."""
    if period.start is None or period.end is None:
        return replace(period, granularity=unit)
    if unit == "half":
        turn = middle(period)
        if turn is None:
            return period
        start, end = (period.start, turn) if nth == 1 else (plus_days(turn, 1), period.end)
    elif nth > 0:
        start = shift(period.start, (nth - 1) * amount if nth > 1 else 0, unit)
        end = plus_days(shift(start, amount, unit), -1)
    else:
        start, end = plus_days(_finer_by(period.end, amount, unit), 1), period.end
    if unit not in ("day", "week") and (start < period.start or start > period.end):
        raise OutOfCalendarError("the period has no such part")
    return replace(
        period,
        start=max(start, period.start),
        end=min(end, period.end),
        granularity=unit
        if unit in ("day", "week", "month", "quarter", "half", "year", "decade")
        else period.granularity,
        why=f"{period.why}; the part of it that is named",
    )


def _finer_by(day: date, amount: int, unit: str) -> date:
    base = plus_days(day, 1) if day < date.max else day
    return plus_days(shift(base, -amount, unit), -1)
