"""Whether words look ahead in time: to tell "meets on Friday" from "meets the test". horizon.py reads dates."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from foretold.extract.tree import Tree

_UNIT = (
    r"(?:day|night|week|weekend|month|quarter|year|decade|season|summer|spring|autumn|fall|winter|term|"
    r"session|round|century|generation|election|cycle|meeting|game|match)s?"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan\.?|"
    r"feb\.?|sept?\.?|oct\.?|nov\.?|dec\.?)"
)
_NUMBER = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|several|couple of|\d+)"

_FEAST = (
    r"(?:christmas|easter|thanksgiving|new year|hanukkah|ramadan|halloween|labor day|labour day|halloween|"
    r"twelfth night|eid|diwali)"
)
_POINT = (
    rf"(?:{_FEAST}|(?:the )?(?:winter|summer|spring|autumn|fall|weekend|year-end|quarter-end|holidays|"
    rf"lunchtime|midnight|noon|dawn|nightfall|then|end of|middle of|turn of|close of|start of|beginning of|"
    rf"second half|first half)|year-end|year's end|month-end|mid-\w+|the \d{{1,2}}(?:st|nd|rd|th)|"
    rf"\d{{1,2}}(?:st|nd|rd|th)|q[1-4]|20[2-9]\d|2[1-9]\d\d)"
)

STRICT = re.compile(
    rf"\b(?:tomorrow|tonight|next (?:{_UNIT}|{_MONTH}|{_DAY})|(?:by|before|until|till|on|at) {_POINT}|after the bell|"
    rf"{_NUMBER} {_UNIT} later|on or about \w+|(?:this|on|by|before|until|from) (?:coming |next )?{_DAY}|"
    rf"{_DAY} at \d{{1,2}}|"
    rf"later this {_UNIT}|this weekend|sooner or later|in the (?:spring|summer|autumn|new year)|"
    rf"(?:in|by) (?:the )?(?:first|second|third|fourth|final|last) (?:quarter|half) of (?:20[2-9]\d|next "
    rf"year|this year)|"
    rf"(?:in|by) (?:20[3-9]\d|2[1-9]\d\d)|"
    rf"this (?:coming|autumn|fall|summer|winter|spring) ?\w*|(?:in|by|from|on|until|before|"
    rf"after) (?:early |mid-?|late )?{_MONTH}|"
    rf"{_MONTH} ?\d{{1,2}}\b|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|in the coming {_UNIT}|"
    rf"in {_NUMBER} {_UNIT}(?:' time)?|shortly|soon)\b",
    re.IGNORECASE,
)
_FUTURE = (
    rf"\b(?:(?:by|before|until|till) {_POINT}|tomorrow|tonight|next (?:\w+ ){{0,3}}{_UNIT}|next (?:{_MONTH}|"
    rf"{_DAY})|next time|"
    rf"the next|soon|shortly|eventually|ultimately|one day|some ?day|"
    rf"in (?:the )?(?:spring|summer|autumn|fall|winter|new year)|sooner|later (?:this|in)|this {_UNIT}|"
    rf"this (?:coming )?(?:{_DAY}|{_MONTH})|(?:on|by|before|until|"
    rf"till|after) {_DAY}|"
    rf"(?:in|by|from|until|before|after|during|through|around|since) (?:the )?(?:early |mid-?|late |"
    rf"end of |start of |beginning of |summer of |spring of )*"
    rf"(?:{_MONTH}|20[2-9]\d|201\d|'\d\d|2[1-9]\d\d)|{_MONTH} \d{{1,2}}|"
    rf"(?:in|within|over|during|throughout|for) (?:the )?(?:coming|next|following|foreseeable|near|short|"
    rf"medium|long|longer|very near|immediate|not[- ]too[- ]distant) ?(?:\w+ ){{0,2}}\w+|"
    rf"(?:in|within|over|for) (?:another |at least |about |the next |"
    rf"up to )?(?:{_NUMBER} )(?:to \w+ )?(?:more )?{_UNIT}|for (?:years|decades|months|weeks|generations)|"
    rf"going forward|ahead of|from now|in the future|years to come|by then|in time|before long|"
    rf"any time soon|anytime soon|upcoming|"
    rf"this time next|the coming|forthcoming|in 2[01]\d\d|20[2-9]\ds?|(?:middle|end|start|course) of|"
    rf"year-end|year's end|by the end|at the end|before the|"
    rf"the (?:rest|remainder) of)\b"
)
PAST = re.compile(
    rf"\b(?:yesterday|(?<!his )(?<!her )(?<!its )(?<!their )last (?:\w+ )?(?:{_UNIT}|{_DAY}|{_MONTH})|"
    rf"(?:years?|months?|weeks?|days?|decades?|"
    rf"centur(?:y|ies)) (?:ago|earlier|before(?! (?:a|an|the|any)\b))|"
    rf"(?:in|of|by|from|since|until|on) (?:\w+ )?(?:1[0-9]\d\d|the (?:19|18)\d0'?s|200\d)|back in|previously|"
    rf"formerly|at the time|in those days|once upon|until recently|"
    rf"had (?:been|expected|hoped|thought|planned|said|warned|promised|predicted)|the time)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def words_under(tree: Tree, verb: int) -> str:
    """Return the words of a verb's own clause, without finite clauses that hang on it."""
    skip = tree.finite_clauses - {verb}
    # Without auxiliaries: "this may" is no month.
    return " ".join(tree.words[node] for node in tree.subtree(verb, skip) if tree.tags[node] != "MD")


@cache
def _for_re2(pattern: str) -> Any:
    """Return a pattern for RE2, which reads ten times as fast; its letters are those of all scripts there too."""
    import re2

    return re2.compile("(?i)" + pattern.replace(r"\w", r"[\pL\pN_]"))


@lru_cache(maxsize=64)
def has_future_time(tree: Tree, verb: int, *, strict: bool = False) -> bool:
    """Say whether time words that look ahead hang on a verb."""
    return _for_re2(STRICT.pattern if strict else _FUTURE).search(words_under(tree, verb)) is not None
