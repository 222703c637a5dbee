"""Numbers in a claim's words: digits and words, shares, percents, thousands and years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DIGITS = re.compile(r"[$€£]?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<mark>%|bn|k|m|st|nd|rd|th)?$")
_SMALL = {
    "zero": 0.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0,
    "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "dozen": 12.0, "fifteen": 15.0, "twenty": 20.0,
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0,
    "twice": 2.0, "hundred": 100.0, "thousand": 1e3,
}  # fmt: skip
_TIMES = {
    "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "k": 1e3, "m": 1e6,
}  # fmt: skip
_SHARES = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_ORDINALS = {"first": 1.0, "second": 2.0, "third": 3.0, "fourth": 4.0, "fifth": 5.0}
_COUNTED = frozenset("dollars points seats votes people jobs".split())
_MONEY = frozenset("dollars dollar pounds euros times".split())
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

Found = tuple[float, str, int]
"""Value, unit (percent, th or nothing) and length in words."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a claim, with its bound: at or above it (1), at or below (-1), or neither (0)."""

    value: float
    unit: str
    bound: int

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"{self.value:,.6g} {self.unit}".strip()


def is_small(word: str) -> bool:
    """Tell whether a word is a number."""
    return word in _SMALL


def is_year(words: Sequence[str], at: int) -> bool:
    """Tell whether the word at a place is a year and no count."""
    word = words[at]
    is_plain = len(word) == 4 and word.isdecimal() and _FIRST_YEAR <= int(word) <= _LAST_YEAR
    return is_plain and not (at + 1 < len(words) and words[at + 1] in _COUNTED)


def is_below_zero(words: Sequence[str], at: int) -> bool:
    """Tell whether "negative" at a place says that something falls below zero."""
    return words[at] in ("negative", "subzero") and any(
        word in ("go", "turn", "trade") for word in words[max(0, at - 2) : at]
    )


def number_at(words: Sequence[str], at: int) -> Found | None:
    """Return the number that begins at a place of folded words; None where none does."""
    word = words[at]
    follow = words[at + 1] if at + 1 < len(words) else ""
    match = _DIGITS.match(word)
    if match:
        value = float(match["digits"].replace(",", "")) * _TIMES.get(match["mark"] or "", 1.0)
        return _scaled(words, at + 1, value, "percent" if match["mark"] == "%" else "")
    if is_below_zero(words, at):
        return 0.0, "", 1
    share = _share(words, at, follow)
    if share is not None:
        return share
    if word in _SMALL and (word != "one" or follow in _TIMES):
        return _scaled(words, at + 1, _SMALL[word], "")
    return _scaled(words, at + 1, 1.0, "") if word == "a" and follow in _TIMES else None


def _share(words: Sequence[str], at: int, follow: str) -> Found | None:
    word = words[at]
    if word in _SHARES and (follow == "of" or (at and words[at - 1] in ("a", "than"))):
        return _SHARES[word], "percent", 1
    return (_ORDINALS[word], "th", 1) if word in _ORDINALS and follow in ("round", "quarter") else None


def _scaled(words: Sequence[str], at: int, value: float, unit: str) -> Found:
    """Multiply by the thousands and millions that follow, and take the unit along."""
    length = 1
    while at < len(words) and words[at] in _TIMES:
        value *= _TIMES[words[at]]
        at, length = at + 1, length + 1
    if at < len(words) and words[at] in ("percent", "%"):
        return value, "percent", length + 1
    if list(words[at : at + 2]) == ["per", "cent"]:
        return value, "percent", length + 2
    return value, unit, length + (at < len(words) and words[at] in _MONEY)
