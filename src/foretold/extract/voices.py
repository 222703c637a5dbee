"""The sources of a document in the order in which they speak: what "he said", "it added" and surnames refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from foretold.extract.gender import genders
from foretold.extract.names import Mention, Names, is_body, last_key, person_named
from foretold.extract.noun_phrases import noun_phrase, proper_name
from foretold.extract.quotes import QuoteMap
from foretold.extract.text import words
from foretold.extract.tree import Tree

_GENDER = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
_PLURAL_OR_THING = words("it its they their them")
_SELF = words(
    """i we you there that this which what who these those someone nobody anyone everyone everything nothing
    something me us somebody anybody everybody none few"""
)
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b(?!\.)")
_QUANTITIES = words("few most many some several all other various both")
_KIN = words("wife husband mother father son daughter friend neighbour neighbor colleague editor dentist doctor boss")
_MANY = re.compile(
    r"(?:[eo]rs|[iy]sts|ians|icans|erans|(?<!pl)(?<!gr)ants|men|women|ees|ials|onals|ivals|crats|omats|ides|people|"
    r"staff|critics|allies|heads)(?<!numbers)(?<!papers)(?<!powers)(?<!matters)(?<!orders)$"
)
"""Words for people in the plural, by their endings."""
_NEAR = 400
"""Characters within which a person who opened a sentence takes "he" and "she" from the last speaker."""
_FAR = 1500
"""Characters within which a person named, who has not spoken, may be "he" or "she"."""


@dataclass(slots=True)
class Spoken:
    """A source found in the text, with its place."""

    name: str
    start: int
    end: int
    is_person: bool


@dataclass
class Voices:
    """The sources of a document in the order in which they speak."""

    text: str
    names: Names
    quotes: QuoteMap = field(default_factory=lambda: QuoteMap([], []))
    spoken: list[Spoken] = field(default_factory=list)
    groups: list[Spoken] = field(default_factory=list)
    bodies: list[Spoken] = field(default_factory=list)

    @cached_property
    def genders(self) -> dict[str, str]:
        """Whether "he" or "she" stands for a person, by the last part of the name, where the text tells."""
        return genders(self.text, self.names, self.quotes)

    @cached_property
    def has_own_voice(self) -> bool:
        """Whether the writer says "I" or "we" outside quotations: then what nobody is named for is the writer's."""
        if not self.names.mentions:
            return True
        start, end = self.names.mentions[0].start, self.names.mentions[-1].end
        found = _FIRST_PERSON.finditer(self.text, max(0, start - 500), end + 500)
        return any(self.quotes.at(match.start()) is None for match in found)

    def note(self, spoken: Spoken) -> None:
        """Remember a source."""
        self.spoken.append(spoken)

    def last(self, before: int, *, person: bool | None = None) -> Spoken | None:
        """Return the last source that spoke before a position."""
        for spoken in reversed(self.spoken[-60:]):
            if spoken.start < before and (person is None or spoken.is_person == person):
                return spoken
        return None

    def resolve(self, tree: Tree, noun: int) -> Spoken | None:
        """Return the source that a noun phrase names, pronouns and surnames resolved; None for the own voice."""
        word, start = tree.low[noun], tree.starts[noun]
        if word in _GENDER:
            return self._he_or_she(tree, noun)
        if word in _PLURAL_OR_THING:
            return self._not_he_or_she(word, start)
        if word in _SELF and not (word == "those" and tree.kid(noun, "prep") is not None):
            return None
        if tree.tags[noun] == "CD" and not tree.kids[noun]:
            return None
        of = next((kid for kid in tree.kids_by(noun, "prep") if tree.low[kid] == "of"), None)
        among = tree.kid(of, "pobj") if of is not None else None
        if among is not None and word != "one" and (tree.tags[noun] == "CD" or word in _QUANTITIES or word == "%"):
            return self.resolve(tree, among)
        return self._by_role(tree, noun) or self._noun(tree, noun)

    def _he_or_she(self, tree: Tree, pronoun: int) -> Spoken | None:
        """Return whom "he" or "she" stands for; the pronoun itself where the text does not tell."""
        word, start = tree.low[pronoun], tree.starts[pronoun]
        described = _main_subject(tree, pronoun)
        if described is not None:
            return self._noun(tree, described)
        found = self.person(word, start) or self._named_once(start)
        return found or Spoken(tree.words[pronoun], start, tree.ends[pronoun], False)

    def _by_role(self, tree: Tree, noun: int) -> Spoken | None:
        """Return the person whom "the senator" or "the statement" means: who spoke last, if nobody else was named."""
        the = tree.low[noun - 1 : noun] == ["the"] or tree.low[noun - 2 : noun - 1] == ["the"]
        letter = tree.low[noun] == "statement"
        if tree.tags[noun] != "NN" or not the or not (letter or is_role(tree.low[noun])):
            return None
        if any(tree.deps[kid] not in {"det", "amod", "compound", "punct"} for kid in tree.kids[noun]):
            return None
        start = tree.starts[noun]
        spoken = self.last(start)
        if spoken is None or start - spoken.end > _NEAR or ("\n\n" in self.text[spoken.end : start] and letter):
            return None
        if letter:
            return spoken
        near = {last_key(m.name) for m in self.names.between(start - _NEAR, start) if m.is_leading} | {
            last_key(spoken.name)
        }
        return spoken if spoken.is_person and near == {last_key(spoken.name)} else None

    def hear(self, tree: Tree) -> None:
        """Remember the people in the plural and the bodies that a sentence is about: what "they" and "it" stand for."""
        for noun, tag in enumerate(tree.tags):
            many = tag in {"NNS", "NNPS"} and tree.deps[noun] in {"nsubj", "dobj"} and _MANY.search(tree.low[noun])
            body = tag in {"NN", "NNP"} and tree.deps[noun] == "nsubj" and _is_body(tree, noun)
            spoken = self._noun(tree, noun) if many or body else None
            if spoken is not None and not spoken.is_person:
                here = Spoken(spoken.name, tree.starts[noun], tree.ends[noun], False)
                (self.groups if many else self.bodies).append(here)

    def _not_he_or_she(self, pronoun: str, position: int) -> Spoken | None:
        """Return whom "they" or "it" stands for."""
        if pronoun in {"they", "their", "them"}:
            return self._group(position) or self.last(position)
        spoken = self.last(position, person=False)
        body = next((b for b in reversed(self.bodies[-20:]) if position - _NEAR < b.start < position), None)
        if body is not None and (spoken is None or spoken.start < position - 2 * _NEAR):
            return body
        return spoken or self.last(position)

    def _group(self, position: int) -> Spoken | None:
        """Return the last people in the plural, or a later body that spoke; nobody where both are far."""
        group = next((g for g in reversed(self.groups[-40:]) if position - _NEAR - 300 < g.start < position), None)
        spoken = self.last(position, person=False)
        if group is None or (spoken is not None and spoken.start > group.start):
            return spoken
        return group

    def _noun(self, tree: Tree, noun: int) -> Spoken | None:
        """Return the source that a noun phrase names: a proper name at its full length, else the noun as called."""
        start = tree.starts[noun]
        first, last = noun_phrase(tree, noun)
        while last > noun and tree.tags[last] == "RB":
            last -= 1
        if tree.low[first] == "our" or (tree.low[first] == "my" and not set(tree.low[first : last + 1]) & _KIN):
            return None  # "our rates desk": the writer's own
        words = self.text[tree.starts[first] : tree.ends[last]]
        proper = proper_name(tree, noun)
        if proper is not None:
            name = person_named(self.text[tree.starts[proper[0]] : tree.ends[proper[1]]])
            person = not re.match(r"(?i)the\b", words) or proper[1] - proper[0] > 0
            owned = name.endswith(("'s", "’s"))  # "Moody's said"
            name = self.names.full(name, start) if person and not owned else name
            is_person = any(m.is_person for m in self.names.by_last.get(last_key(name), [])[:60])
            return Spoken(name, tree.starts[first], tree.ends[last], is_person)
        named = self.names.at(start)
        if named is not None and named.is_person and named.end == tree.ends[noun]:  # a name that the parser misread
            return Spoken(self.names.full(named.name, start), start, named.end, True)
        skipped = {"DT", "PRP$", "CD", "PDT", "RB"}
        while first < noun and (tree.tags[first] in skipped or tree.low[first] in _QUANTITIES):
            first += 1
        words = " ".join(self.text[tree.starts[first] : tree.ends[last]].split()).strip(_QUOTATION)
        return Spoken(words, tree.starts[first], tree.ends[last], False) if words else None

    def person(self, pronoun: str, position: int) -> Spoken | None:
        """Return the person whom "he" or "she" stands for at a position.

        Whoever spoke last, unless another person has since opened a sentence or the text tells that the last
        speaker is of the other gender. Names inside quotations, and a name right before the pronoun, which is what
        is spoken of ("Norway, she said, will"), do not count.
        """
        spoken = self._last_speaker(pronoun, position)
        named = self._last_named(pronoun, position)
        if named is None:
            return spoken
        found = Spoken(self.names.full(named.name, position), named.start, named.end, True)
        if spoken is None or last_key(spoken.name) == last_key(found.name):
            return spoken or found
        certain = [self.genders.get(last_key(one.name)) is not None for one in (spoken, found)]
        later = named.start > spoken.end and self._opens(named)
        if certain[0] and not certain[1] and not later:
            return spoken
        parted = _SENTENCE_END.search(self.text, max(spoken.end, named.start - _FAR), named.start) is not None
        if certain[1] and not certain[0] and named.start > spoken.end and (named.is_leading or parted):
            return found
        if named.start > spoken.end and self._opens(named) and position - named.start < _NEAR + 300:
            return found
        return found if named.start > spoken.end + _NEAR else spoken

    def _named_once(self, position: int) -> Spoken | None:
        """Return the single name that opened a sentence before a pronoun: "Ruiz-Calder scored. … he said"."""
        for m in self.names.before(position)[:12]:
            near = m.start > position - _FAR and self.quotes.at(m.start) is None
            if near and self._opens(m) and not is_body(m.name) and not m.name.isupper():
                return Spoken(self.names.full(m.name, m.start), m.start, m.end, True)
        return None

    def of_paragraph(self, position: int) -> Spoken | None:
        """Return the person who opened the last sentence of the same paragraph that a person opened."""
        named = self._last_named("they", position)
        line = self.text.rfind("\n", max(0, position - _FAR), position)
        if named is None or named.start < line or not self._opens(named):
            return None
        return Spoken(self.names.full(named.name, position), named.start, named.end, True)

    def fits(self, name: str, pronoun: str) -> bool:
        """Say whether "he" or "she" may stand for a name: nothing in the text speaks against it."""
        wanted = _GENDER.get(pronoun)
        return wanted is None or self.genders.get(last_key(name), wanted) == wanted

    def _last_speaker(self, pronoun: str, position: int) -> Spoken | None:
        for spoken in reversed(self.spoken[-60:]):
            if spoken.start < position and spoken.is_person and self.fits(spoken.name, pronoun):
                return spoken
        return None

    def _last_named(self, pronoun: str, position: int) -> Mention | None:
        """Return the last person named: who opens a sentence or clause before who is only mentioned."""
        here = self.quotes.at(position)
        people = [
            m
            for m in self.names.before(position)
            if m.is_person
            and m.start > position - _FAR
            and self.fits(m.name, pronoun)
            and self.quotes.at(m.start) in {None, here}
            and self.text[m.end : position].strip() not in {"", ","}
        ]
        line = self.text.rfind("\n", max(0, position - _FAR), position)
        people = [m for m in people if m.start > line] or people
        known = [m for m in people if last_key(m.name) in self.genders]
        leading = [
            m
            for m in people[:6]
            if (m.is_leading or self._opens(m))
            and m.start > position - 700
            and self.text[m.end : m.end + 1] not in {"'", "’"}
        ]
        opening = [m for m in leading if self._opens(m)]
        for found in (
            [m for m in opening if m in known][:1],
            opening[:1],
            [m for m in leading if m in known][:1],
            leading[:1],
            known[:1],
            people[:1],
        ):
            if found:
                return found[0]
        return None

    def _opens(self, mention: Mention) -> bool:
        """Say whether a name opens its sentence, titles apart."""
        before = _TITLES_BEFORE.sub("", self.text[max(0, mention.start - 60) : mention.start]).rstrip(" ")
        return not before or before[-1] in '.?!\n”"’'


_ROLE = re.compile(
    r"(?:[eo]r|ist|ian|ant|ent|man|woman|head|chief|boss|captain|official|coach|minister|aide|diplomat|critic)$"
)
"""Words for one person by what they do, by their endings."""


def is_role(word: str) -> bool:
    """Say whether a word is for one person by what they do: "senator", "coach"."""
    return _ROLE.search(word) is not None


def _main_subject(tree: Tree, pronoun: int) -> int | None:
    """Return the person, not named, whom the sentence is about: "The head of the union is worried, as she thinks …"."""
    for up in tree.up(pronoun):
        subject = tree.own_subject(up)
        if subject is not None and subject < pronoun and subject != pronoun and tree.tags[subject] == "NN":
            called = tree.kid(subject, "appos") is None and proper_name(tree, subject) is None
            opens = min(tree.subtree(subject)) <= 1 and tree.heads[up] == up
            return subject if opens and called and is_role(tree.low[subject]) else None
    return None


_QUOTATION = "\"'`“”‘’«» "
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!Mr)(?<!Mrs)(?<!Dr)[.!?][\"”’']* +[A-Z]|\n")
_TITLES_BEFORE = re.compile(r"(?:(?:\b[A-Z][\w.]*|\b(?:the|coach|economist|analyst)) )+$")


_BODIES = words(
    """government bank company firm team group panel committee council board court tribunal union party agency ministry
    commission institute club army police department administration fund association campaign regulator"""
)


def _is_body(tree: Tree, noun: int) -> bool:
    return tree.low[noun] in _BODIES or (tree.tags[noun] == "NNP" and is_body(tree.words[noun]))
