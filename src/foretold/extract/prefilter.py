"""A fast scan that says which sentences can hold a forecast at all: only these are parsed."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0912

from __future__ import annotations

import re
from functools import cache
from typing import Any

from foretold.extract.cue_auxiliaries import EFFECT
from foretold.extract.cue_framed import FRAMES
from foretold.extract.cue_phrasal import PHRASES
from foretold.extract.lexicon import entries
from foretold.extract.numbers import NUMBERED
from foretold.extract.verbs import DRIFT, SAY_FORMS, _forms

_TIME = (
    r"tomorrow|tonight|this weekend|next (?:week|month|year|spring|summer|autumn|fall|winter|season|time)|(?:on|this|"
    r"by|before|until|from) "
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|"
    r"december|later this|in the coming|shortly|soon|(?:by|before|until|till|on|at) (?:christmas|easter|"
    r"thanksgiving|new year|the (?:\d|end|middle|start|turn|close|weekend|winter|summer|spring|autumn|"
    r"fall|second|first|holiday)|year-end|year's end|quarter-end|"
    r"midnight|noon|lunchtime|mid-?\w+|\d+)|after the bell|(?:weeks|months|days|years) later"
)


HEDGES = (
    r"(?:holds?|meets?|votes?|begins?|opens?|starts?|hosts?|faces?|plays?|visits?|speaks?) (?:[\w']+ ){0,4}"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:primary|election|vote|meeting|hearing|deadline|debate) is |"
    r"can only |spells? |(?:lies?|lay) ahead|awaits?\b|(?:is|are) (?:yet |still )?to come|"
    r"can(?:not|'t) (?:\w+ly )?(?:win|beat|defeat|survive|prevail)|"
    r"(?:not|n't) (?:\w+ly )?\w{3,}ing|(?:n't|no|little) (?:\w+ ){0,2}(?:chance|shot)|"
    r"(?:probably|likely|certainly|inevitably) \w+s|"
    r"(?:my|our|smart) money(?:'s| is)|"
    r"(?:polls?|surveys?|models?|forecasts|signs|data|indicators|futures|projections|figures|markets|swaps|"
    r"everything|"
    r"arithmetic|bookmakers|odds) (?:\w+ )?(?:points?|imply|implies|signals?) |"
    r"(?:little|slim|no|every|better|even|poor|good) (?:\w+ ){0,2}(?:chance|prospect|hope)s?|"
    r"(?:likeliest|(?:most|more|less) (?:likely|probable))|rule (?:it|that|this|\w+ \w+) out|ruling (?:it|"
    r"that|this) out|"
    r"bet(?:ting)? (?:on|against)|near-certainty|see .{0,60}\d|looking for .{0,40}\d|base case|guidance|"
    r"(?:i|we) (?:see|make) .*\d|"
    r"(?:can|could)(?:not|n't)(?: be)? (?:sustained?|last|continue|survive|hold|go on)|"
    r"should (?:more than )?(?:be (?:reinforced|supported|helped|dampened|boosted|lifted|"
    r"back|over|ready|available|complete|under|up|done|open|finished|restored|cleared|"
    r"repaired|settled|delivered)|have (?:too )?(?:much|enough)|have the edge|offset|win|beat|qualify|"
    r"cruise|advance|prevail|progress|edge)|"
    r"(?:survives?|lasts?) (?:the|this)|sooner or later|at this (?:rate|pace)|yet to come|"
    r"it(?:'s| is) (?:about |now )?\w+(?:-to-| to |-|/)\w+ that|"
    r"(?:is|are|looks?) (?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twenty)"
    r"(?:-to-| to |/|-)(?:\d{1,2}|one|two) to|"
    r"the next (?:\w+ )?\w+s (?:a|the|an|to|in|on|up)|(?:i|we) (?:reckon|"
    r"suspect|guess|bet)|"
    r"(?:goes|comes|take|takes|gets|ends?|finish(?:es)?|closes?|follows?|runs) (?:[\w-]+ ){0,5}(?:the (?:year|week|"
    r"month|quarter|season) (?:at|above|below|near|with|around|on|up|down|in)|on the \d+\w*|on (?:twelfth|"
    r"christmas|boxing)|"
    r"at (?:midnight|noon|\d)|in the (?:spring|summer|autumn|new year))|under (?:the |our |current )(?:[\w-]+ ){0,2}"
    r"(?:scenario|policies|pathway)|in the .{0,30}projection"
)
"""Words that grade a claim outside the lexicon's patterns, for the fast scan."""


_PICKED = frozenset({"fancy", "pick", "tip", "favour", "favor", "back"})


def _alternatives() -> str:
    parts: list[str] = []
    for entry in entries():
        for phrase in entry.words:
            word = re.escape(phrase).replace(r"\ ", " ")
            if entry.kind == "modal":
                if phrase == "should":
                    parts.append(rf"should (?:\w+ )?(?:{'|'.join(sorted(DRIFT | EFFECT | {'give', 'hand', 'lend'}))})")
                elif phrase in {"can", "ca"}:
                    parts.append(
                        r"can (?:\w+ )?(?:expect|anticipate)|tomorrow|next|"
                        r"(?:believes?|thinks?|reckons?|feels?) .{0,60}\bcan|"
                        r"can(?:not|'t) be (?:ruled out|excluded|discounted)"
                    )
                else:
                    parts.append(
                        {"wo": "won't", "shall": "shall|shan't", "'ll": r"\w+'ll", "'d": r"\w+'d"}.get(
                            phrase, word + "(?:n't)?"
                        )
                    )
            elif entry.kind == "infinitive":
                parts.append(
                    "gonna" if phrase == "gon" else rf"{word},?(?: (?:\w+ly|not|now|never|soon|also|still))? to"
                )
            elif entry.kind == "dated":
                parts.append(rf"{word} (?:(?:on|in|at|for|by|before|next|this|out|later|tomorrow) .*)")
            elif entry.term == "likely" and entry.kind == "verb" and phrase not in _PICKED:
                parts.append(rf"(?:i|we) (?:do not |don't |really |still |also )?{word}")
            elif phrase == "way":
                parts.append("no way")
            elif phrase == "see":
                parts.append(r"(?:see|sees|seen) .*(?:\d|ing )")
            elif phrase in _PICKED:
                parts.append(rf"(?:i|we|i'm|i'd|i am) (?:\w+ )?{word}(?:ing)?\b.* to")
            elif entry.kind == "verb":
                parts.extend(re.escape(form) for form in _forms(phrase))
            elif entry.kind == "that":
                if entry.term != "certain":
                    parts.append(word)
            elif entry.kind != "adverb" or entry.term in {"likely", "possible"}:
                parts.append(word)
    parts += [
        FRAMES,
        HEDGES,
        PHRASES,
        r"(?:is|are) to",
        "look for",
        r"(?:who|that) will",
        r"matter of time",
        _TIME.replace("|soon", "").replace("|shortly", ""),
        "forecasts?",
        "projections?",
        "estimates?",
        "outlooks?",
        "predictions?",
        "expectations for",
        r"(?:projected|forecast|predicted|anticipated|expected) (?:\w+ ){1,3}(?:include|range|are|is)",
    ]
    return "|".join(sorted(set(parts), key=lambda part: (-len(part), part)))


_MEMORY = 64 << 20
"""Bytes that the scan's automaton may take; it takes about 20 MB. With RE2's 8 MB it is forgotten and built anew all
the time, six times as slow."""


@cache
def _cue() -> Any:
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY
    return re2.compile(
        rf"(?i)\b(?:{_alternatives()})\b|^\W{{0,3}}(?:but |and |so |then )?(?:if|unless|should)\b|{NUMBERED}", options
    )


@cache
def _reporting() -> Any:
    import re2

    return re2.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, SAY_FORMS))})\b")


def may_forecast(plain_sentence: str) -> bool:
    """Say whether a sentence holds a cue."""
    return _cue().search(plain_sentence) is not None


def find_cue(plain_words: str) -> tuple[int, int] | None:
    """Return where the first cue stands in some words, for want of a parse."""
    found = _cue().search(plain_words)
    return (found.start(), found.end()) if found is not None else None


def may_report(plain_sentence: str) -> bool:
    """Say whether a sentence holds a reporting verb."""
    return _reporting().search(plain_sentence) is not None


ADVICE = re.compile(r"\b(?:should|must|ought to|needs? to|has to|have to|had better)\b", re.IGNORECASE)
HOPE = re.compile(r"\b(?:hopes?|hoping|wish(?:es)?|aims?|seeks?|wants?|plans?) (?:to|that|for)\b", re.IGNORECASE)
"""Words that look ahead without a claim: named in the explanation of sentences that hold no cue."""
