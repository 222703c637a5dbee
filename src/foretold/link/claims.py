"""A forecast as the linker sees it, and how the dates and conditions of two of them agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foretold.link.reading import Reading, read

SAME_DAYS = 7
"""Deadlines so many days apart are one ("by New Year's Eve", "before the new year")."""
NEAR_SHARE = 0.1
"""Deadlines apart by at most this share of the longer wait are near: proposed, never sure."""
OPEN_DAYS = 366
"""Claims without deadline are compared when made within so many days: house rule, they speak of their own time."""
LONGEST_WAIT_DAYS = 5 * OPEN_DAYS
"""A claim without deadline is not compared with a deadline further off than this."""
NARROW_DAYS = 31
"""A window of at most so many days ("in June") is another question than a long one that ends with it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A forecast in one state: later corrections of it are claims of their own."""

    key: str
    """Names this state of the forecast."""
    forecast_id: str
    words: str
    condition: str | None = None
    made_on: date | None = None
    due_earliest: date | None = None
    due_latest: date | None = None
    document_id: str | None = None

    @property
    def reading(self) -> Reading:
        """The claim's words, read."""
        return read(self.words)

    @property
    def window(self) -> tuple[date, date] | None:
        """First and last day that it speaks of, none before it was made; None when either is not known."""
        if self.due_earliest is None or self.due_latest is None:
            return None
        return max(self.made_on or date.min, self.due_earliest), self.due_latest


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one trait of two claims agrees: in words, or with a doubt, or so little that they are two events."""

    words: str = ""
    doubt: str = ""
    is_ruled_out: bool = False


RULED_OUT = Agreement(is_ruled_out=True)


def deadlines(one: Claim, other: Claim) -> Agreement:
    """Return how the deadlines of two claims agree."""
    if one.due_latest is None and other.due_latest is None:
        return _without_deadlines(one, other)
    if one.due_latest is None or other.due_latest is None:
        return _one_deadline(one, other)
    if _is_part(one, other):
        return RULED_OUT
    apart = abs((one.due_latest - other.due_latest).days)
    words = f"the deadlines are {apart} days apart" if apart else "the deadline is the same"
    if apart <= SAME_DAYS:
        return Agreement(words)
    waits = [(claim.due_latest - claim.made_on).days for claim in (one, other) if claim.due_latest and claim.made_on]
    if not waits or apart > NEAR_SHARE * max(waits):
        return RULED_OUT
    return Agreement(doubt=words)


def _without_deadlines(one: Claim, other: Claim) -> Agreement:
    if one.made_on is None or other.made_on is None:
        return Agreement(doubt="a date is missing")
    apart = abs((one.made_on - other.made_on).days)
    periods, others = one.reading.calendar, other.reading.calendar
    if apart > OPEN_DAYS or (periods and others and not periods & others):
        return RULED_OUT
    return Agreement(f"neither has a deadline, made {apart} days apart")


def _one_deadline(one: Claim, other: Claim) -> Agreement:
    made, due = (one.made_on, other.due_latest) if one.due_latest is None else (other.made_on, one.due_latest)
    if made is None or due is None or not 0 <= (due - made).days <= LONGEST_WAIT_DAYS:
        return RULED_OUT
    return Agreement(doubt="only one names a deadline")


def _is_part(one: Claim, other: Claim) -> bool:
    """Tell whether one claim means a month or less, and the other a long stretch of which that is only the end."""
    if one.window is None or other.window is None:
        return False
    short, long = sorted((end - start).days for start, end in (one.window, other.window))
    return short <= NARROW_DAYS and long > 2 * NARROW_DAYS and long > 3 * max(short, 1)


def conditions(one: Claim, other: Claim) -> Agreement:
    """Return how the conditions of two claims agree; a conditional claim is another question than a bare one."""
    if not one.condition and not other.condition:
        return Agreement()
    if not one.condition or not other.condition:
        return RULED_OUT
    a, b = read(one.condition), read(other.condition)
    if (a.sign, a.names, a.words, a.quantities) != (b.sign, b.names, b.words, b.quantities):
        return RULED_OUT
    return Agreement("the condition is the same")
