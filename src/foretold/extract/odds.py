"""Chances that a sentence states in numbers: "a 60–70 % chance", "one chance in four", "less than one in ten".

A number is read here, whatever its form, with the range that its words leave open: "60–70 %" is .65 between .60 and
.70, "less than 10 %" is .10 with nothing above it. Which numbers are chances at all, and of what, is told by the
words around them: see `foretold.extract.stated`.
"""

# A value is read form by form: hence many returns.
# ruff: noqa: PLR0911

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foretold.extract.scale import Reading
from foretold.extract.text import words

_ONES = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True))
_TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_BIG = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_PARTS = dict(zip("half third quarter fifth sixth seventh eighth ninth tenth".split(), range(2, 11), strict=True)) | {
    "twentieth": 20,
    "hundredth": 100,
    "halve": 2,
}

_TENS_WORDS, _ONES_WORDS = "|".join(_TENS), "|".join(_ONES)
SPELLED = rf"(?:{_TENS_WORDS})[- ](?:{_ONES_WORDS})|{'|'.join([*_TENS, *_TEENS, *_ONES])}"
"""The pattern of a number below a hundred in words: see `count`."""
EVEN = r"(?:a )?coin[- ](?:toss|flip)|(?:a )?toss[- ]?up|50 ?[-/] ?50|fifty[- ]fifty|even money|evens"
"""The pattern of words for one half that are chances wherever they stand."""
MEASURES = words(
    """growth inflation unemployment rate rates turnout share margin margins price prices output deficit debt yield
    yields gdp sales revenue revenues earnings number figure cost costs value support target vote votes tax duty tariff
    tariffs stake spending capacity total level levels approval demand population profit profits loss losses returns
    stock stocks premium discount wage wages export exports import imports"""
)
"""Nouns whose numbers are mostly amounts, even in percent: a chance needs more to show for it beside them."""
_COUNT = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}|(?:(?:a|one|ten)[ -])?(?:hundred|thousand|million)|{SPELLED})"
_HUNDREDTHS = rf"(?:\d{{1,3}}(?:\.\d+)?|{SPELLED}|a hundred)"
_PERCENT = r"(?: ?%|[ -]?per ?cent\b|[ -]?pct\b)"
_NUMBER = re.compile(
    rf"(?<![\w.,$£€/])(?:"
    rf"(?P<from>{_HUNDREDTHS}){_PERCENT}?(?: ?- ?| to | or | and )(?P<to>{_HUNDREDTHS}){_PERCENT}"
    rf"|(?P<percent>{_HUNDREDTHS}){_PERCENT}"
    rf"|(?P<some>a|{_COUNT})(?P<unit>[- ](?:chances?|times?|shots?|cases?))?[- ](?:in|out[- ]of)[- ](?P<all>{_COUNT})\b"
    rf"|(?:(?P<parts>an?|{_ONES_WORDS})[- ])?(?P<part>(?:{'|'.join(_PARTS)})s?)\b"
    rf"|(?P<even>{EVEN}|"
    r"even(?= (?:chances?|odds|probability))|(?<=than )even)\b"
    rf"|(?P<win>{_COUNT})(?:[- ]to[- ]|:|/|-)(?P<lose>{_COUNT})"
    r"(?P<side>[ -](?:against|on|in favou?r|for))?(?!\w|[-/]\d| ?%|[ -]per ?cent)"
    r"|(?P<share>0?\.\d{1,3}|1\.0)(?![\d%])"
    r")",
    re.IGNORECASE,
)
ABOUT = (
    r"(?:about|around|roughly|approximately|perhaps|maybe|possibly|probably|say|call it|only|just|still|now|"
    r"near(?:ly|er)?|"
    r"close to|closer to|almost|some|something like|i'd say|i would say|i say|as (?:much|high|low|little) as|more like|"
    r"as good as|nearer|~|≈)"
)
_BELOW = (
    r"less than|under|below|no (?:more|better|higher|greater) than|not (?:more|better) than|at most|at best|up to|"
    r"fewer than|short of|worse than|<|not even|n't even|not|isn't|n't"
)
_ABOVE = (
    r"more than|over|above|at least|no (?:less|worse|lower) than|not less than|better than|higher than|greater than|"
    r"upwards? of|north of|in excess of|>"
)
_BOUND = re.compile(
    rf"(?<![\w<>])(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE}))(?P<det> an?)?(?: {ABOUT})? ?$", re.IGNORECASE
)
_LIMIT = re.compile(
    r",? (?:(?P<below>at (?:the )?(?:very )?(?:best|most|outside)|tops|or (?:less|lower|under))|"
    r"(?P<above>at (?:the )?(?:very )?least|or (?:more|higher|better|greater)))\b",
    re.IGNORECASE,
)
_ALSO = re.compile(r" ?(?:to|and|or|-) ?(?:an? )?", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from|somewhere between) $", re.IGNORECASE)
HOLDS = rf"\d|\b(?:{'|'.join([*_ONES, *_TEENS, *_TENS, *_BIG])}|(?:{'|'.join(_PARTS)})s?|coin|toss|even|evens|twice)\b"
"""The pattern of what every number that may be a chance holds, for the fast scan."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that may be a chance: offsets of all its words, of the number alone, and what it would mean."""

    start: int
    """Where it begins with its bound: "less than" in "less than 10 %"."""
    first: int
    """Where the number itself begins."""
    end: int
    """Where it ends, with "at best" or "or more"."""
    kind: str
    """"percent", "ratio", "part", "even", "odds" or "share"."""
    reading: Reading
    unit: tuple[int, int] | None = None
    """The place of "chance" in "one chance in four", of "times" in "nine times out of ten"."""
    article: tuple[int, int] | None = None
    """The place of the article between bound and number: "under a 5 % chance"."""
    bound: str = ""
    """"below" or "above"."""


def numbers(text: str) -> list[Number]:
    """Return the numbers in a sentence that may be chances, in order."""
    found = [one for match in _NUMBER.finditer(text) if (one := _number(match, text)) is not None]
    return list(_joined(found, text))


def _number(match: re.Match[str], text: str) -> Number | None:
    read = _value(match)
    if read is None or not 0 <= read[0].low <= read[0].high <= 1:
        return None
    (reading, kind), start, end = read, match.start(), match.end()
    before = _BOUND.search(text[max(0, start - 40) : start])
    after = _LIMIT.match(text, end)
    below = (before and before["below"]) or (after and after["below"])
    above = (before and before["above"]) or (after and after["above"])
    if below and (kind != "even" or before is None or before["below"]):
        reading = Reading(0.0, reading.high, reading.high)
    elif above:
        reading = Reading(reading.low, reading.low, 1.0)
    unit = match.span("unit") if match["unit"] else None
    shift = max(0, start - 40)
    return Number(
        start=before.start() + shift if before else start,
        first=start,
        end=after.end() if after else end,
        kind=kind,
        reading=reading,
        unit=(unit[0] + 1, unit[1]) if unit else None,
        article=(before.start("det") + shift, before.end("det") + shift) if before and before["det"] else None,
        bound="below" if below else "above" if above else "",
    )


def _value(match: re.Match[str]) -> tuple[Reading, str] | None:
    if match["from"]:
        low, high = sorted((count(match["from"]) / 100, count(match["to"]) / 100))
        return Reading(low, round((low + high) / 2, 4), high), "percent"
    if match["percent"]:
        return _exactly(count(match["percent"]) / 100), "percent"
    if match["all"]:
        return (_exactly(count(match["some"]) / count(match["all"])), "ratio") if count(match["all"]) else None
    if match["part"]:
        whole = _PARTS[match["part"].lower().removesuffix("s")]
        return _exactly((count(match["parts"]) if match["parts"] else 1) / whole), "part"
    if match["even"]:
        return _exactly(0.5), "even"
    if match["share"]:
        return _exactly(float(match["share"])), "share"
    win, lose, side = count(match["win"]), count(match["lose"]), (match["side"] or "").strip(" -").lower()
    if win + lose == 0:
        return None
    in_favour = side not in {"", "against"} or (win + lose == 100 and side != "against")
    return _exactly((win if in_favour else lose) / (win + lose)), "odds"


def _exactly(value: float) -> Reading:
    value = round(value, 6 if value < 0.001 else 4)
    return Reading(value, value, value)


def _joined(found: list[Number], text: str) -> Iterator[Number]:
    """Join two numbers to a range: "between a third and a half", "one in four to one in three"."""
    last: Number | None = None
    for one in found:
        if last is not None and _is_range(last, one, text):
            ends = sorted((last.reading.point, one.reading.point))
            point = round((ends[0] + ends[1]) / 2, 4)
            begin = _BETWEEN.search(text, max(0, last.first - 20), last.first)
            start = begin.start() if begin else last.start
            last = Number(start, last.first, one.end, last.kind, Reading(ends[0], point, ends[1]))
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _is_range(one: Number, other: Number, text: str) -> bool:
    if one.kind not in {"ratio", "part"} or other.kind not in {"ratio", "part"} or one.bound or other.bound:
        return False
    joint = text[one.end : other.first].strip().lower()
    between = _BETWEEN.search(text, max(0, one.first - 20), one.first) is not None
    return joint in {"to", "or", "-"} or (joint == "and" and between)


def count(number: str) -> float:
    """Return the number that figures or words say: "1,000", "twenty-five", "a hundred"."""
    total = 0.0
    low = number.lower().replace(",", "")
    if re.fullmatch(r"\d*\.?\d+", low):
        return float(low)
    for word in re.split(r"[- ]", low):
        if word in _BIG:
            total = max(total, 1) * _BIG[word]
        else:
            total += 1 if word in {"a", "an"} else _ONES.get(word) or _TEENS.get(word) or _TENS.get(word) or 0
    return total
