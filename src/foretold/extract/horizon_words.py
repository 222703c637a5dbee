"""The words of the horizon grammar: tokens, their categories, and the small notation that rules are written in.

A text is cut into tokens and every token becomes *one character*: a known word its own, a number the one of its shape,
anything else a filler. A rule is a pattern over that short string, so it reads like grammar ("the? PART of MONTH"),
a word may belong to several categories ("second"), and matching costs next to nothing and never runs away.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count

from foretold.extract.horizon_grammar import MACROS
from foretold.extract.horizon_lexicon import CATEGORIES, GLUE, MONTHS, NUMBERS, ORDINALS

_SHAPES = "YEAR INT BIG ORD ISO SLASH YEARS DECADE SHORT FISCAL HALFQ CLOCK".split()
_ABBREVIATIONS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu|Thurs?|Fri|Sat|Sun"
_TOKEN = re.compile(
    rf"""(?P<ABBR>(?:{_ABBREVIATIONS})\.)
    |(?P<WORD>(?!(?:FY|fy|[QH])['’\s]?[0-9])[^\W\d_]+(?:[0-9]{{1,2}}\b)?)
    |(?P<ISO>[12][0-9]{{3}}-[01][0-9]-[0-3][0-9](?![0-9-]))(?:T[0-9:.]{{4,15}}Z?)?
    |(?P<YEARS>[12][0-9]{{3}}\s?[-–—/]\s?(?:[12][0-9]{{3}}|[0-9]{{2}})(?![0-9%-]))
    |(?P<SLASH>[0-9]{{1,2}}(?P<sep>[/.-])[0-9]{{1,2}}(?P=sep)(?:[12][0-9]{{3}}|[0-9]{{2}})(?![0-9/.%-][0-9]|[0-9]))
    |(?P<DECADE>[12][0-9][0-9]0['’]?s\b|['’‘][0-9]0s\b)
    |(?P<SHORT>['’‘][0-9]{{2}}(?!\w))
    |(?P<FISCAL>(?:FY|fy)\s?['’]?(?:[12][0-9]{{3}}|[0-9]{{2}})(?:[-–/][0-9]{{2}})?\b)
    |(?P<ORD>[0-9]{{1,2}}(?:st|nd|rd|th)\b)
    |(?P<CLOCK>[0-9]{{1,2}}(?::[0-9]{{2}}){{1,2}}(?:\s?[aApP]\.?[mM]\b\.?)?|[0-9]{{1,2}}\s?[aApP]\.?[mM]\b\.?)
    |(?P<HALFQ>[QH][1-4]\b|[1-4][QH](?![A-Za-z]))
    |(?P<NUM>[0-9]+(?:[.,][0-9]+)*)
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


@lru_cache(maxsize=20_000)
def _read(kind: str, raw: str, money: bool) -> tuple[str, str]:
    """Return a token's normal form and its character."""
    word = raw.lower()
    if kind in ("WORD", "ABBR"):
        return _read_word(raw, word, kind == "ABBR")
    if kind == "NUM":
        word = word.replace(",", "")
        if len(raw) == 4 and raw.isdigit() and "1500" <= raw < "2300" and not money:
            return word, _SHAPE["YEAR"]
        return word, _SHAPE["INT" if len(raw) < 3 and 0 < int(raw) <= 31 else "BIG"]
    if kind in ("POSS", "OTHER"):
        return word, {"POSS": "'"}.get(kind, "," if raw == "," else _BREAK)
    return word, _SHAPE.get(kind, _BREAK)


def _read_word(raw: str, word: str, is_short: bool) -> tuple[str, str]:
    shouted = raw.isupper() and word in ("may", "march")
    if word in _CASED and (raw[0] != raw[0].upper() or shouted):
        return word, _FILLER
    if is_short and word[:-1] in MONTHS:
        word = word[:-1]
    return word, _VOCABULARY.get(word) or (_NAME if raw[0].isupper() else _FILLER)


_NOTATION = re.compile(r"\((\w+):|(\()|([A-Z][A-Z_]+)|([a-z][a-z0-9.]*)|(\{[0-9,]+\}|[|)?*+])|(\s+)|(.)")


def pattern(rule: str, suffix: str = "") -> str:
    """Translate a rule of the grammar into a regular expression over token characters.

    Lower case is a word, upper case a category, ``(name: …)`` a group that `Bits.get` finds by its name; ``| ? {1,3}``
    mean what they mean in regular expressions, and white space is for the reader.
    """
    names: Counter[str] = Counter()

    def piece(found: re.Match[str]) -> str:
        named, bracket, category, word, operator, _space, bad = found.groups()
        if named:
            names[named] += 1
            return f"(?P<{named}{suffix}v{names[named]}>"
        if bracket:
            return "(?:"
        if category in MACROS:
            return f"(?:{_NOTATION.sub(piece, MACROS[category])})"
        if category:
            return f"[{_CLASSES[category]}]"
        if word:
            return _character(word)
        if bad:
            raise ValueError(f"{bad!r} in the grammar rule {rule!r} is not part of the notation")
        return operator or ""

    return _NOTATION.sub(piece, rule)


_Pieces = deque[tuple[str, ...]]


def _pieces(rule: str) -> _Pieces:
    return deque(found.groups(default="") for found in _NOTATION.finditer(rule) if not found[6])


def firsts(pieces: _Pieces) -> tuple[set[str], bool]:
    """Return the characters that a rule can begin with, "^" among them for any, and whether it can match nothing.

    It takes the pieces up to the bracket that closes them. Rules are tried at every token: most need not be.
    """
    found: set[str] = set()
    empty, at_start = False, True
    while pieces:
        named, bracket, category, word, operator, *_ = pieces.popleft()
        if operator == ")":
            break
        if operator == "|":
            empty, at_start = empty or at_start, True
            continue
        if named or bracket:
            first, optional = firsts(pieces)
        elif category in MACROS:
            first, optional = firsts(_pieces(MACROS[category]))
        else:
            first, optional = set(_CLASSES[category] if category else _character(word)), False
        while pieces and pieces[0][4].startswith(("?", "*", "+", "{")):
            optional = pieces.popleft()[4].startswith(("?", "*", "{0")) or optional
        found |= first if at_start else set()
        at_start = at_start and optional
    return found, empty or at_start


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

    def __init__(self, rules: str) -> None:
        """Read rules in the form of `horizon_grammar`."""
        lines = [line.split(maxsplit=1) for line in rules.strip().splitlines()]
        self.names = [name.rstrip("*") for name, _ in lines]
        self._needs_lead = [name.endswith("*") for name, _ in lines]
        self._alternatives = [f"(?P<rule_{n}>{pattern(rule, f'_{n}')})" for n, (_, rule) in enumerate(lines)]
        begins = [firsts(_pieces(rule)) for _, rule in lines]
        self._firsts = set().union(*(first for first, _ in begins))
        if any(may_be_empty or "^" in first for first, may_be_empty in begins):
            self._firsts = set()

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        """The rules as one pattern, compiled where the first of them may match: that takes a while."""
        return re.compile("|".join(self._alternatives))

    def at(self, tokens: Tokens, place: int) -> Matched | None:
        """Return what matches at the token ``place``, else None."""
        if self._firsts and tokens.signs[place : place + 1] not in self._firsts:
            return None
        found = self._regex.match(tokens.signs, place)
        if found is None or found.end() == place:
            return None
        number = int((found.lastgroup or "rule_0").rpartition("_")[2])
        bits = Bits(tokens, found, f"_{number}")
        return Matched(self.names[number], found.end(), bits, self._needs_lead[number])


@dataclass(frozen=True, slots=True)
class Matched:
    """The name of a rule's meaning, the place behind the match, its groups, whether it wants a preposition."""

    name: str
    end: int
    bits: Bits
    needs_lead: bool


def anchors() -> re.Pattern[str]:
    """Return a pattern that finds a token without which no rule matches. To be called when all tables are read."""
    return re.compile("[" + "".join(sign for word, sign in _VOCABULARY.items() if word not in GLUE) + "]")


def signs_of(*names: str) -> str:
    """Return the characters of all words of these categories, and of single words."""
    return "".join(_CLASSES.get(name) or _character(name) for name in names)


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
