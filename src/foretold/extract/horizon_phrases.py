"""The phrases of the horizon grammar that name no calendar period: lengths of time, vague words, and events.

"Over the next two years" is a length reckoned from the document's date; "soon" and "eventually" name no date and get
none; "before the elections" hangs on an event whose date the words do not give, and gets none either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from foretold.extract import horizon_calendar as cal
from foretold.extract.horizon_periods import NO_DATE, _coarse
from foretold.extract.horizon_words import UNITS, Bits, Table, Tokens, number_of


@dataclass(frozen=True, slots=True)
class Reading:
    """What words mean when they were written on one given day; see `horizon.Horizon` for the fields."""

    earliest: date | None
    latest: date | None
    granularity: str
    is_open: bool
    why: str
    past: bool = False


Meaning = Callable[[Bits, date | None], Reading]

_LENGTH_LEAD = "(for|over|within|in|during|through|throughout|across|inside|into|spanning)"
_MOD = "(least:at least|at most|up to|perhaps|maybe|probably|possibly|about|around|roughly|nearly|almost|only|just|another|(less|fewer|under|no more) than?|more than|much of|most of|all of|as little as|as many as|under|well|even)"
_COUNT = (
    "((n:(a|another) couple (of|more)?|a? half a? dozen|a dozen|half (a|an)|another NUMBER?|NUMBER|a|an)"
    " ((to|or) (n2:NUMBER)|(n2:INT|NUMWORD))?|(v:(a|the|another|these|those|this)? VAGUE|a (number|handful|matter|lot) of|most|no))"
)
_U = "LONG{0,2} (u:UNIT|UNITS) ((and|or|to) (UNITS|UNIT))?"
_PLURAL = "LONG{0,2} (u:UNITS) ((and|or|to) UNITS)?"


def _length(bits: Bits) -> float | None:
    """Return how many units, the larger number of "two to three", None for "a few" and for a plural without number."""
    if bits.get("v"):
        return None
    number = number_of(bits.get("n2")) or number_of(bits.get("n"))
    if number is None and bits.text("u") in UNITS and not bits.text("u").endswith("s"):
        return 1 if bits.text("u") != "centuries" else None
    return number


def _ahead(bits: Bits, anchor: date | None) -> Reading:
    """Read "over the next two years": from the document's date to so many units on."""
    unit = UNITS[bits.text("u")]
    length = _length(bits)
    at_least = bool(bits.get("least")) and "at least" in bits.text("least")
    if unit == "generation":
        return Reading(None, None, "indefinite", at_least, "how long a generation is, is not stated")
    if length is None:
        why = f"no number of {unit}s is stated"
        return Reading(anchor, None, _coarse(unit), not bits.get("closed"), why)
    if anchor is None:
        return Reading(None, None, _coarse(unit), at_least, NO_DATE)
    why = f"from the document's date to {length:g} {unit}{'s' if length != 1 else ''} on"
    return Reading(anchor, cal.shift(anchor, length, unit), _coarse(unit), at_least, why)


def _point(bits: Bits, anchor: date | None) -> Reading:
    """Read "in two weeks", "six months from now": the calendar unit that lies so many units on."""
    unit = UNITS[bits.text("u")]
    lengths = [n for n in (number_of(bits.get("n")), number_of(bits.get("n2"))) if n is not None]
    if not lengths or unit == "generation":
        return Reading(anchor, None, _coarse(unit), True, f"no number of {unit}s is stated")
    at_least = "at least" in bits.text("least")
    if anchor is None:
        return Reading(None, None, _coarse(unit), at_least, NO_DATE)
    around = {"decade": "year", "century": "decade"}.get(unit, unit)
    days = [cal.unit_around(cal.shift(anchor, n, unit), _coarse(around)) for n in lengths]
    why = f"the calendar {_coarse(around)} that lies {lengths[-1]:g} {unit}s on"
    return Reading(max(days[0][0], anchor), days[-1][1], _coarse(unit), at_least, why)


def _ago(bits: Bits, anchor: date | None) -> Reading:
    unit = UNITS[bits.text("u")]
    number = number_of(bits.get("n"))
    if anchor is None or number is None or unit == "generation":
        return Reading(None, None, _coarse(unit), False, "time past", past=True)
    around = {"decade": "year", "century": "decade"}.get(unit, unit)
    days = cal.unit_around(cal.shift(anchor, -number, unit), _coarse(around))
    return Reading(*days, _coarse(unit), False, f"{number:g} {unit}s before the document's date", past=True)


def _behind(bits: Bits, anchor: date | None) -> Reading:
    unit = UNITS[bits.text("u")]
    number = _length(bits)
    if anchor is None or number is None or unit == "generation":
        return Reading(None, anchor, _coarse(unit), False, "time past", past=True)
    start = cal.shift(anchor, -number, unit)
    return Reading(start, anchor, _coarse(unit), False, f"{number:g} {unit}s up to the document's date", past=True)


def _of_an_event(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "event", False, f"relative to an event: {_quoted(bits)}")


def _after_an_event(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "event", True, f"relative to an event: {_quoted(bits)}")


def _indefinite(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "indefinite", False, f"{_quoted(bits)} names no date")


def _endless(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "indefinite", True, f"{_quoted(bits)} names no date")


def _long_ago(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "indefinite", False, "time past", past=True)


def _quoted(bits: Bits) -> str:
    words = bits.tokens.words[bits.match.start() : bits.match.end()]
    return "'" + " ".join(words).replace(" ' ", "'").replace(" 's", "'s").replace(" ,", ",") + "'"


def _nothing(bits: Bits, anchor: date | None) -> Reading:
    return Reading(None, None, "none", False, "a figure of speech")


_POSSESSIVE = "(our|my|his|her|their|your|its)"
_TERM = "(very|more)? (short|shorter|near|nearer|medium|mid|long|longer|immediate|intermediate) ((to|and|or) (medium|long|longer))? (term|run|haul)"
_FUTURE = (
    "(near|nearer|foreseeable|immediate|very near|distant|not (so|too) distant|predictable|coming|medium term|not so)"
)
PHRASES: list[tuple[str, Meaning]] = [
    # figures of speech and words that only look like time
    (
        "at the end of the day|(as|too|so|how|no) (soon|sooner|late|early) (as (possible)?|to|than)?|any longer|no longer",
        _nothing,
    ),
    ("(sooner|later|earlier) than", _nothing),
    (
        "in time (to|for)|for the (first|last|second|third|umpteenth) time (in|since) NOUN{1,3}? (UNIT|UNITS|YEAR)",
        _long_ago,
    ),
    # lengths of time
    (f"{_LENGTH_LEAD}? {_MOD}? (the|these|our|their|its) AHEAD {_COUNT}? {_U}", _ahead),
    (f"{_LENGTH_LEAD}? {_MOD}? this coming (u:year|decade|century)", _ahead),
    (f"{_LENGTH_LEAD}? {_MOD}? AHEAD {_COUNT} {_U}", _ahead),
    (f"{_LENGTH_LEAD}? {_MOD}? (coming|upcoming) {_PLURAL}", _ahead),
    (f"{_LENGTH_LEAD}? {_MOD}? (the|this)? ({_COUNT})? {_U} (ahead|to come|(that)? lie ahead)", _ahead),
    (f"{_MOD}? ({_COUNT})? {_U} (ago|earlier|previously|beforehand)", _ago),
    (f"{_LENGTH_LEAD}? (of|from)? (the|these|this|his|her|its|their)? (BEHIND) {_COUNT} {_U}", _behind),
    (f"{_LENGTH_LEAD} (the|these) BEHIND {_U}", _behind),
    (f"{_LENGTH_LEAD}? BEHIND {_PLURAL}", _behind),
    (
        f"(within|after|in|for)? {_MOD}? {_COUNT}? {_U} (later|afterwards|thereafter|after|before|into|following|since)",
        _of_an_event,
    ),
    (f"within {_MOD}? {_COUNT}? {_U} of", _of_an_event),
    (f"{_MOD}? {_COUNT} {_U} (from (now|today)|hence|down the (road|line))|{_PLURAL} from now", _point),
    (f"(n:a|one) (u:UNIT) (on|hence)|{_COUNT} (u:UNITS) (on|hence)", _point),
    (f"(closed:within|inside|in) {_MOD}? (the space of|a matter of|the) (n:NUMBER)? {_PLURAL}", _ahead),
    (
        f"(closed:within|inside|in (less|fewer|under|no more) than?|in (as little as|under|at most|up to)) {_MOD}? ({_COUNT}|the)? {_U}",
        _ahead,
    ),
    (f"(in|after) {_MOD}* {_COUNT} {_U} POSS? (time)?", _point),
    ("(closed:in) (u:seconds|minutes|hours|days|weeks|months)", _ahead),
    (f"(for|over|across|lasting|spanning) {_MOD}? {_COUNT} {_U} (more|longer)?", _ahead),
    (f"(for|over|across) {_MOD}? {_PLURAL} (more|longer|on end)?", _ahead),
    # words without a date
    (f"((at least)? (in|within|for|during) {_POSSESSIVE} (lifetime|lifetimes|life time))", _indefinite),
    ("(in|within|for|over) (a|one|the next|another) generation", _indefinite),
    ("for generations (to come)?", _endless),
    (f"(at least|if only)? (in|over|for|during|across) (the|a) {_TERM}", _indefinite),
    (
        "(in|over|across|throughout|within|during) (the|its|our) (forecast|projection|policy|planning|forecasting) (horizon|period|window)",
        _indefinite,
    ),
    (f"(at least|sometime|anytime)? (in|for|into|over|within) (the|a) {_FUTURE} future", _indefinite),
    ("(at (some|any) (point|time|stage))? (in|into) (the|its|their)? future", _endless),
    ("sooner or later|later or sooner|(some|one) day|someday|(at|by) some (point|stage|time)", _endless),
    ("sooner rather than later|(any|as) (time|moment|day|minute) (soon|now)|anytime soon|any time soon", _indefinite),
    (
        "(very|pretty|quite|fairly|relatively)? soon (enough)?|sooner|shortly|imminently|momentarily|before (too|very)? long",
        _indefinite,
    ),
    ("in due (course|time)|over time|in (the)? fullness of time|down the (road|line|track)|in the end run", _endless),
    (
        "eventually|(going|moving) forward|henceforth|hereafter|(much|sometime)? later on|from (now|here|today) (on|onward|onwards|forward)",
        _endless,
    ),
    (
        "for (now|the moment|the time being|the present|good|ever|some time|a (long|short)? (time|while))|(for|quite)? some time to come",
        _indefinite,
    ),
    ("forever|indefinitely|in perpetuity|for (ever|all time)|ever again|never again", _endless),
    ("overnight|right away|immediately|in the (meantime|interim)", _indefinite),
    ("(recently|lately|previously|formerly|so far|to date|in the past|in recent (UNITS|times)|since then)", _long_ago),
]

_EVENT = "NOUN{0,4}? EVENT (of? EVENT)? (of (the)? FILL{1,2})?"
_NEW = "(AHEAD|final|first|second|third|fourth|fifth|new|closing|ORD)"
_NAMED = "(g7|g20|cop|cop26|cop27|cop28|cop29|cop30|cop31|cop32|olympics|world cup|midterms|playoffs|finals|runoff)"
EVENT_PHRASES: list[tuple[str, Meaning]] = [
    ("(by|until|till|before) then|at (that|which) (point|time|stage)|until the time", _of_an_event),
    ("thereafter|from then on|afterwards|afterward", _after_an_event),
    (f"(by|at) the time of (the)? {_EVENT}|(by|at) the time of (the)? FILL{{1,3}}", _of_an_event),
    ("by the time NOUN{1,4} STOP? NOUN{0,3}", _of_an_event),
    (
        "(shortly|soon|long|well|just|right|immediately)? (before|ahead of|prior to|in advance of|until|till|up until|pending"
        f"|on the eve of|in the (run|runup|lead|leadup|build|buildup) up? to) DET? {_EVENT}",
        _of_an_event,
    ),
    (
        "(shortly|soon|long|well|just|right|immediately)? (after|following|upon|in the (wake|aftermath) of|beyond)"
        f" DET? {_EVENT}",
        _after_an_event,
    ),
    (f"(in|at|during|by|for|throughout|over|on|come) (DET|STOP)? {_NEW} {_EVENT}", _of_an_event),
    (f"(in|at|during|for|by|over) (the|this|its)? (AHEAD)? YEAR? {_NAMED} (EVENT)?", _of_an_event),
    (f"during (DET) {_EVENT}", _of_an_event),
    (
        "with the (fall|collapse|departure|death|end|completion|expiry|withdrawal|outbreak) of (the)? FILL{1,3}",
        _of_an_event,
    ),
    ("(in|during|for)? (this|next|the coming|the next) (season|term|session|round|cycle|campaign|time)", _of_an_event),
]
_TABLE = Table(rule for rule, _ in PHRASES)
_EVENT_TABLE = Table(rule for rule, _ in EVENT_PHRASES)
EXTENSION = Table(["POSS NOUN{0,2}? EVENT (of? EVENT)?", "(FILL|AHEAD)? EVENT"])
"""What may follow a period that only dates an event: "at its June | meeting", "in Tuesday | 's election"."""


def phrase_at(tokens: Tokens, place: int) -> tuple[int, Callable[[date | None], Reading]] | None:
    """Return (place behind it, how to read it) of the longest phrase that begins at the token ``place``, else None."""
    best: tuple[int, Callable[[date | None], Reading]] | None = None
    for table, rules in ((_TABLE, PHRASES), (_EVENT_TABLE, EVENT_PHRASES)):
        found = table.at(tokens, place)
        if found is None or (best is not None and found[1] <= best[0]):
            continue
        number, end, bits = found
        best = end, _reader(rules[number][1], bits)
    return best


def _reader(meaning: Meaning, bits: Bits) -> Callable[[date | None], Reading]:
    return lambda anchor: meaning(bits, anchor)
