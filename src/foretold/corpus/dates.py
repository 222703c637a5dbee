"""Dates as people write them in metadata, file names and date lines, read as intervals of days; never guessed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from foretold.records import DateBasis

EARLIEST_YEAR = 1700
"""Before the first newspapers' columns; an earlier year in metadata is a slip of the keyboard."""

MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}

_MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
_TIME = rf"(?:[T\s,]+(?:at\s+)?{_CLOCK}\s*(?:[ap]\.?m\.?)?\s*(?:Z|[A-Z]{{2,5}}|[+-]\d{{2}}:?\d{{2}})?)?"
_I = re.IGNORECASE
_ISO = re.compile(r"(\d{4,})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?" + _TIME, _I)
_DAY_FIRST = re.compile(_WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+" + _MONTH + r",?\s+(\d{4,})" + _TIME, _I)
_MONTH_FIRST = re.compile(_WEEKDAY + _MONTH + r"\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4,})" + _TIME, _I)
_MONTH_ONLY = re.compile(_MONTH + r",?\s+(\d{4,})", _I)
_SLASHES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4,})" + _TIME, _I)
_IN_NAME = re.compile(r"(?<![0-9A-Za-z])((?:1[7-9]|20)\d{2})([-_./]?)(\d{2})\2(\d{2})(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Dating:
    """When a document was published, as an interval of days, how that is known, and what was wrong if it is not."""

    earliest: date | None = None
    latest: date | None = None
    basis: DateBasis = DateBasis.UNKNOWN
    reason: str = "no date was given"
    refused: str | None = None
    """The value that was refused and why, None when nothing was."""


class UnreadableDate(ValueError):
    """Words that are no date, or that no calendar has."""


def interval(words: str) -> tuple[date, date]:
    """Return the first and last day that a written date means: one day, a month, or a year.

    Raise UnreadableDate for what is not a date, what no calendar has, or 03/04/2016, which is two days.
    """
    words = words.strip()
    if found := re.fullmatch(r"((?:1[7-9]|20)\d{2})(\d{2})(\d{2})", words):
        return _days(found[1], found[2], found[3], words)
    if found := _ISO.fullmatch(words):
        return _days(found[1], found[2], found[3], words)
    if found := _DAY_FIRST.fullmatch(words):
        return _days(found[3], MONTHS[found[2].lower()], found[1], words)
    if found := _MONTH_FIRST.fullmatch(words):
        return _days(found[3], MONTHS[found[1].lower()], found[2], words)
    if found := _MONTH_ONLY.fullmatch(words):
        return _days(found[2], MONTHS[found[1].lower()], None, words)
    if found := _SLASHES.fullmatch(words):
        first, second = int(found[1]), int(found[2])
        if first <= 12 and second <= 12 and first != second:
            raise UnreadableDate(f"{words} may be day/month or month/day")
        day, month = (first, second) if second <= 12 else (second, first)
        return _days(found[3], month, day, words)
    raise UnreadableDate(f"{words!r} is not a date")


def _days(year: str, month: str | int | None, day: str | int | None, words: str) -> tuple[date, date]:
    """Return the interval of a year, a month or a day."""
    if len(year) > 4 or int(year) < EARLIEST_YEAR:
        raise UnreadableDate(f"the year {year} in {words!r} is not one that commentary was published in")
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        if day:
            return first, first
        last_month = int(month or 12)
        return first, date(int(year), last_month, calendar.monthrange(int(year), last_month)[1])
    except ValueError:
        raise UnreadableDate(f"no calendar has {words!r}") from None


def stated(words: str, where: str, captured_on: date) -> Dating:
    """Return the dating that words give, found `where`; unknown, with what was refused, when they cannot be meant.

    A date later than the day of capture is refused: a text cannot have been captured before it was published.
    """
    try:
        earliest, latest = interval(words)
    except UnreadableDate as error:
        return _refused(f"{error}", where)
    if earliest > captured_on:
        return _refused(f"{words!r} is in the future: the text was captured on {captured_on}", where)
    return Dating(earliest, min(latest, captured_on), DateBasis.STATED, f"{where}: {words}")


def _refused(why: str, where: str) -> Dating:
    """Return an unknown date with what was refused."""
    return Dating(reason=f"refused, {where}: {why}", refused=f"{where}: {why}")


def in_name(address: str, captured_on: date) -> Dating | None:
    """Return the dating of a day in a file's name or address, such as `nyt_2016-01-20_title` or `/2016/01/20/`.

    None when there is none, or when it is not a day before the capture: then the digits are something else.
    """
    for found in _IN_NAME.finditer(address):
        try:
            day = date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            continue
        if day <= captured_on:
            return Dating(day, day, DateBasis.STATED, f"the date in the address: {found[0]}")
    return None
