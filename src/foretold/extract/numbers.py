"""Forecasts written as a claim and a number: "Gold ends lower: 65%", "85%: it passes", "P(launch slips) = 0.7"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foretold.extract.tree import Tree

_P = r"(?P<p>\d{1,3}(?:\.\d+)?) ?(?:%|percent|per cent)"
_WORD = r"(?:probability|prob\.?|chance|likelihood|odds|confidence|p ?[=:])"
_AFTER = re.compile(
    rf"^(?P<claim>.{{4,220}}?)\s*[,:(\-]+\s*(?P<word>{_WORD}(?: of)?:? ?)?(?:maybe |about |around |say |~|"
    rf"roughly |still )?{_P}"
    r"(?P<tail> ?(?:likely|chance|probability|confident|sure|confidence))?\s*\)?[.;]?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"^\(?{_P}(?P<tail> (?:likely|chance|probability|confident|sure|"
    rf"confidence)\w*)?\)?\s*[:,\-]+\s*(?:that )?(?P<claim>.{{6,220}})$",
    re.IGNORECASE,
)
_FUNCTION = re.compile(r"\bP\((?P<claim>[^()]{4,200})\)\s*(?:=|≈|~|:|is)\s*(?P<p>0?\.\d+|1\.0|\d{1,3} ?%)")
_INTRO = re.compile(
    r"\b(?:predict\w*|probabilit\w*|forecasts?|odds|chances?|confiden\w*|likelihood\w*|calibrat\w*|"
    r"numbers|bets?|call)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A claim with its number: offsets into the unit's text."""

    start: int
    end: int
    claim: str
    probability: float
    is_explicit: bool
    """The line says itself that the number is a probability."""


def listed(text: str) -> Listed | None:
    """Return the claim and probability of a line that has both, if it has that form."""
    if len(text) > 300 or not any(char.isdigit() for char in text):
        return None
    match = _FUNCTION.search(text)
    if match:
        number = match["p"]
        value = float(number.rstrip(" %")) / (100 if "%" in number else 1)
        return Listed(match.start(), match.end(), match["claim"].strip(), value, True)
    for pattern in (_BEFORE, _AFTER):
        match = pattern.match(text)
        if match and float(match["p"]) <= 100:
            named = re.match(
                r"(?:the )?(?:odds|chances?|probability|likelihood|risk) (?:of|that)\b", match["claim"], re.IGNORECASE
            )
            explicit = (
                named is not None or bool(match["tail"]) or bool(match.groupdict().get("word")) or pattern is _BEFORE
            )
            claim = match["claim"].strip(" ,:-(.")
            if named is not None:
                claim = claim[named.end() :].strip()
            end = match.end() - (1 if text[match.end() - 1] in ".;" else 0)
            return Listed(0, end, claim, float(match["p"]) / 100, explicit)
    return None


def introduces_odds(text: str) -> bool:
    """Say whether words announce a list of probabilities."""
    return _INTRO.search(text) is not None


def tells_the_past(tree: Tree) -> bool:
    """Say whether a claim is told in the past tense, and so states a figure rather than a forecast."""
    return any(tag == "VBD" for tag in tree.tags) or any(
        tag == "VBN" and any(tree.low[a] in {"has", "have", "had"} for a in tree.auxiliaries(n))
        for n, tag in enumerate(tree.tags)
    )
