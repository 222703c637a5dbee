"""Forecasts written as a claim and a number: "Gold ends lower: 65%", "P(launch slips) = 0.7", "I'd put it at 40%"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from foretold.extract.odds import EVEN, MEASURES, SPELLED, count, numbers
from foretold.extract.scale import Reading
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.records import Band

_LONGEST = 400
"""A line of a list of odds is short; longer units are prose, and patterns on them would cost."""

_PCT = r"(?:%|percent\b|per cent\b|pct\b)"
_ABOUT = (
    r"(?:maybe |perhaps |about |around |roughly |say |call it |only |just |still |at |near(?:er|ly)? |close to |"
    r"closer to |more like |now |a |an |~ ?|≈ ?|> ?|< ?|i'm at |i'd say |i say |i'm |my number is |"
    r"probability |p ?[=:] ?){0,3}"
)
_RANGE = rf"(?:\d{{1,3}}(?:\.\d+)? ?%? ?(?:-|to|or) ?)?(?P<p>\d{{1,3}}(?:\.\d+)?|{SPELLED})"
_FIFTY = rf"(?P<even>{EVEN}|even odds)"
_RATIO = rf"(?P<a>\d{{1,3}}|{SPELLED})[ -](?:in|out of)[ -](?P<b>\d{{1,4}}|a hundred|{SPELLED})\b"
_WORDED = (
    r"(?P<worded>(?:near |almost |close to |effectively )zero|near[- ]certain(?:ty)?|(?:very |highly |pretty )?"
    r"(?:confident|likely|unlikely|probable|improbable)|almost certain|no chance)"
)
_WORDED_TERM = (
    (re.compile(r"zero|no chance"), ("almost no chance", Band.UNLIKELY)),
    (re.compile(r"certain"), ("almost certain", Band.CERTAIN)),
    (re.compile(r"(?:very|highly) confident"), ("almost certain", Band.CERTAIN)),
    (re.compile(r"unlikely|improbable"), ("unlikely", Band.UNLIKELY)),
    (re.compile(r"confident|likely|probable"), ("likely", Band.LIKELY)),
)
_NOUN = r"(?:probability|prob\.?|chances?|likelihood|odds|confidence)"
_TAIL = r"(?P<tail> ?(?:likely|chance|probability|confident|sure|confidence|likelihood|odds)\b)?"
_MOVED = r"(?:,? (?:up|down|unchanged) (?:from|since)\b.{0,40})?"
_AFTER = re.compile(
    rf"^(?P<claim>.{{4,220}}?)\s*[,:(-]+\s*(?P<word>{_NOUN}(?: of)?:? ?)?{_ABOUT}(?:{_RANGE} ?{_PCT}{_TAIL}|{_FIFTY}|"
    rf"{_RATIO}|{_WORDED})\s*\)?{_MOVED}[.;!]?\"?$",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:i'm at|i'd say|i say|call it|my number is)\b", re.IGNORECASE)
_BARE = re.compile(rf"^(?P<claim>.{{3,200}}?)\s*[,:]\s*{_ABOUT}(?P<p>\d{{1,2}}|100|0?\.\d{{1,3}})[.;]?$", re.IGNORECASE)
_BEFORE = re.compile(
    rf"^\(?(?P<p>\d{{1,3}}(?:\.\d+)?) ?{_PCT}(?P<tail> (?:likely|chance|probability|confident|sure|"
    rf"confidence)\w*)?\)?\s*[:,-]+\s*(?:that )?(?P<claim>.{{6,220}})$",
    re.IGNORECASE,
)
_FUNCTION = re.compile(r"\bP\((?P<claim>[^()]{4,200})\)\s*(?:=|≈|~|:|is)\s*(?P<p>0?\.\d+|1\.0|\d{1,3} ?%)")
_SCENARIO = re.compile(rf"(?P<claim>[^(),;:\s][^(),;:]{{3,120}}) \((?:{_RANGE} ?{_PCT})[^)]{{0,20}}\)", re.IGNORECASE)
_SCENARIOS = re.compile(r"\b(?:scenario|outcome|probabilit|odds|chance|likel|path|case)", re.IGNORECASE)
_ASKED = re.compile(
    rf"^(?P<claim>.{{6,220}}\S)\? (?:(?:yes|no)[,:(-]? )?{_ABOUT}(?:{_RANGE} ?(?:{_PCT})?{_TAIL}|{_FIFTY}|"
    rf"{_RATIO})\)?(?:,? (?:tops|at (?:most|best|least|the outside)|max|maybe|or so))?[.!]?$",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^(?:\W?(?:so|but|and|no|yes|fine|today|personally)[,.]? )?(?P<claim>(?:i'd|i would|i'm|i am|we'd|we "
    r"would|we're|i|we) "
    r"(?:still |now |probably |currently )?(?:put (?:it|that|this|them|him|her)|say|be|give (?:it|that|"
    r"this|him|her|them)|"
    r"guess|call it|go with|sit|stand)?"
    rf" ?{_ABOUT}(?:{_RANGE} ?(?P<pct>{_PCT})?|{_FIFTY}|{_RATIO}))(?P<rest>[^.]{{0,60}})\.?\"?$",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    rf"^(?P<claim>.{{4,140}}?),? (?:i|we)(?:'d| would| will|'ll)? (?:still |now )?(?:put|rate|price|peg|"
    rf"make|place|call)(?: it| that)? "
    rf"(?:at )?{_ABOUT}(?:{_RANGE} ?{_PCT}|{_FIFTY}|{_RATIO})[^.]{{0,20}}\.?$",
    re.IGNORECASE,
)
_PUT = re.compile(
    r"\b(?P<who>i|we|markets?|models?|manifold|metaculus|polymarket|predictit|kalshi|betfair|bettors|"
    r"traders|bookmakers|bookies|investors|forecasters|futures|swaps|gamblers|"
    r"[a-z]+s?)(?:'d| would| will|'ll| now| still| currently| already|,){0,2} "
    r"(?:put|puts|peg|pegs|place|places|make|makes|rate|rates|price|prices|have|has|see|sees|think|thinks|"
    r"reckon|give|gives|"
    rf"estimate|estimates|estimated|pegged|priced|rated) "
    rf"(?P<claim>(?:(?!, (?:put|give|peg|place|rate|price))[^;:]){{4,160}}?) at {_ABOUT}(?:{_RANGE} "
    rf"?{_PCT}|{_FIFTY}|{_RATIO}|"
    r"(?P<better>better than even|more than even))",
    re.IGNORECASE,
)
_ASSIGN = re.compile(
    r"\b(?:assign|assigns|attach|attaches|give|gives|put|puts|see|sees) (?P<claim>[^;:.]{0,90}?)\b(?:an? |"
    r"only an? |about an? |"
    rf"roughly an? )(?:{_RANGE} ?{_PCT}|{_RATIO}) (?:{_NOUN})(?P<after> (?:to|of|on|that|for) "
    rf"[^;:.]{{3,160}}| [^;:.]{{0,0}})?",
    re.IGNORECASE,
)
_GIVE = re.compile(
    r"\b(?P<claim>(?:i|we)(?:'d| would)? (?:now |still )?give (?:it|this|that|him|her|them|the [\w "
    r"]{2,60}?|[A-Z][\w ]{2,50}?) "
    rf"{_ABOUT}(?:{_RANGE} ?{_PCT}|{_RATIO}))",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"\b(?:predict\w*|probabilit\w*|forecasts?|odds|chances?|confiden\w*|likelihood\w*|calibrat\w*|"
    r"numbers|bets?|call|calls|split|scenarios?)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:the )?(?:odds|chances?|probability|likelihood|risk) (?:of|that|for)?\b(?! (?:is|are|was)\b)", re.IGNORECASE
)
_CHANCE = re.compile(r"\b(?:odds|chances?|probability|likelihood|risk|prospects?|possibility)\b", re.IGNORECASE)
_MEASURE = MEASURES | {"it", "them"}
_PEOPLE = words(
    "i we market markets model models manifold metaculus polymarket predictit kalshi betfair bettors "
    "traders bookmakers bookies investors forecasters futures swaps gamblers"
)
NUMBERED = (
    rf"[,:(?-] {{0,8}}\"?(?:[\w']+\.?:? ){{0,4}}[~≈<>]?\d{{1,3}}(?:\.\d+)? ?{_PCT}?(?: \w+)?\)?{_MOVED}[.;!]?\"?"
    rf" {{0,6}}$|^\W{{0,4}}\d{{1,3}}(?:\.\d+)? ?{_PCT}\W{{0,2}} ?[:,-]|\bP\(|"
    rf"\b(?:{EVEN})|(?:near|almost) zero|confident\)|"
    r"\b(?:\d|one|two|three|four|five|six|seven|eight|nine|ten)[ -](?:in|out of)[ -](?:\d|two|three|four|five|ten|"
    r"twenty|a hundred)|"
    rf"\d ?{_PCT}\)|\b(?:give|gives|say|nearer|put|puts|has|have|makes?|i'm|be|assigns?|closer to) (?:[\w']+ "
    rf"){{0,6}}(?:\d{{1,3}}|{SPELLED}) ?{_PCT}|"
    rf", \d{{1,2}}; "
)
"""The pattern of numbers that may be odds, for the fast scan."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A claim with its odds: offsets into the unit's text."""

    start: int
    end: int
    claim: str
    reading: Reading | None
    """The chance that is stated, with what its words leave open."""
    term: str | None
    band: Band
    is_explicit: bool
    """The words say themselves that the number is a probability."""
    source: int | None = None
    """Where the word begins that names who gives the odds, when it is not the writer."""


def band_of(probability: float) -> Band:
    """Return the band of a stated probability (corpus/gold/GUIDELINE.md): .95 certain, .55 likely, .25 possible."""
    if probability >= 0.95:
        return Band.CERTAIN
    if probability >= 0.55:
        return Band.LIKELY
    return Band.POSSIBLE if probability >= 0.25 else Band.UNLIKELY


@cache
def _odds() -> Any:
    """Return the pattern of what every one of these forms holds: a number, in figures or words, or words for one."""
    import re2

    words = r"coin|toss|fifty|even|zero|confident|likely|certain|probable|no chance"
    return re2.compile(rf"(?i)\d|{words}|\b(?:{SPELLED})\b")


def listed(text: str) -> list[Listed]:
    """Return the claims with their odds in a unit of text, in order; none where it has no such form."""
    text = text.rstrip()  # marks of emphasis have become blanks
    if len(text) > _LONGEST or _odds().search(text) is None:
        return []
    found: list[Listed | None] = [
        _row(match, match.start(), match.end(), explicit=True) for match in _FUNCTION.finditer(text)
    ] or _scenarios(text)
    if not found:
        segments = list(_segments(text))
        rows = [row for start, segment in segments if (row := _line(segment, start, alone=len(segments) == 1))]
        if len(rows) == len(segments) or (len(rows) > 1 and len(segments) - len(rows) == 1):
            found = [*rows]
    return [row for row in found or _prose(text) if row is not None]


def _segments(text: str) -> Iterator[tuple[int, str]]:
    place = 0
    for part in text.split("; "):
        yield place, part
        place += len(part) + 2


def _scenarios(text: str) -> list[Listed | None]:
    matches = list(_SCENARIO.finditer(text)) if "%" in text or "cent" in text else []
    if len(matches) < 2 or not _SCENARIOS.search(text):
        return []
    total = sum(count(match["p"]) for match in matches)
    return (
        [_row(match, match.start("claim"), match.end(), explicit=True) for match in matches]
        if 50 < total <= 101
        else []
    )


def _line(text: str, shift: int, *, alone: bool) -> Listed | None:
    for pattern in (_BEFORE, _OWN, _FRONTED, _ASKED, _AFTER):
        match = pattern.match(text)
        if match is None or (pattern is _OWN and not _is_own(match)):
            continue
        if pattern is _AFTER and re.search(r"\d$", match["claim"]) and text[match.end("claim")] == "-":
            continue  # "is 60-70 %" is a range
        if pattern is _AFTER and _ENDS_GRADED.search(match["claim"]):
            return None  # "is unlikely, at one in six": the word is the cue, and the number says how unlikely
        groups = match.groupdict()
        explicit = (
            pattern in {_BEFORE, _OWN, _FRONTED, _ASKED}
            or _NAMED.match(match["claim"]) is not None
            or any(groups.get(name) for name in ("tail", "word", "even", "worded"))
            or (pattern is _AFTER and _SAID.search(text, match.end("claim")) is not None)
        )
        if pattern is _AFTER and groups.get("worded") and ":" not in text and "(" not in text:
            return None
        if pattern is _ASKED and groups.get("p") and not re.search(_PCT, match.group(), re.IGNORECASE):
            explicit = _NAMED.match(match["claim"]) is not None
        return _row(match, shift, shift + len(text.rstrip(' ."')), explicit=explicit)
    match = _BARE.match(text)
    if match is None or (alone and "." not in match["p"] and not _NAMED.match(match["claim"])):
        return None
    return _row(match, shift, shift + len(text.rstrip(" .")), explicit=not alone)


_ENDS_GRADED = re.compile(r"\b(?:un)?likely$|\b(?:im)?probable$|\bpossible$|\blong shot$|\bdoubtful$", re.IGNORECASE)
"""What a number behind it makes exact."""


def _is_own(match: re.Match[str]) -> bool:
    """Say whether a first person's number is a chance: with the sign of one, and nothing that it measures."""
    if match["p"] and not match["pct"]:
        return re.search(r"put it|put that|nearer|closer|give it", match["claim"], re.IGNORECASE) is not None
    rest = match["rest"].strip()
    if re.match(
        r"(?:sure|certain|confident)\b.*\b(?:will|won't|would|wouldn't|\w+'ll|going to)\b", rest, re.IGNORECASE
    ):
        return False  # "80 percent sure the manager will go" is read by its verb
    verb = re.search(
        r"\b(?:put|say|be|give|guess|call|go with|at|near\w*|clos\w+|sit|stand)\b", match["claim"], re.IGNORECASE
    )
    sure = re.match(r"(?:on|that|sure|certain|confident|chance|now|today|likely|at|for|and|,|$)", rest)
    return sure is not None and (verb is not None or re.match(r"(?:on|that|sure|certain|confident)", rest) is not None)


@cache
def _telling() -> Any:
    """Return the pattern of what a sentence holds that tells odds in prose, whichever its form."""
    import re2

    return re2.compile(r"(?i)\b(?:assign|attach|give|put|see)|\bat ")


def _prose(text: str) -> list[Listed | None]:
    if _telling().search(text) is None:
        return []
    for pattern in (_ASSIGN, _PUT, _GIVE):
        for match in pattern.finditer(text):
            if pattern is _ASSIGN and re.match(r" of \w+ing\b", match["after"] or ""):
                return []  # "a one-in-three chance of lasting": the noun is the cue
            chance = _CHANCE.search(match.group()) is not None
            who = (match.groupdict().get("who") or "i").lower()
            said = set(re.findall(r"[a-z]+", re.sub(r"rates? (?:cuts?|hikes?|rises?)", "", match["claim"].lower())))
            if pattern is _PUT and not chance and (who not in _PEOPLE or said & _MEASURE):
                continue
            start = match.start()
            if pattern is _PUT and chance:
                start = match.start("claim")
            row = _row(match, start, match.end(), explicit=True)
            is_other = pattern is _PUT and who not in {"i", "we"}
            return [replace(row, source=match.start("who")) if row is not None and is_other else row]
    return []


def _row(match: re.Match[str], start: int, end: int, *, explicit: bool) -> Listed | None:
    groups = match.groupdict()
    claim = (groups.get("claim") or "").strip(" ,:-(.") + (groups.get("after") or "").rstrip()
    named = _NAMED.match(claim)
    if named is not None:
        claim = claim[named.end() :].strip() or claim
    claim = re.sub(r"\b(?:no |not )?(?:better|more|less|higher|lower) than\b ?(?:an?\b)? ?", "", claim)
    claim = re.sub(r"^(?:and|or|but) |^(?:to|of|on|that|for) ", "", claim.strip())
    if groups.get("worded"):
        term, band = next(found for pattern, found in _WORDED_TERM if pattern.search(groups["worded"].lower()))
        return Listed(start, end, claim, None, term, band, explicit)
    if groups.get("better"):
        return Listed(start, end, claim, None, "better than even", Band.LIKELY, explicit)
    reading = _stated(match, groups)
    if reading is None or not claim or reading.high > 1:
        return None
    return Listed(start, end, claim, reading, None, band_of(reading.point), explicit)


def _stated(match: re.Match[str], groups: dict[str, str | None]) -> Reading | None:
    """Return the chance that a match states: with its range and bound where the form is one that says it by itself."""
    told = next((name for name in ("even", "a", "p") if groups.get(name)), None)
    if told is None:
        return None
    at, whole = match.start(told), match.string
    found = next((one.reading for one in numbers(whole) if one.first <= at < one.end), None)
    raw = (groups.get("p") or "").rstrip(" %")
    if raw and re.fullmatch(r"\d+\.\d*[1-46-9]\d*|\d+\.\d{2,}", raw) and float(raw) > 1:
        return found if _CHANCE.search(match.group()) else None  # "overnight deposits: 3.45 percent" is a rate
    if found is not None:
        return found
    value = count(raw) / (1 if "." in raw and float(raw) <= 1 else 100) if raw else 2.0
    return Reading(round(value, 4), round(value, 4), round(value, 4)) if value <= 1 else None


def introduces_odds(text: str) -> bool:
    """Say whether words announce a list of probabilities."""
    return _INTRO.search(text) is not None


def tells_the_past(tree: Tree, start: int, end: int) -> bool:
    """Say whether the words between two offsets are told in the past tense: a figure then, not a forecast."""
    return any(
        start <= tree.starts[n] < end
        and (
            (tag == "VBD" and not tree.low[n].endswith("ed"))
            or (
                tag == "VBN"
                and any(tree.low[a] in {"has", "have", "had", "'ve"} for a in tree.auxiliaries(n))
                and not any(tree.tags[a] == "MD" for a in tree.auxiliaries(n))
            )
        )
        for n, tag in enumerate(tree.tags)
    )
