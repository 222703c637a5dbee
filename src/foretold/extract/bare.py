"""Which units hold a forecast without any cue word: bare answers, and items under a heading of predictions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from foretold.extract.sentences import Sentence

ANSWER = re.compile(
    r"^\W{0,3}(?:(?:so|no|nope|well|but|and|look|yes|frankly|honestly)[,.:]? ){0,3}(?:"
    r"(?P<no>not a (?:hope|chance|prayer)|no chance(?: at all| whatsoever| in hell)?|fat chance|not likely|unlikely|"
    r"(?:highly|very|most) unlikely|i (?:very much |really |rather )?doubt (?:it|that)|probably not|"
    r"i (?:wouldn't|would not) bet on (?:it|that)|i(?:'d| would) (?:\w+ )?bet against (?:it|that|them|him|her)|"
    r"(?:don't|do not|never) bet on (?:it|that)|not in (?:my|our|this|your) (?:lifetime|century|decade)|"
    r"not (?:while|until|before) [^.,]{3,60}|not on my watch|not this (?:year|decade|century|season|side "
    r"of [^.,]{3,30})|"
    r"i(?:'d| would) be (?:very |rather |quite )?(?:amazed|surprised|shocked|astonished|stunned)|"
    r"in (?:my|our) lifetime\? no)|"
    r"(?P<never>absolutely not|of course not|certainly not|definitely not|no way|never|not going to happen)|"
    r"(?P<may>perhaps|maybe|possibly|i (?:don't|do not|wouldn't|can't) rule (?:it|that|anything) out|"
    r"i(?:'m| am) not ruling (?:it|that|anything) out|(?:it |that )?(?:can't|cannot) be ruled out|"
    r"(?:i )?wouldn't bet against (?:it|that|them|him|her))|"
    r"(?P<likely>probably|most likely|very likely|quite likely|i think so|i expect so|i(?:'d| would) "
    r"(?:\w+ )?bet on (?:it|that))|"
    r"(?P<sure>almost certainly|undoubtedly|without (?:a )?doubt|inevitably))\W{0,4}"
    r"(?:(?<=[,\"'])\W{0,3}(?:said|says|he|she|they|added|adds|replied|[A-Z]\w+ (?:\w+ )?(?:said|says))\b.{0,160})?$",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"(?:\bpredictions?\b|\bforecasts?\b|\bno hedging\b|\bfinal map\b|\bmy (?:picks|calls)\b|\bprognos\w+|"
    r"\bwhat (?:i|we) expect\b|\bcrystal ball\b|\b(?:five|ten|seven|six|eight|three|four|\d+) (?:calls |"
    r"things )?(?:for|in) "
    r"20[2-9]\d)",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"^\W{0,3}(?:(?:rt )?@\w+:? ){0,2}(?P<label>(?:my |our |final |bold |score |match |season "
    r")*(?:predictions?|prognosis|verdict|pick|"
    r"call|forecast|prophecy|bet|guess|hunch)|"
    r"(?:house|our|my) view|(?:our |my |the )?(?:base|bull|bear|best|worst|central) case|calling it(?: "
    r"now)?|mark my words|hot take|unpopular opinion|screenshot this|bookmark this(?: tweet)?|quote me on this)"
    r"(?: for [\w ]{2,30})?\s*[:,-]+\s*(?P<claim>[^?]{6,200}?)[.!]*$",
    re.IGNORECASE,
)
"""A claim behind a label that says that it foretells, whatever its form: "Prediction: Leeds 2-1 Burnley"."""
TO_DO = re.compile(
    r"^[\"']?(?P<claim>[A-Z0-9][^.:?!]{2,80}? to (?:keep |start |stop "
    r")?(?P<verb>[a-z]+)\b[^.?!:]{2,120}?)(?P<said>,? says? [\w ]{2,40})?!?$"
)
"""A headline's future: "Kessler to cut one in ten jobs by Christmas"."""
_LOOKS_BACK = re.compile(r"\b(?:last year's|how (?:did|we)|past|old|graded|scored|review\w*|went)\b", re.IGNORECASE)
_REACH = 40
"""So many sentences after its heading an item still belongs to a list."""


def is_bare(text: str) -> bool:
    """Say whether words may foretell by their form alone: "Not a hope.", "Prediction: Leeds 2-1 Burnley."."""
    return len(text) < 240 and (
        ANSWER.match(text) is not None
        or LABELLED.match(text) is not None
        or (" to " in text and TO_DO.match(text) is not None)
    )


_ODDS_LINE = re.compile(
    r"[\W_]{0,4}(?:about |around |~ ?)?\d{1,3}(?:\.\d+)? ?(?:%|percent\b|per cent\b)(?=\s|$|[\[(.,;])"
)


_DECIMAL = re.compile(r".{10,}[^\d\s] ?[:=(] ?(?P<odds>0?\.\d{1,3})\)?[.;]?\W{0,3}$")
"""A claim with its odds as a decimal: "The index ends higher: 0.7"."""
_FRACTION = re.compile(r"\.\d")
"""What the last ten characters of such a claim hold."""


def odds_below(units: list[Sentence], text: str) -> dict[int, int]:
    """Return where the odds end that stand under a claim or end its line as a decimal, by the claim's number.

    One such pair may be anything; two or more are a list of predictions.
    """
    found = {}
    for unit, below in pairwise(units):
        claim = text[unit.start : unit.end]
        may_end_so = unit.is_first and len(claim) < 220 and _FRACTION.search(claim[-10:]) is not None
        own = _DECIMAL.search(claim) if may_end_so else None
        if own is not None:
            found[unit.number] = unit.start + own.end("odds")
            continue
        odds = _ODDS_LINE.match(text, below.start, below.end) if below.is_first and unit.is_first else None
        if odds is not None and 12 < len(claim) < 220 and claim.endswith((":", "?")) and below.start - unit.end < 12:
            found[unit.number] = odds.end()
    return found if len(found) > 1 else {}


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
