"""Who holds a forecast: the author, or the source that the sentence, the quotation or the paragraph names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from foretold.extract.names import Names, is_body, strip_titles
from foretold.extract.quotes import Quote
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY, THINK
from foretold.records import AUTHOR

_PERSONAL = frozenset({"he", "she"})
_PLURAL_OR_THING = frozenset({"it", "they"})
_SELF = frozenset(
    {
        "i",
        "we",
        "you",
        "one",
        "there",
        "that",
        "this",
        "which",
        "what",
        "who",
        "these",
        "those",
        "someone",
        "nobody",
        "anyone",
        "everyone",
        "everything",
        "nothing",
        "something",
        "me",
        "us",
    }
)


@dataclass(slots=True)
class Spoken:
    """A source found in the text, with its place."""

    name: str
    start: int
    end: int
    is_person: bool


@dataclass(slots=True)
class Voices:
    """The sources of a document in the order in which they speak: what "he said" and "it added" refer to."""

    text: str
    names: Names
    spoken: list[Spoken] = field(default_factory=list)

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
        if word in _PERSONAL:
            return self._person(tree, noun, start)
        if word in _PLURAL_OR_THING:
            return self.last(start, person=None if word == "they" else False) or self.last(start)
        if word in _SELF:
            return None
        first, last = noun_phrase(tree, noun)
        words = self.text[tree.starts[first] : tree.ends[last]]
        proper = proper_name(tree, noun)
        if proper is not None:
            name = strip_titles(self.text[tree.starts[proper[0]] : tree.ends[proper[1]]])
            person = not re.match(r"(?i)the\b", words) or proper[1] - proper[0] > 0
            name = self.names.full(name, start) if person else name
            is_person = any(m.is_person for m in self.names.by_last.get(name.split()[-1].lower(), [])[:60])
            return Spoken(name, tree.starts[first], tree.ends[last], is_person)
        return Spoken(" ".join(words.split()), tree.starts[first], tree.ends[last], False)

    def _person(self, tree: Tree, noun: int, start: int) -> Spoken | None:
        spoken = self.last(start, person=True)
        mention = self.names.person_before(start)
        if mention is not None and self.text[mention.end : start].strip() in {"", ","}:
            # "Norway, she said, will": the name right before the pronoun is what is spoken of.
            mention = self.names.person_before(mention.start)
        if mention is not None and (spoken is None or mention.start > spoken.end + 400):
            return Spoken(self.names.full(mention.name, start), mention.start, mention.end, True)
        return spoken


def noun_phrase(tree: Tree, noun: int) -> tuple[int, int]:
    """Return the first and last word of a noun phrase without clauses and appositions that hang on it."""
    skip = frozenset(tree.kids_by(noun, "relcl", "appos", "acl", "punct", "cc", "conj", "advcl", "parataxis", "ccomp"))
    preps = [kid for kid in tree.kids_by(noun, "prep") if tree.low[kid] not in {"of", "for", "at", "in"}]
    nodes = tree.subtree(noun, skip | frozenset(preps))
    first = last = noun
    while first - 1 in nodes:
        first -= 1
    while last + 1 in nodes and not (
        tree.tags[last + 1] in {"IN", "JJ", "VBN", "VBG"}
        and tree.low[last + 1] != "of"
        and tree.tags[noun] in {"NN", "NNS"}
        and _is_quantity(tree, noun) is False
    ):
        last += 1
    while (
        first > 0
        and tree.ends[first - 1] == tree.starts[first]
        and tree.tags[first - 1] not in {"``", '"'}
        and tree.words[first - 1] not in "“\"‘'("
    ):
        first -= 1
    while (
        last + 1 < len(tree)
        and tree.starts[last + 1] == tree.ends[last]
        and (tree.words[last + 1] == "-" or tree.words[last] == "-")
    ):
        last += 1
    return first, last


def _is_quantity(tree: Tree, noun: int) -> bool:
    return tree.low[noun] in {
        "staff",
        "one",
        "many",
        "most",
        "some",
        "number",
        "person",
        "several",
        "majority",
        "members",
    }


def proper_name(tree: Tree, noun: int) -> tuple[int, int] | None:
    """Return the proper name at the head of a noun phrase, or in apposition to it ("IMF economist Ana Ruiz")."""
    for head in [noun, *tree.kids_by(noun, "appos")]:
        if tree.tags[head] not in {"NNP", "NNPS"}:
            continue
        first = head
        while (
            first - 1 >= 0
            and (
                (tree.tags[first - 1] in {"NNP", "NNPS"} and _within(tree, first - 1, head))
                or tree.low[first - 1] in {"de", "van", "von", "bin", "al", "del"}
            )
            and not (tree.kid(first - 1, "case") is not None)
        ):
            first -= 1
        last = head
        while first > 1 and tree.words[first - 1] == "-" and tree.ends[first - 2] == tree.starts[first - 1]:
            first -= 2
        while (
            last + 2 < len(tree)
            and tree.words[last + 1] == "-"
            and tree.starts[last + 2] == tree.ends[last + 1] == tree.ends[last] + 1
        ):
            last += 2
        while last + 1 < len(tree) and tree.tags[last + 1] in {"NNP", "NNPS"} and tree.heads[last + 1] == head:
            last += 1
        of = next((kid for kid in tree.kids_by(head, "prep") if kid == last + 1 and tree.low[kid] == "of"), None)
        place = tree.kid(of, "pobj") if of is not None else None
        if place is not None and tree.tags[place] == "NNP" and place - last <= 3 and is_body(tree.words[head]):
            last = place
        return first, last
    return None


def _within(tree: Tree, node: int, head: int) -> bool:
    return tree.heads[node] == head or any(up == head for up in list(tree.up(node))[:3])


def source_noun(tree: Tree, verb: int) -> int | None:
    """Return the noun that names the source of a reporting verb, adjective or noun."""
    poss = tree.kid(verb, "poss")
    if tree.tags[verb].startswith("NN"):
        return poss
    subject = tree.own_subject(verb)
    if (
        subject is None
        and tree.deps[verb] == "conj"
        and tree.tags[verb] == "VBD"
        and tree.tags[tree.heads[verb]] == "VB"
    ):
        # The parser has hung "and suggested" on "would declare": the subject is that of the past tense above.
        above = next((up for up in tree.up(verb) if tree.is_past(up) and tree.own_subject(up) is not None), None)
        subject = tree.own_subject(above) if above is not None else None
    if subject is None and tree.tags[verb] == "VBG":
        above = next((up for up in tree.up(verb) if tree.own_subject(up) is not None), None)
        subject = tree.own_subject(above) if above is not None else None
    if subject is None:
        subject = tree.subject(verb)
    if subject is None and tree.deps[verb] in {"relcl", "acl"}:
        return tree.heads[verb]
    if subject is not None and tree.tags[subject] in {"WDT", "WP"}:
        return tree.heads[verb] if tree.deps[verb] == "relcl" else None
    return subject


def sentence_sources(tree: Tree) -> list[tuple[int, int]]:
    """Return (reporting word, noun that names its source) for the sentence, in text order."""
    found = []
    for index in range(len(tree)):
        lemma = tree.lemma(index)
        if (
            tree.tags[index].startswith("VB")
            and (lemma in SAY or lemma in THINK)
            and tree.deps[index] not in {"amod", "aux"}
        ):
            noun = source_noun(tree, index)
            if noun is not None and tree.kid(index, "auxpass") is None and tree.deps[noun] != "nsubjpass":
                found.append((index, noun))
        elif tree.low[index] == "according":
            to = tree.kid(index, "prep")
            noun = tree.kid(to, "pobj") if to is not None else None
            if noun is None and index + 1 < len(tree):
                noun = tree.kid(index + 1, "pobj")
            if noun is not None:
                found.append((index, noun))
    return found


def quote_speaker(trees: list[tuple[Tree, int, int]], quote: Quote, voices: Voices) -> Spoken | None:
    """Return who speaks a quotation, from reporting words outside its marks in the sentences that touch it.

    ``trees`` holds the parsed sentences of the paragraph with their offsets.
    """
    best: tuple[int, Spoken] | None = None
    for tree, start, end in trees:
        if end < quote.start - 3 or start > quote.end + 3:
            continue
        for verb, noun in sentence_sources(tree):
            at = tree.starts[verb]
            if quote.start <= at < quote.end or quote.start <= tree.starts[noun] < quote.end:
                continue
            distance = quote.start - at if at < quote.start else at - quote.end + 1
            if tree.low[verb] not in {"according"} and tree.lemma(verb) not in SAY:
                distance += 60
            if best is None or distance < best[0]:
                spoken = voices.resolve(tree, noun)
                if spoken is not None:
                    best = (distance, spoken)
    return best[1] if best else _beside(trees, quote, voices)


def _beside(trees: list[tuple[Tree, int, int]], quote: Quote, voices: Voices) -> Spoken | None:
    """Return who speaks where the parse does not show it: by a verb beside the quotation, or the person named there."""
    for tree, start, end in trees:
        if end < quote.start - 3 or start > quote.end + 3:
            continue
        outside = [n for n in range(len(tree)) if not quote.start <= tree.starts[n] < quote.end]
        near = [n for n in outside if -40 < tree.starts[n] - quote.end < 60 or -60 < tree.ends[n] - quote.start < 0]
        for verb in near:
            if tree.tags[verb] in {"VBD", "VBZ"} and tree.lemma(verb) not in {"be", "have", "do"}:
                noun = tree.own_subject(verb)
                if noun is not None and noun in outside and abs(noun - verb) <= 8:
                    return voices.resolve(tree, noun)
        verbs = [n for n in near if tree.tags[n] in {"VBD", "VBZ"}]
        if verbs and outside:
            left, right = tree.starts[outside[0]], tree.ends[outside[-1]]
            people = [
                m for m in voices.names.between(left, right) if m.is_person and not quote.start <= m.start < quote.end
            ]
            if people:
                found = min(people, key=lambda m: min(abs(m.start - quote.end), abs(quote.start - m.end)))
                return Spoken(voices.names.full(found.name, found.start), found.start, found.end, True)
    return None


_DASH_NAME = re.compile(r"^\s*(?:[-–—―~]+|\(?via)\s*(?P<name>[A-Z@][^,\n]{1,60}?)(?:,[^\n]{0,120})?\.?\s*$")


def signed_below(line: str) -> str | None:
    """Return the name in a line such as "- Ana Ruiz, economist", which signs the quotation above it."""
    match = _DASH_NAME.match(line[:200])
    return strip_titles(match["name"].strip()) if match else None


def is_author(spoken: Spoken | None) -> bool:
    """Say whether no source was found."""
    return spoken is None or spoken.name == AUTHOR
