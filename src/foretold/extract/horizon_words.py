"""The words of the horizon grammar: tokens, their categories, and the small notation that rules are written in.

A text is cut into tokens and every token becomes *one character*: a known word its own, a number the one of its shape,
anything else a filler. A rule is a pattern over that short string, so it reads like grammar ("the? PART of MONTH"),
a word may belong to several categories ("second"), and matching costs next to nothing and never runs away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

_FULL_MONTHS = "january february march april may june july august september october november december".split()
_FULL_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = {name: number for number, name in enumerate(_FULL_MONTHS, 1)} | {
    name[:3]: number for number, name in enumerate(_FULL_MONTHS, 1)
}
MONTHS["sept"] = 9
WEEKDAYS = {name: number for number, name in enumerate(_FULL_DAYS)}
_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
WEEKDAYS |= {f"{name}.": number for name, number in _SHORT_DAYS.items()}
_UNIT_NAMES = "second minute hour day week fortnight month quarter year decade century generation".split()
UNITS = {name: name for name in _UNIT_NAMES} | {f"{name}s": name for name in _UNIT_NAMES} | {"centuries": "century"}
UNITS |= {"semester": "half", "semesters": "half", "yr": "year", "yrs": "year"}
SEASONS = {name: name for name in ("spring", "summer", "autumn", "winter")} | {"fall": "autumn"}
NUMBERS = {
    name: number
    for number, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {name: 10 * n for n, name in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}
NUMBERS |= {"hundred": 100, "thousand": 1000}
ORDINALS = {
    name: number
    for number, name in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
} | {"opening": 1, "final": -1, "last": -1, "closing": -1, "latter": -1, "back": -1}
HOLIDAY_WORDS = {
    "christmas": "christmas",
    "xmas": "christmas",
    "easter": "easter",
    "thanksgiving": "thanksgiving",
    "halloween": "halloween",
    "hanukkah": "",
}
EVENTS = """election elections vote votes voting poll polls referendum referendums ballot primary primaries caucus caucuses
midterm midterms runoff summit summits talks negotiation negotiations round rounds meeting meetings session sessions
report reports administration presidency campaign campaigns convention conventions conference conferences congress
trial hearing hearings verdict ruling inauguration budget war wars deal agreement treaty ceasefire truce offensive
invasion transition tournament tournaments final finals match matches game games playoffs derby race races olympics
cup championship championships harvest contest contests debate debates visit trip signing launch launches release
deadline expiry expiration closing opening strike strikes handover withdrawal ratification confirmation nomination
announcement decision decisions review reviews statement publication hearing legislature parliament term terms cycle
cycles g7 g20 cop cop26 cop27 cop28 cop29 cop30 cop31 cop32 brexit wedding funeral coronation merger takeover ipo
earnings results season seasons fight fights bout series draft window kickoff semifinal semifinals semi semis quarterfinals
peace death departure retirement resignation collapse fall outbreak completion end start recess holiday holidays
lockdown pandemic outbreak crisis storm hurricane""".split()

CATEGORIES: dict[str, Iterable[str]] = {
    "MONTH": MONTHS,
    "WEEKDAY": WEEKDAYS,
    "UNIT": [*_UNIT_NAMES, "semester", "yr"],
    "UNITS": [*(f"{name}s" for name in _UNIT_NAMES if name != "century"), "centuries", "semesters", "yrs"],
    "SEASON": SEASONS,
    "NUMWORD": NUMBERS,
    "TENS": "twenty thirty forty fifty sixty seventy eighty ninety".split(),
    "COUNTED": (
        "percent percentage points people troops soldiers jobs dollars euros pounds miles kilometers kilometres metres "
        "meters feet tons tonnes barrels seats homes words men women others workers cases deaths yards"
    ).split(),
    "ORDWORD": ORDINALS,
    "DAYPART": "morning afternoon evening night noon midnight midday lunchtime dawn dusk".split(),
    "HOLIDAY": HOLIDAY_WORDS,
    "EVENT": EVENTS,
    "AHEAD": "next coming upcoming forthcoming".split(),
    "BEHIND": "last past previous preceding recent prior".split(),
    "DET": "the its his her their our your this that these those any such a an".split(),
    "VAGUE": "few several some many multiple various numerous countless".split(),
    "LONG": "more full long short whole additional further extra difficult critical crucial calendar".split(),
    # Words that end a noun phrase: an event's name does not run across them.
    "STOP": (
        "he she it they we i you who whom which what that there will would can could may might must shall should is are "
        "was were be been being has have had do does did not to and but or nor if when while because than as so by with "
        "before after until from into where how why says said told"
    ).split(),
}
_SHAPES = (
    "YEAR",
    "INT",
    "BIG",
    "ORD",
    "ISO",
    "YEARMONTH",
    "SLASH",
    "YEARS",
    "DECADE",
    "SHORT",
    "FISCAL",
    "HALFQ",
    "CLOCK",
)
_ABBREVIATIONS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu|Thurs?|Fri|Sat|Sun"
_TOKEN = re.compile(
    rf"""(?P<ISO>[12][0-9]{{3}}-[01][0-9]-[0-3][0-9](?![0-9-]))(?:T[0-9:.]{{4,15}}Z?)?
    |(?P<YEARS>[12][0-9]{{3}}\s?[-–—/]\s?(?:[12][0-9]{{3}}|[0-9]{{2}})(?![0-9%-]))
    |(?P<SLASH>[0-9]{{1,2}}(?P<sep>[/.-])[0-9]{{1,2}}(?P=sep)(?:[12][0-9]{{3}}|[0-9]{{2}})(?![0-9/.%-][0-9]|[0-9]))
    |(?P<DECADE>(?:[12][0-9])?[0-9]0['’]?s\b|['’‘][0-9]0s\b)
    |(?P<SHORT>['’‘][0-9]{{2}}(?!\w))
    |(?P<FISCAL>(?:FY|fy)\s?['’]?(?:[12][0-9]{{3}}|[0-9]{{2}})(?:[-–/][0-9]{{2}})?\b)
    |(?P<ORD>[0-9]{{1,2}}(?:st|nd|rd|th)\b)
    |(?P<CLOCK>[0-9]{{1,2}}(?::[0-9]{{2}}){{1,2}}(?:\s?[aApP]\.?[mM]\b\.?)?|[0-9]{{1,2}}\s?[aApP]\.?[mM]\b\.?)
    |(?P<HALFQ>[QH][1-4]\b|[1-4][QH](?![A-Za-z]))
    |(?P<NUM>[0-9]+(?:[.,][0-9]+)*)
    |(?P<ABBR>(?:{_ABBREVIATIONS})\.)
    |(?P<WORD>[^\W\d_]+(?:[0-9]{{1,2}}\b)?)
    |(?P<POSS>(?<=\w)['’]s?(?!\w))
    |(?P<HYPHEN>(?<=\w)[-‐‑–](?=\w))
    |(?P<OTHER>\S)""",
    re.VERBOSE,
)
# Words that are a month, a season or a day only with a capital: "May" and "may", "March" and "march".
_CASED = {"may", "march", "mar", "august", "jun", "dec", "aug", "jan", "sat.", "sun.", "mon.", "wed.", "fri."}
_BREAK, _FILLER, _NAME = "x", "w", "W"
_PRIVATE = count(0xE000)
_VOCABULARY: dict[str, str] = {}


def _character(word: str) -> str:
    if word not in _VOCABULARY:
        _VOCABULARY[word] = chr(next(_PRIVATE))
    return _VOCABULARY[word]


_SHAPE = {name: _character(f"<{name}>") for name in _SHAPES}
_CLASSES = {name: "".join(map(_character, words)) for name, words in CATEGORIES.items()} | _SHAPE
_CLASSES |= {"COMMA": ",", "POSS": "'", "FILL": "wW", "NOUN": "^x," + _CLASSES["STOP"]}
_MACROS = {
    "NUMBER": "(TENS NUMWORD|NUMWORD (hundred|thousand)|NUMWORD|INT|BIG|YEAR) (and a half)?",
    "DAY": "(INT|ORD|ORDWORD)",
    "IN_YEAR": "(of|in|COMMA)? (year:YEAR|SHORT|YEARS|the? (next|this|coming|following|last|current|same) calendar? year POSS?)",
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens: one character each in ``signs``; ``words`` in lower case, ``spans`` in code points."""

    signs: str
    words: list[str]
    spans: list[tuple[int, int]]


def tokenise(text: str) -> Tokens:
    """Cut ``text`` into tokens, in time linear in its length. Hyphens inside words and white space are dropped."""
    signs: list[str] = []
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    money = False
    for match in _TOKEN.finditer(text):
        kind, raw = match.lastgroup or "", match.group()
        if kind == "HYPHEN":
            continue
        word, sign = _read(kind, raw, money)
        money = kind == "OTHER" and raw in "$£€#¥"
        signs.append(sign)
        words.append(word)
        spans.append(match.span())
    return Tokens("".join(signs), words, spans)


def _read(kind: str, raw: str, money: bool) -> tuple[str, str]:
    """Return a token's normal form and its character."""
    word = raw.lower()
    if kind in ("WORD", "ABBR"):
        if word in _CASED and (raw[0] != raw[0].upper() or (word in ("may", "march") and raw.isupper())):
            return word, _FILLER
        if kind == "ABBR" and word[:-1] in MONTHS:
            word = word[:-1]
        sign = _VOCABULARY.get(word)
        return word, sign or (_NAME if raw[0].isupper() else _FILLER)
    if kind == "NUM":
        plain = raw.isdigit()
        if plain and len(raw) == 4 and "1500" <= raw < "2300" and not money:
            return word, _SHAPE["YEAR"]
        return word.replace(",", ""), _SHAPE["INT" if plain and 0 < int(raw[:9]) <= 31 and len(raw) < 3 else "BIG"]
    if kind == "POSS":
        return word, "'"
    if kind == "OTHER":
        return word, "," if raw == "," else _BREAK
    return word, _SHAPE.get(kind, _BREAK)


_NOTATION = re.compile(r"\((\w+):|(\()|([A-Z][A-Z_]+)|([a-z][a-z0-9.]*)|(\{[0-9,]+\}|[|)?*+])|(\s+)|(.)")


def pattern(rule: str, suffix: str = "") -> str:
    """Translate a rule of the grammar into a regular expression over token characters.

    Lower case is a word, upper case a category, ``(name: …)`` a group that `Bits.get` finds by its name; ``| ? * {1,3}``
    mean what they mean in regular expressions and white space is for the reader.
    """
    names: Counter[str] = Counter()

    def piece(found: re.Match[str]) -> str:
        named, bracket, category, word, operator, _space, bad = found.groups()
        if named:
            names[named] += 1
            return f"(?P<{named}{suffix}v{names[named]}>"
        if bracket:
            return "(?:"
        if category in _MACROS:
            return f"(?:{_NOTATION.sub(piece, _MACROS[category])})"
        if category:
            return f"[{_CLASSES[category]}]"
        if word:
            return _character(word)
        if bad:
            raise ValueError(f"{bad!r} in the grammar rule {rule!r} is not part of the notation")
        return operator or ""

    return _NOTATION.sub(piece, rule)


def known(words: Iterable[str]) -> str:
    """Return a character class of these words or categories, for a first glance at a text."""
    return "[" + "".join(_CLASSES.get(word) or _character(word) for word in words) + "]"


@dataclass(frozen=True, slots=True)
class Bits:
    """What a rule matched, by the names of its groups."""

    tokens: Tokens
    match: re.Match[str]
    suffix: str

    def get(self, name: str) -> list[str]:
        """Return the words of the group ``name``, none when it took no part."""
        for n in count(1):
            key = f"{name}{self.suffix}v{n}"
            if key not in self.match.re.groupindex:
                break
            first, last = self.match.span(key)
            if first >= 0:
                return self.tokens.words[first:last]
        return []

    def text(self, name: str) -> str:
        """Return the words of the group ``name`` with spaces between them, "" when it took no part."""
        return " ".join(self.get(name))


class Table:
    """Rules tried in order at one place; the first that matches wins, so longer ones stand first."""

    def __init__(self, rules: Iterable[str]) -> None:
        """Compile the rules into one alternation."""
        alternatives = (f"(?P<rule_{n}>{pattern(rule, f'_{n}')})" for n, rule in enumerate(rules))
        self._regex = re.compile("|".join(alternatives))

    def at(self, tokens: Tokens, place: int) -> tuple[int, int, Bits] | None:
        """Return (number of the rule, place behind it, its groups) of the rule that matches at ``place``."""
        found = self._regex.match(tokens.signs, place)
        if found is None or found.end() == place:
            return None
        number = int((found.lastgroup or "rule_0").rpartition("_")[2])
        return number, found.end(), Bits(tokens, found, f"_{number}")


def number_of(words: list[str]) -> float | None:
    """Return the number that words such as "twenty five", "a hundred", "2.5" or "one and a half" say, else None."""
    total: float = 0
    seen = only_article = False
    for word in words:
        if word in NUMBERS:
            value, only_article = NUMBERS[word], False
            total = max(total, 1) * value if value >= 100 else total + value
            seen = True
        elif word in ("a", "an", "another", "half", "couple", "dozen"):
            extra = {"half": 0.5, "couple": 2, "dozen": 12}.get(word)
            only_article = extra is None and not seen
            total += extra or 0
            seen = True
        elif re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", word):
            total += float(word)
            seen, only_article = True, False
    if not seen:
        return None
    return 1 if only_article else total


def ordinal_of(words: list[str]) -> int | None:
    """Return 3 for "third" or "3rd", -1 for "last", "final", "latter"; None when no word is an ordinal."""
    for word in words:
        if word in ORDINALS:
            return ORDINALS[word]
        if (found := re.match(r"[0-9]{1,3}", word)) is not None:
            return int(found.group())
    return None
