"""A claim as the linker reads it: names, content words, numbers with their bounds, and which way the claim points."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from foretold.link.lexicon import Meaning, fold, lexicon, stem
from foretold.link.numbers import Quantity, is_below_zero, is_small, is_year, number_at

_TOKEN = re.compile(
    r"[$€£]?\d[\d,]*(?:\.\d+)?(?:%|bn|[km]\b|st\b|nd\b|rd\b|th\b)?|%|n't\b|[^\W\d_]+?(?=n't\b)|[^\W\d_]+"
)
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?=\s)")
_OPPONENT = re.compile(r" v\. [A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
"""The other side of a case at law: Roe is Roe v. Wade."""
_TAIL = re.compile(
    r"(?<=\w), (?:and )?(?:which|who|whose|for|with|by|or|though|although|because|since|as|in spite|despite|whatever|"
    r"whoever|however|now that|so that|when|at perhaps|if only|no doubt|of course|a thing|on terms)\b(?=.*)|"
    r"(?<=\w) (?:because|in spite of|despite|although)\b"
)
"""Where a remark begins that changes no event; the words before it must hold the verb."""
_PERIODS = frozenset("year years month months week weeks day days hour hours decade decades quarter quarters".split())
_CALENDAR = frozenset(
    "january february march april may june july august september october november december".split()
) | frozenset("spring summer autumn winter christmas easter".split())
_REACH = 6
"""Words over which a bound ("more than") still speaks of the number that follows."""
_MOVES = frozenset(
    stem(word) for word in "rise fall stay remain hold keep be go drop trade climb move end finish".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a claim is about, with hedges, dates and empty words left out."""

    names: frozenset[str]
    """Names: of countries, bodies and parties as the lexicon has them, of others their last word."""
    words: frozenset[str]
    """Stems of the words that make the event what it is."""
    opening: frozenset[str]
    """Names and words before "will": the subject."""
    given_names: frozenset[str]
    """First words of longer names; they may be left out, but two that differ are two persons."""
    quantities: frozenset[Quantity]
    sign: int
    """1 when the claim says the event, -1 when it says its negation; only ever compared with another claim's."""
    turned_axes: frozenset[str]
    """Axes of the lexicon on which it says the negative word ("lose", "acquit")."""
    signs: frozenset[str]
    """The words that the sign was read from, for the reason."""
    calendar: frozenset[str]
    """Months, seasons and years that it names."""
    has_pronoun: bool
    """Whether something that it speaks of is only a pronoun, so that names are missing."""
    is_passive: bool
    """Whether its subject suffers what somebody else does: "will be taken over by a rival"."""
    subject_year: str
    """The year that it is about ("2023 will be the warmest"), or "this"; empty when it is about something else."""

    @property
    def tokens(self) -> frozenset[str]:
        """Names and words together."""
        return self.names | self.words


@dataclass(slots=True)
class _Token:
    text: str
    folded: str
    stem: str
    is_capital: bool


class _Reader:
    """Goes once through the words of a claim."""

    def __init__(self, claim: str) -> None:
        words = _OPPONENT.sub("", _POSSESSIVE.sub("", claim.replace("’", "'")))
        will = words.find(" will ")
        tail = _TAIL.search(words, will + 6) if will >= 0 else None
        self.tokens = [_token(text) for text in _TOKEN.findall(words[: tail.start()] if tail else words)]
        self.folded = [token.folded for token in self.tokens]
        self.names: set[str] = set()
        self.given: set[str] = set()
        self.words: list[str] = []
        self.subject: frozenset[str] = frozenset()
        self.quantities: set[Quantity] = set()
        self.signs: list[str] = []
        self.sign = 1
        self.turned: set[str] = set()
        self.calendar: set[str] = set()
        self.bound: tuple[int, int, str, str] | None = None
        """Where a bound stood, its direction, its word, and what the word before it would be as content."""

    def read(self) -> Reading:
        at = 0
        while at < len(self.tokens):
            if self.tokens[at].folded == "will" and not self.subject:
                self.subject = frozenset(self.words) | frozenset(self.names)
            at += self._number(at) or self._phrase(at) or self._name(at) or self._word(at)
        self._release()
        return Reading(
            frozenset(self.names),
            frozenset(self.words) - self.names - self.given,
            self.subject,
            frozenset(self.given),
            frozenset(self.quantities),
            self.sign,
            frozenset(self.turned & set(self.words)),
            frozenset(self.signs),
            frozenset(self.calendar),
            any(self._is_pronoun(at) for at in range(len(self.tokens))),
            self._is_passive(),
            self._subject_year(),
        )

    def _is_pronoun(self, at: int) -> bool:
        """Tell whether a word only stands for something: "this", but not in "this year"."""
        word, follow = self.folded[at], self.folded[at + 1 : at + 2]
        return word in _PRONOUNS and not (word in _POINTING and follow and follow[0] in _SPANS)

    def _subject_year(self) -> str:
        if self.folded[:2] == ["this", "year"] and self.folded[2:3] == ["will"]:
            return "this"
        return self.folded[0] if self.folded[1:2] == ["will"] and is_year(self.folded, 0) else ""

    def _is_passive(self) -> bool:
        folded = self.folded
        return any(
            word == "by"
            and "be" in folded[max(0, at - 4) : at]
            and folded[at - 1] != "be"
            and not self._is_time(at + 1)
            for at, word in enumerate(folded)
        )

    def _is_time(self, at: int) -> bool:
        """Tell whether what follows "by" is a date or a measure rather than somebody."""
        follows = [token for token in self.tokens[at : at + 2] if token.folded not in ("a", "an", "the")]
        return not follows or any(
            token.folded[0].isdigit()
            or is_small(token.folded)
            or token.folded in _ENDS
            or any(meaning.kind in ("time", "low", "high") for _, meaning in lexicon().phrases.get(token.stem, ()))
            for token in follows[:1]
        )

    def _phrase(self, at: int) -> int:
        token = self.tokens[at]
        for phrase, meaning in lexicon().names.get(token.folded, ()) if token.is_capital else ():
            if tuple(other.folded for other in self.tokens[at : at + len(phrase)]) == phrase:
                self._take(at, meaning)
                return len(phrase)
        for phrase, meaning in lexicon().phrases.get(token.stem, ()):
            if all(
                at + n < len(self.tokens) and self.tokens[at + n].stem == word for n, word in enumerate(phrase)
            ) and not self._is_person(at, meaning, len(phrase)):
                self._take(at, meaning)
                return len(phrase)
        return 0

    def _is_person(self, at: int, meaning: Meaning, length: int) -> bool:
        """Tell whether a word of the lexicon stands inside a name, as in Theresa May."""
        token = self.tokens[at]
        return (
            length == 1
            and meaning.kind in ("time", "word", "empty")
            and token.is_capital
            and at > 0
            and self.tokens[at - 1].is_capital
            and (self.tokens[at - 1].folded in self.given or self.tokens[at - 1].folded in self.names)
        )

    def _take(self, at: int, meaning: Meaning) -> None:
        if meaning.kind == "name":
            self.names.add(meaning.token)
        elif meaning.kind == "word":
            self.words.append(meaning.token)
        elif meaning.kind == "axis":
            self.words.append(meaning.token)
            self.sign *= meaning.sign
            self.signs.append(self.tokens[at].folded)
            if meaning.sign < 0:
                self.turned.add(meaning.token)
        elif meaning.kind == "negation":
            self.sign = -self.sign
            self.signs.append("not")
        elif meaning.kind in ("high", "low"):
            self._release()
            self.bound = (at, 1 if meaning.kind == "high" else -1, meaning.token, self.tokens[at].stem)
        elif self.tokens[at].folded in _CALENDAR:
            self.calendar.add(self.tokens[at].folded)

    def _release(self) -> None:
        """A bound without a number was a word like any other ("pass the reform")."""
        if self.bound is not None:
            word = self.bound[2]
            if word.isalpha() and word not in _EMPTY_BOUNDS:
                self.words.append(word)
        self.bound = None

    def _number(self, at: int) -> int:
        folded = self.folded
        if is_year(folded, at):
            self.calendar.add(folded[at])
            return 1
        found = number_at(folded, at)
        if found is None:
            return 0
        value, unit, length = found
        follow = folded[at + length] if at + length < len(folded) else ""
        if follow in _PERIODS:
            return length + 1
        if follow in _CALENDAR or (at and folded[at - 1] in _CALENDAR):
            return length
        if is_below_zero(folded, at):
            self.bound = (at, -1, "below", folded[at])
        bound = 0
        if self.bound is not None and at - self.bound[0] <= _REACH:
            bound = self.bound[1]
            self._forget_move(self.bound[0])
            self.bound = None
        self.quantities.add(Quantity(value, unit, bound))
        return length

    def _forget_move(self, at: int) -> None:
        """Drop "stay" in "stay below 60": the bound says it, and turns the other way round when denied."""
        token = self.tokens[at - 1] if at else None
        if token is None or token.stem not in _MOVES or not self.words:
            return
        for phrase, meaning in lexicon().phrases.get(token.stem, ()):
            if phrase == (token.stem,) and meaning.kind == "axis" and self.words[-1] == meaning.token:
                self.sign *= meaning.sign
                self.signs.pop()
                self.words.pop()
                return
            if phrase == (token.stem,) and self.words[-1] == meaning.token:
                self.words.pop()
                return
        if self.words[-1] == token.stem:
            self.words.pop()

    def _name(self, at: int) -> int:
        token = self.tokens[at]
        length = 0
        while at + length < len(self.tokens) and (
            self.tokens[at + length].is_capital or (length and self._is_particle(at + length))
        ):
            if length and self.tokens[at + length].folded in lexicon().names:
                break
            length += 1
        if length == 0 or (at == 0 and length == 1 and (token.stem in lexicon().common or not token.folded.isalpha())):
            return 0
        parts = [other.folded for other in self.tokens[at : at + length]]
        if len(parts) > 1 and parts[-1] in _KINDS_OF_BODY:
            parts[-2:] = [parts[-2]]
        self.names.add(parts[-1])
        self.given.update(parts[:-1])
        if len(parts) == 1 and not token.folded.isalpha():
            return 0
        return length

    def _is_particle(self, at: int) -> bool:
        return self.tokens[at].folded in _PARTICLES and at + 1 < len(self.tokens) and self.tokens[at + 1].is_capital

    def _word(self, at: int) -> int:
        token = self.tokens[at]
        if token.folded.isalpha() and len(token.folded) > 1:
            self.words.append(token.stem)
        return 1


_PARTICLES = frozenset("al el de da del della van von der den bin ibn le la di dos du".split())
_KINDS_OF_BODY = frozenset("city united party bank group company corporation university union club inc corp".split())
_PRONOUNS = frozenset("he she it they him them this these those former latter".split())
_POINTING = frozenset("this these those".split())
_SPANS = frozenset("season term session winter spring summer autumn decade century".split()) | _PERIODS
_ENDS = frozenset("end middle start beginning close".split())
_EMPTY_BOUNDS = frozenset({"over", "within", "top", "touch", "se", "see", "hit", "under"})


def _token(text: str) -> _Token:
    folded = fold(text)
    return _Token(text, folded, stem(folded), text[:1].isupper())


@lru_cache(maxsize=1 << 20)  # every claim is looked at again by those that come later
def read(claim: str) -> Reading:
    """Return how the linker reads a claim. Pure; the same words give the same reading."""
    return _Reader(claim).read()


def shown(tokens: frozenset[str], *claims: str) -> list[str]:
    """Return tokens as people read them: by a word of the claims that stands for it, else as the lexicon names it."""
    words: dict[str, str] = {}
    for text in sorted({text.lower() for claim in claims for text in _TOKEN.findall(claim)}):
        root = stem(fold(text))
        words.setdefault(root, text)
        for phrase, meaning in lexicon().phrases.get(root, ()):
            if len(phrase) == 1 and meaning.kind in ("word", "axis"):
                words.setdefault(meaning.token, text)
    return sorted(words.get(token, token.replace("_", " ")) for token in tokens)
