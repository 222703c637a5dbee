"""Which numbers of a sentence state a chance, and the sentence without them, as the parser reads it best.

A number beside the word that it grades ("a 70 % chance", "unlikely, at one in six, to sign", "one chance in four of
returning") misleads the parser and stands in the claim's way. It is taken out before the sentence is parsed, or, where
it is all that grades a claim ("it is 60-40 that …"), read as the word that it means. It stays with the parsed sentence
as what it says; the words of a quote are always cut from the raw text.
"""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: PLR0911

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from foretold.extract.odds import ABOUT, HOLDS, MEASURES, Number, count, numbers
from foretold.extract.scale import Reading
from foretold.extract.seen import Edit
from foretold.extract.text import words


@dataclass(frozen=True, slots=True)
class Stated:
    """A chance that a sentence states in numbers: offsets of the number's words and of the word that it grades."""

    start: int
    end: int
    anchor: int
    reading: Reading

    def moved(self, offset: int) -> Stated:
        """Return the same chance with its offsets counted from elsewhere."""
        return replace(self, start=self.start + offset, end=self.end + offset, anchor=self.anchor + offset)


_NOUN = (
    r"(?:chances?|probability|probabilities|likelihood|odds|risk|possibility|prospects?|shot|bet|confidence|certainty)"
)
_DEGREE = r"(?:likely|unlikely|probable|confident|certain|sure|convinced|positive)"
_LOW = r"(?:unlikely|improbable|doubtful|a long ?shot|impossible|remote|inconceivable)"
_HIGH = (
    r"(?:likely|probable|probably|certain|almost certainly|inevitable|on the cards|in the cards|"
    r"(?:a |the )?favou?rites?)"
)
_OPEN = r"(?:possible|possibly|plausible|conceivable|conceivably|perhaps|maybe|a toss-up|a possibility)"
_HINTS = (
    rf"\b(?:{_NOUN}|{_DEGREE}|{_LOW}|{_HIGH}|{_OPEN}|odds-on|prob|p)\b|\d ?(?:-|to|/)|\bto one\b|"
    r"\btimes\b|\bcases\b|\bevens\b|\bcoin\b|\btoss\b|\bit(?:'s| is)\b|\bputs?\b"
)
"""Words without which no number is a chance."""
_LEAD = rf"(?:(?:though|albeit|if only) )?(?:(?:at|with|or|that is|i\.e\.),? )?(?:{ABOUT},? ){{0,2}}(?:an? )?"
_ASIDE = re.compile(
    rf"\b(?:(?P<low>{_LOW})|(?P<high>{_HIGH})|(?P<open>{_OPEN}))"
    rf"(?P<sep>, | ?\(|: | ?--? |; )(?:in my (?:view|book), )?{_LEAD}$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    rf"\b(?P<high>probably|likely|almost certainly)(?: (?P<verb>[a-z]+)){{1,3}}(?P<sep> \(){_LEAD}$", re.IGNORECASE
)
_OUTCOMES = words("rise fall grow gain lose drop increase climb win get take reach hit have be average pay cost need")
_CLOSE = re.compile(r"\s?(?:$|[,;:.!?)]|--? )| (?:that|to)\b", re.IGNORECASE)
_BOUNDARY = re.compile(
    r"\s?(?:$|[,;:.!?)]|--? )| (?:that|of|for|to|on|by|in|before|after|this|next|but|and|or|if|when|unless|it|he|she|"
    r"they|we|the|than|today|now|as|at|over|within|later|against)\b",
    re.IGNORECASE,
)
_NOTATION = re.compile(
    r"(?P<open>\(\s?)?\b(?:p|pr|prob\.?|probability|odds|chance|confidence|likelihood)(?:\(\w+\))?\s?[=:≈~]\s?$",
    re.IGNORECASE,
)
_OF = re.compile(rf"\b(?P<noun>{_NOUN})(?P<of> of (?:{ABOUT} )?)$", re.IGNORECASE)
_TOLD = re.compile(
    rf"\b(?P<noun>{_NOUN})\b(?P<between>[^;]{{0,160}}?)(?P<link>\b(?:is|are|at|to|of|stands?|stood|remains?|be|than|about|"
    rf"below|above|near|around|between|from|under|over|=|:) |'s |[:=] ?)(?:{_LEAD})$",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?] [A-Z]|\b(?:but|while|whereas|though|although)\b")
_IDIOM = re.compile(
    r"(?P<it>\bit(?:'s| is| was|'ll be| looks| remains)|\b(?:it|that) at) "
    r"(?:still |now |about |around |roughly |maybe )?$",
    re.IGNORECASE,
)
_STAKE = re.compile(
    r"\b(?P<be>is|are|'s|'re|was|were|looks?|remains?|stays?|now) (?:still |now )?(?:an? )?$", re.IGNORECASE
)
_MEASURE = re.compile(rf"\b(?:{'|'.join(sorted(MEASURES))})\b", re.IGNORECASE)
_TWICE = re.compile(
    r"\b(?P<times>twice|(?P<n>two|three|four|five|six|seven|eight|nine|ten) times|just) "
    r"(?P<a>as )likely(?P<b> as not)\b",
    re.IGNORECASE,
)


@cache
def _may_hold(pattern: str) -> Any:
    """Return a pattern for the fast scan: most sentences state no chance."""
    import re2

    return re2.compile(f"(?i){pattern}")


def stated(text: str) -> tuple[list[Stated], list[Edit]]:
    """Return the chances that a sentence states in numbers, and the edits that keep them from the parser."""
    if not (_may_hold(HOLDS).search(text) and _may_hold(_HINTS).search(text)):
        return [], []
    found: list[Stated] = []
    edits: list[Edit] = []
    for number in numbers(text):
        read = _read(text, number)
        if read is None:
            continue
        one, cut = read
        limit = _AT_BEST.match(text, number.end) if not number.bound else None
        if limit is not None:
            one = replace(one, reading=Reading(0.0, one.reading.point, one.reading.high))
            cut = [*cut, Edit(limit.start("limit"), limit.end("limit"))]
        found.append(one)
        edits += cut
    for match in _TWICE.finditer(text):
        times = {"twice": 2, "just": 1}.get(match["times"].lower()) or count(match["n"])
        value = round(times / (times + 1), 4)
        found.append(Stated(match.start(), match.end(), match.end("a"), Reading(value, value, value)))
        edits += [Edit(match.start(), match.end("a")), Edit(*match.span("b"))]
    return found, edits


def _read(text: str, number: Number) -> tuple[Stated, list[Edit]] | None:
    if number.kind == "even" and number.bound == "above":
        return None  # "better than even" has a reading of its own
    for rule in (_chance_in, _graded, _degree, _noun_after, _noted, _of_noun, _idiom, _fronted, _told):
        found = rule(text, number)
        if found is not None:
            return found
    return None


_AT_BEST = re.compile(
    r"[^.;:,]{1,80}(?P<limit>, at (?:the )?(?:very )?(?:best|most|the outside))(?=[.,;]|$)", re.IGNORECASE
)
"""What limits a number from behind: "a 1 % chance of reopening, at best"."""


def _stated(number: Number, anchor: int, reading: Reading | None = None) -> Stated:
    return Stated(number.start, number.end, anchor, reading or number.reading)


def _opening(text: str, number: Number) -> int:
    """Return where the words begin that only soften a number: "about" in "about 60 %"."""
    softened = re.search(rf"(?:\b{ABOUT},? )+$", text[max(0, number.start - 40) : number.start], re.IGNORECASE)
    return number.start - (len(softened.group()) if softened else 0)


def _chance_in(text: str, number: Number) -> tuple[Stated, list[Edit]] | None:
    """ "One chance in four of returning" is read as "one chance of returning"."""
    if number.unit is None or "chance" not in text[slice(*number.unit)].lower():
        return None
    graded = _graded(text, number)
    if graded is not None:
        return graded
    return _stated(number, number.unit[0]), [Edit(number.unit[1], number.end)]


def _graded(text: str, number: Number) -> tuple[Stated, list[Edit]] | None:
    """ "Unlikely, at one in six", "probable (60 %)": a number set off behind the word that it makes exact."""
    if number.kind == "odds" and number.reading.point != 0.5 and " to " not in text[number.start : number.end]:
        return None
    window = max(0, number.start - 80)
    before = text[window : number.start]
    match = _ASIDE.search(before) or (_BRACKETED.search(before) if number.kind == "percent" else None)
    close = _CLOSE.match(text, number.end)
    noun = re.match(r"[ -](?:chance|probability|likelihood|shot)\b", text[number.end : number.end + 14])
    if match is not None and close is None and noun is not None:
        close = _CLOSE.match(text, number.end + noun.end())
    if match is None or close is None:
        return None
    groups = match.groupdict()
    point = number.reading.point
    agrees = not (groups.get("low") and point > 0.5) and not (groups.get("high") and point < 0.5)
    measured = number.kind == "percent" and _MEASURE.search(before[: match.start()]) is not None
    if not agrees or (measured and "(" not in match["sep"]) or groups.get("verb") in _OUTCOMES:
        return None
    if measured and groups.get("verb"):
        return None
    graded = next(window + match.start(name) for name in ("low", "high", "open") if groups.get(name))
    return _stated(number, graded), [Edit(window + match.start("sep"), _closed(text, match["sep"], close))]


def _closed(text: str, separator: str, close: re.Match[str]) -> int:
    """Return where an aside ends: with the mark that answers the one before it, or before any other."""
    whole = close.group()
    mark = whole.strip()
    answers = {"(": ")", ",": ",", "-": "-", "--": "--"}.get(separator.strip())
    return close.start() + len(whole.rstrip()) if mark and mark == answers else close.start()


def _degree(text: str, number: Number) -> tuple[Stated, list[Edit]] | None:
    """ "95 % confident that", "nine-tenths certain", "30 % likely to"."""
    after = re.compile(rf"(?:[ -]or (?:so|more|better|higher))?[ -]+(?P<word>{_DEGREE})\b", re.IGNORECASE).match(
        text, number.end
    )
    if after is None or number.kind in {"odds", "share"}:
        return None
    whole = _as_aside(text, number, after.end())
    return _stated(number, after.start("word")), whole or [Edit(_opening(text, number), after.start("word"))]


_AFTER = re.compile(
    r"(?:[ -]or (?:so|more|better|higher))?[ -]+(?:(?!(?:is|are|of|that|and|in|at|to|for|on|by|with|than|have|has)\b)"
    rf"[a-z]+ ){{0,2}}?(?P<word>{_NOUN})\b(?!-)",
    re.IGNORECASE,
)


def _noun_after(text: str, number: Number) -> tuple[Stated, list[Edit]] | None:
    """ "A 60 to 70 percent chance", "a one-in-eight chance", "3-1 odds"."""
    after = _AFTER.match(text, number.end)
    if after is None:
        return None
    noun = after["word"].lower()
    if number.kind == "odds":
        win, _, lose = text[number.first : number.end].partition("/")
        if noun in {"chance", "probability", "likelihood"} and lose.isdigit() and 0 < int(win) < int(lose):
            share = round(int(win) / int(lose), 4)  # "a 1/3 chance" is a fraction, "1/3 odds" are a price
            number = replace(number, kind="part", reading=Reading(share, share, share))
        elif noun not in {"chance", "chances", "odds", "shot"}:
            return None
    if number.kind == "part" and not re.search(r"[ /-]", text[number.first : number.end]):
        return None  # "half", "a third risk": an ordinal
    one = _stated(number, after.start("word"))
    if number.kind == "even":
        return one, []
    whole = _as_aside(text, number, after.end())
    if whole is not None:
        return one, whole
    if number.article is None:
        return one, [Edit(number.start, after.start("word"))]
    return one, [Edit(number.start, number.article[0] + 1), Edit(number.first, after.start("word"))]


def _as_aside(text: str, number: Number, end: int) -> list[Edit] | None:
    """Return the edit that drops a chance set off by itself: ", a one-in-eight chance,", "(70 % likely)"."""
    window = max(0, number.start - 30)
    before = re.search(
        rf"(?P<sep>, | ?\(| --? )(?:with |at )?(?:{ABOUT} )?(?:an? |the )?$", text[window : number.start], re.IGNORECASE
    )
    close = re.compile(r"\s?(?:$|[,;:.!?)]|--? )").match(text, end)
    if close is None:
        return None
    if before is not None:
        return [Edit(window + before.start("sep"), _closed(text, before["sep"], close))]
    opens = number.start < 30 and re.match(rf"with (?:{ABOUT} )?(?:an? )?$", text[: number.start], re.IGNORECASE)
    return [Edit(0, close.end() + 1)] if opens and close.group().strip() == "," else None


def _noted(text: str, number: Number) -> tuple[Stated, list[Edit]] | None:
    """ "(p = .3)", "(probability: 35 %)"."""
    window = max(0, number.start - 24)
    before = _NOTATION.search(text[window : number.start])
    if before is None:
        return None
    begin = window + before.start()
    closes = re.compile(r"\s?\)").match(text, number.end)
    if before["open"] and closes:
        return _stated(number, begin), [Edit(begin, closes.end())]
    return _stated(number, begin), []


def _of_noun(text: str, number: Number) -> tuple[Stated, list[Edit]] | None:
    """ "Odds of one in five that", "with a probability of 0.7"."""
    window = max(0, number.start - 60)
    before = _OF.search(text[window : number.start])
    if before is None or _BOUNDARY.match(text, number.end) is None:
        return None
    anchor, start = window + before.start("noun"), window + before.start("of")
    close = re.compile(r"\s?(?:$|[,;.!?)])").match(text, number.end)
    lead = re.search(r"(?P<sep>^|, )with an? $", text[max(0, anchor - 20) : anchor], re.IGNORECASE)
    if lead and close:
        begin = max(0, anchor - 20) + lead.start("sep")
        comma = close.group() == ","
        return _stated(number, anchor), [Edit(begin, close.end() + (begin == 0) if comma else close.start())]
    if number.kind in {"even", "part"} and close is None and not text[number.end :].startswith((" that", " of", " to")):
        return None
    return _stated(number, anchor), [Edit(start, number.end)]


def _idiom(text: str, number: Number) -> tuple[Stated, list[Edit]] | None:
    """ "It is 10 to 1 that", "is evens to win", "put it at 40 percent that": read as "likely" or "unlikely"."""
    if number.kind not in {"odds", "even", "percent", "ratio"}:
        return None
    window = max(0, number.start - 30)
    before, after = text[window : number.start], text[number.end : number.end + 9].lower()
    if (match := _IDIOM.search(before)) is not None and after.startswith(" that "):
        reading = number.reading
        if number.kind == "odds" and "against" not in text[number.first : number.end] and reading.point < 0.5:
            value = round(1 - reading.point, 4)  # "it is 10 to 1 that": ten are staked for one
            reading = Reading(value, value, value)
        if match["it"].lower().endswith("at"):
            return None if number.kind == "odds" else (_stated(number, number.start, reading), [])
        word = "likely" if reading.point >= 0.5 else "unlikely"
        return _stated(number, number.first, reading), [Edit(number.start, number.end, word)]
    if number.kind == "even" and _STAKE.search(before) and _CLOSE.match(text, number.end) and " to " not in after[:4]:
        return _stated(number, number.first), []  # "the race is a coin toss"
    if number.kind in {"odds", "even"} and _STAKE.search(before) and re.match(r" to [a-z]", after):
        whole = text[number.start : number.end]
        if "toss" in whole or "flip" in whole or re.match(r" to [a-z]+ly ", after):
            return None
        return _stated(number, number.first), [Edit(number.start, number.end, "likely")]
    return None


def _fronted(text: str, number: Number) -> tuple[Stated, list[Edit]] | None:
    """ "Nine times out of ten this bill will die": how often is how probable."""
    if number.unit is None or text[slice(*number.unit)].lower() not in {"times", "cases"}:
        return None
    begin = max(0, number.start - 24)
    opens = re.compile(r"(?:^|[;:\"] |\bthat )(?:in |i think |and |but |probably )?$", re.IGNORECASE).search(
        ("" if begin == 0 else "_") + text[begin : number.start]
    )
    if opens is None:
        return None
    after = re.compile(r",? ").match(text, number.end)
    begin = number.start - (3 if text[begin : number.start].lower().endswith("in ") else 0)
    return (_stated(number, number.start), [Edit(begin, after.end())]) if after else None


def _told(text: str, number: Number) -> tuple[Stated, list[Edit]] | None:
    """ "The chance of a split is about a third": a number that a chance is said to have."""
    window = max(0, number.start - 220)
    before = _TOLD.search(text[window : number.start])
    if before is None or _BOUNDARY.match(text, number.end) is None or _STOP.search(before["between"]):
        return None
    near = before["between"][-24:]
    link = before["link"].strip().lower()
    if link in {"at", "to", "of", "from"} and (_MEASURE.search(near) or (number.kind == "part" and link == "of")):
        return None
    if number.kind == "part" and not re.search(r"[ -]|^half$", text[number.first : number.end]):
        return None
    if number.kind == "share" and number.reading.point == 1:
        return None
    anchor = window + before.start("noun")
    last = list(re.finditer(rf"\b{_NOUN}\b", before["between"], re.IGNORECASE))
    if last:
        anchor = window + before.start("between") + last[-1].start()
    that = text[number.end : number.end + 6] == " that "
    return _stated(number, anchor), [Edit(_opening(text, number), number.end + 1)] if that else []
