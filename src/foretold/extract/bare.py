"""Which units hold a forecast without any cue word: bare answers, and items under a heading of predictions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from foretold.extract.sentences import Sentence

ANSWER = re.compile(
    r"^\W{0,3}(?:no[,.:]? |well[,.] )?(?:(?P<no>not a (?:hope|chance|prayer|snowball's chance.*)|no chance(?: at all| whatsoever)?|"
    r"fat chance|not likely|unlikely|highly unlikely|very unlikely|i doubt it|probably not|i wouldn't bet on it|i'd bet against it|"
    r"not in (?:my|our|this) (?:lifetime|century|decade)|not (?:while|until|before) .{3,60}|not on my watch|"
    r"not this (?:year|decade|century|season|side of .{3,30})|don't bet on it|not going to happen|in (?:my|our) lifetime\? no)|"
    r"(?P<may>perhaps|maybe|possibly|i (?:don't|wouldn't|can't) rule it out|i'm not ruling it out|"
    r"(?:it )?can't be ruled out)|"
    r"(?P<likely>probably|most likely|very likely|quite likely|i think so|i expect so)|"
    r"(?P<sure>almost certainly|certainly|undoubtedly|without (?:a )?doubt|inevitably))\W{0,4}$",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"(?:\bpredictions?\b|\bforecasts?\b|\bno hedging\b|\bfinal map\b|\bmy (?:picks|calls)\b|\bprognos\w+|"
    r"\bwhat (?:i|we) expect\b|\bcrystal ball\b|\b(?:five|ten|seven|six|eight|three|four|\d+) (?:calls |things )?(?:for|in) "
    r"20[2-9]\d)",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(r"\b(?:last year's|how (?:did|we)|past|old|graded|scored|review\w*|went)\b", re.IGNORECASE)
_REACH = 40
"""So many sentences after its heading an item still belongs to a list."""


def is_answer(text: str) -> bool:
    """Say whether words are a bare answer: "Not a hope."."""
    return len(text) < 90 and ANSWER.match(text) is not None


def listed_items(units: Iterable[tuple[Sentence, str]]) -> set[int]:
    """Return the numbers of sentences that stand as items under a heading of predictions; linear in the text."""
    found: set[int] = set()
    since: int | None = None
    for unit, text in units:
        if not unit.paragraph.is_item:
            heading = len(text) < 140 and _LIST.search(text) is not None and _LOOKS_BACK.search(text) is None
            since = unit.number if heading else None
        elif since is not None and unit.number - since <= _REACH and unit.is_first:
            found.add(unit.number)
    return found
