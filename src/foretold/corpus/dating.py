"""Dating a text that states no date: what it tells as past bounds it below, what it awaits bounds it above.

Only words in the text count, and every bound is given with them. An interval is inferred when both ends are bounded and
no more than three years apart; otherwise the date stays unknown, and the reason says what was found. Nothing here looks
at today's date. An interval that does not hold the truth is worse than none, so doubtful evidence is left alone.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from foretold.corpus.dates import MONTHS, Dating
from foretold.records import DateBasis

WIDEST = timedelta(days=3 * 366)
"""A wider interval says so little that the date counts as unknown."""
MOST_CHARACTERS = 200_000
"""Only so much of a text is searched for evidence; commentary is far shorter."""

_MONTHS = "|".join(sorted((name.title() for name in MONTHS), key=len, reverse=True))
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"')\]]*\s+|[\r\n]+")
_CONTEXT = 150
"""Code points around a year that are read for what is said of it."""
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_POINT = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?"
    rf"(?:(?P<month>{_MONTHS})\.? (?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? )?)?{_YEAR}"
    r"(?![\ds%]|\s*(?:percent|per cent|metres|meters|km|kilomet|miles|dollars|euros|people|troops|soldiers|°))"
)
_SINCE = re.compile(r"\bsince (?:early |late |mid-|the )?$", re.I)
_DONE = re.compile(
    r"\b(?:was|were|had|did|came|won|lost|began|took|rose|fell|became|held|went|led|left|met|broke|built|struck|shot|sent"
    r"|brought|grew|spent|[a-z]{3,}ed)\b(?: \w+){0,3} (?:in|on|of|during|from) (?:early |late |mid-|the )?$"
)
"""What was done, right before its date."""
_NOT_DONE = re.compile(
    r"\b(?:to|be|will|would|could|may|might|should|shall|can|must|[Ii]f|[Oo]nce|until|by|next|not|never|(?:expect|forecast"
    r"|predict|target|want|ask|warn|fear|aim|intend|call|need|delay|extend|report|talk)(?:s|ed|ing)?|plan(?:s|ned|ning)?"
    r"|(?:schedul|promis|propos|hop|envisag|imagin|assum|believ|postpon|announc|bas|estimat)(?:e|es|ed|ing)"
    r"|project(?:s|ed|ions?)?|pledg(?:e|es|ed|ing)|commit(?:s|ted)?|agreed|due|fiscal|years?)\b"
)
"""Words before a date that may place it ahead: what is promised or planned "for 2030" has not been done."""
_BEFORE_FUTURE = re.compile(r"\b(?:in|by|for|during|before|until|early|late|mid|of)[\s-]*$", re.I)
_PAST = re.compile(r"\b(?:was|were|had|did|been|[a-z]{3,}ed|since|came|won|rose|fell|held)\b")
_AHEAD = re.compile(
    r"\b(?:will|would|shall|should|until|through|by|next|upcoming|if|once|plan\w*|due)\b|[’']ll\b", re.I
)
_AWAITED = re.compile(
    r"\b(?:will|shall|(?:is|are) (?:set|due|going|scheduled|expected|likely|poised|bound) (?:to|for|in)|upcoming"
    r"|forthcoming)\b|[’']ll\b",
    re.I,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_SHORT_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{2}|(?:19|20)\d{2})(?![\d/])")
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12,
}  # fmt: skip
_NTH_YEAR = re.compile(
    r"\b(?:war|invasion|conflict|occupation|siege|blockade|pandemic|insurgency|uprising|crisis|campaign)\b[^.!?]{0,60}?"
    r"\b(?P<how>about to enter|set to enter|nearing|approaching|enters|entering|entered|in|into) its (?P<nth>\w+) year",
    re.I,
)
_BEGINNING = re.compile(
    rf"\b(?P<month>{_MONTHS})\.? {_YEAR} (?:(?:full-scale|surprise|[A-Z]\w+|all-out) )?"
    r"(?:invasion|war|attack|coup|uprising|offensive|outbreak|assault|annexation)\b"
    r"|\b(?:began|started|broke out|erupted|launched|since|invaded [A-Z]\w+) in "
    rf"(?P<month2>{_MONTHS}),? (?P<year2>(?:19|20)\d{{2}})\b"
)
_US_VOTE = re.compile(
    r"\b(?:(?P<kind>presidential|mid-?term)(?:\s+and\s+\w+)?\s+elections?\s+(?:in|this|next)\s+November"
    r"|(?:in|this|next)\s+November[’']s\s+(?P<kind2>presidential|mid-?term)\s+elections?)(?!\s*,?\s*(?:19|20)\d\d)",
    re.I,
)
_AMERICAN = re.compile(r"\b(?:US|U\.S\.|United States|American?s?|White House)\b")
_DATELINE = re.compile(
    rf"^[A-Z][A-Z.' ]{{2,30}}(?:,\s+[A-Z][\w. ]{{1,20}})?,\s+(?:(?P<month>{_MONTHS})\.?\s+(?P<day>\d{{1,2}})"
    rf"|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTHS}))\.?\s*(?:\([^)]{{1,20}}\)\s*)?[—–-]",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """One piece of evidence: the text was not published before, or not after, a day."""

    words: str
    earliest: date | None = None
    latest: date | None = None


def inferred(text: str, captured_on: date) -> Dating:
    """Return the interval of days in which a text that states no date must have been published, if it gives it away.

    Pure. `captured_on` only bounds what the text itself bounds: it is never a date by itself.
    """
    text = text[:MOST_CHARACTERS]
    bounds = list(_bounds(text, captured_on))
    low = max((bound for bound in bounds if bound.earliest), key=lambda b: b.earliest or date.min, default=None)
    high = min((bound for bound in bounds if bound.latest), key=lambda b: b.latest or date.max, default=None)
    if vote := _vote(text, low, high):
        bounds.append(vote)
        low = max((bound for bound in bounds if bound.earliest), key=lambda b: b.earliest or date.min)
        high = min((bound for bound in bounds if bound.latest), key=lambda b: b.latest or date.max)
    return _concluded(text, low, high, captured_on)


def _concluded(text: str, low: Bound | None, high: Bound | None, captured_on: date) -> Dating:
    """Return the dating between two bounds, or unknown with what is missing."""
    if low is None or low.earliest is None:
        why = f"; awaits {_said(high)}" if high else ""
        return Dating(reason=f"no date was given, and nothing in the text bounds it below{why}")
    if high is None or high.latest is None:
        return Dating(
            reason=f"no date was given; not before {low.earliest} ({_said(low)}), and nothing bounds it above"
        )
    if low.earliest > high.latest or low.earliest > captured_on:
        return Dating(
            reason=f"no date was given, and the text contradicts itself: {_said(low)} is past, {_said(high)} ahead"
        )
    earliest, latest = low.earliest, min(high.latest, captured_on)
    if latest - earliest > WIDEST:
        between = f"somewhere between {earliest} ({_said(low)}) and {latest} ({_said(high)})"
        return Dating(reason=f"no date was given; {between}, too wide to use")
    reason = f"inferred: not before {earliest} ({_said(low)}), not after {latest} ({_said(high)})"
    if line := _dateline_day(text, earliest, latest):
        earliest, latest, reason = line[0], line[0], f"{reason}; the dateline says {line[1]}"
    return Dating(earliest, latest, DateBasis.INFERRED, reason)


def _said(bound: Bound | None) -> str:
    """Return the words of a piece of evidence."""
    return f"“{bound.words}”" if bound else "nothing"


def _bounds(text: str, captured_on: date) -> Iterator[Bound]:
    """Yield the evidence in a text, sentence by sentence."""
    start = 0
    ends = [found.span() for found in _SENTENCE_END.finditer(text)] + [(len(text), len(text))]
    for end, following in ends:
        sentence = text[start:end]
        start = following
        if re.search(r"(?:19|20)\d\d", sentence):
            yield from _years(sentence, captured_on)
        if "/" in sentence:
            yield from _short_dates(sentence)
    if bound := _nth_year(text):
        yield bound


def _years(sentence: str, captured_on: date) -> Iterator[Bound]:
    """Yield what the years named in one sentence say."""
    unquoted = _QUOTED.sub(lambda found: " " * len(found[0]), sentence)
    awaited = _AWAITED.search(unquoted)
    points = list(_POINT.finditer(sentence))
    for found in points:
        first, last = _days(found)
        before = sentence[max(0, found.start() - _CONTEXT) : found.start()]
        if first <= captured_on and _is_done(before):
            yield Bound(_shown(found), earliest=first)
        elif (
            awaited is not None
            and 0 <= found.start() - awaited.end() <= _CONTEXT
            and len(points) == 1
            and unquoted[found.start()] != " "
            and _BEFORE_FUTURE.search(before)
            and not _PAST.search(sentence, awaited.end(), found.start())
        ):
            yield Bound(_shown(found), latest=last)


def _is_done(before: str) -> bool:
    """Return whether the words before a date tell what has been done then."""
    if _SINCE.search(before):
        return True
    done = _DONE.search(before)
    return done is not None and _NOT_DONE.search(before[max(0, done.start() - 40) :]) is None


def _days(found: re.Match[str]) -> tuple[date, date]:
    """Return the first and last day of a year, month or day in a text; of the month, when it has no such day."""
    year = int(found["year"])
    month = MONTHS.get((found["month"] or "").lower())
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    last = calendar.monthrange(year, month)[1]
    day = int(found["day"] or found["day2"] or 0)
    if 0 < day <= last:
        return date(year, month, day), date(year, month, day)
    return date(year, month, 1), date(year, month, last)


def _shown(found: re.Match[str]) -> str:
    """Return the words of a date in a text on one line."""
    return " ".join(found[0].split())


def _short_dates(sentence: str) -> Iterator[Bound]:
    """Yield the lower bounds in dates such as 4/7/16, read as the earlier of day/month and month/day."""
    for found in _SHORT_DATE.finditer(sentence):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        year += 2000 if year < 100 else 0
        readings = []
        for day, month in ((one, two), (two, one)):
            if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
                readings.append(date(year, month, day))
        if readings and _AHEAD.search(sentence) is None:
            yield Bound(found[0], earliest=min(readings))


def _nth_year(text: str) -> Bound | None:
    """Return what "about to enter its third year" says, where the text tells once when that thing began."""
    found = _NTH_YEAR.search(text)
    if found is None:
        return None
    digits = re.match(r"\d+", found["nth"])
    nth = int(digits[0]) if digits else _ORDINALS.get(found["nth"].lower(), 0)
    began = {
        (int(b["year"] or b["year2"]), MONTHS[(b["month"] or b["month2"]).lower()]) for b in _BEGINNING.finditer(text)
    }
    if not 2 <= nth <= 99 or len(began) != 1:
        return None
    year, month = began.pop()
    anniversary = date(year + nth - 1, month, 1)
    month_end = anniversary.replace(day=calendar.monthrange(anniversary.year, month)[1])
    words = f"{_shown(found)}, begun in {calendar.month_name[month]} {year}"
    how = found["how"].lower()
    if how in {"about to enter", "set to enter", "nearing", "approaching"}:
        return Bound(words, anniversary - timedelta(days=123), month_end)
    if how in {"in", "into"}:
        return Bound(words, anniversary, anniversary + timedelta(days=396))
    return Bound(words, anniversary - timedelta(days=92), month_end + timedelta(days=123))


def _vote(text: str, low: Bound | None, high: Bound | None) -> Bound | None:
    """Return what an American election "in November" says: the twelve months before the only one that fits.

    Presidents are elected every four years, in years that four divides, and Congress in the even years between
    (2 U.S.C. 7, 3 U.S.C. 1), on the Tuesday after the first Monday of November.
    """
    found = _US_VOTE.search(text)
    if found is None or low is None or low.earliest is None or not _AMERICAN.search(text):
        return None
    is_presidential = (found["kind"] or found["kind2"]).lower() == "presidential"
    last = high.latest if high and high.latest else low.earliest + timedelta(days=4 * 365)
    years = [
        year
        for year in range(low.earliest.year, last.year + 2)
        if year % 4 == (0 if is_presidential else 2)
        and low.earliest <= date(year, 11, 8)
        and date(year - 1, 11, 2) <= last
    ]
    if high is None or len(years) != 1:
        return None
    return Bound(f"{_shown(found)}, which is that of {years[0]}", date(years[0] - 1, 11, 2), date(years[0], 11, 8))


def _dateline_day(text: str, earliest: date, latest: date) -> tuple[date, str] | None:
    """Return the only day of an interval that a dateline without a year can mean, and the dateline."""
    found = _DATELINE.search(text[:2000])
    if found is None:
        return None
    month, day = MONTHS[(found["month"] or found["month2"]).lower()], int(found["day"] or found["day2"])
    days = []
    for year in range(earliest.year, latest.year + 1):
        if day <= calendar.monthrange(year, month)[1] and day >= 1 and earliest <= date(year, month, day) <= latest:
            days.append(date(year, month, day))
    return (days[0], _shown(found)) if len(days) == 1 else None
