"""A cue: words that may carry a forecast, and how to find the clause that they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from foretold.extract.lexicon import Entry, by_first_word
from foretold.extract.tree import Tree

COPULAS = frozenset({"be", "seem", "look", "appear", "remain", "become", "feel", "sound", "get", "stay"})


_LINKS = frozenset(
    {"acomp", "attr", "oprd", "prep", "advmod", "xcomp", "ccomp", "pobj", "prt", "npadvmod", "amod", "dep"}
)


@dataclass(slots=True)
class Cue:
    """Words that may carry a forecast, and the clause that they stand in."""

    entry: Entry
    first: int
    last: int
    clause: int
    """The verb that carries tense, subject and embedding."""
    event: int
    """The predicate (or, when nominal, the noun) that is claimed."""
    subject: int | None
    is_nominal: bool = False
    is_negated: bool = False
    """The cue itself is negated: "is not likely to"."""
    is_event_negated: bool = False
    """The claimed event is negated: "will not"."""
    is_reduced: bool = False
    """It stands in a reduced relative clause: "a bill expected to pass"."""

    @property
    def kind(self) -> str:
        """How the cue is built into its clause."""
        return self.entry.kind


def match(tree: Tree, index: int, kind: str) -> tuple[Entry, int] | None:
    """Return the longest phrase of this kind that begins at a word, with its last word."""
    for phrase, entry in by_first_word(kind).get(tree.low[index], ()):
        if len(phrase) == 1 or tuple(tree.low[index : index + len(phrase)]) == phrase:
            return entry, index + len(phrase) - 1
    return None


def to_after(tree: Tree, index: int) -> int | None:
    """Return the verb of the infinitive that follows a word directly, adverbs apart."""
    at = index + 1
    while at < len(tree) and at <= index + 4:
        if tree.low[at] == "to" and tree.tags[at] == "TO":
            verb = tree.heads[at]
            return verb if verb > at else None
        if tree.low[at] == "na" and tree.low[at - 1] == "gon":
            return next((n for n in range(at + 1, min(at + 4, len(tree))) if tree.tags[n].startswith("VB")), None)
        if not (
            tree.tags[at].startswith("RB")
            or tree.low[at] in {"not", ",", "n't", "by", "now", "neither", "both", "either"}
        ):
            return None
        at += 1
    return None


def carrier(tree: Tree, first: int, last: int) -> int:
    """Return the verb whose tense and subject hold for a phrase: "is" in "is on track to"."""
    inside = set(range(first, last + 1))
    word = next((n for n in inside if tree.heads[n] not in inside or tree.heads[n] == n), first)
    if any(tree.deps[kid] in {"aux", "auxpass"} and tree.low[kid] != "to" for kid in tree.kids[word]):
        return word
    steps = 0
    while steps < 3 and tree.heads[word] != word and tree.deps[word] in _LINKS:
        head = tree.heads[word]
        if tree.lemma(head) in COPULAS or tree.tags[head].startswith("VB"):
            if tree.lemma(head) in COPULAS or tree.deps[word] != "ccomp":
                return head
            break
        word, steps = head, steps + 1
    return word


def has_modal(tree: Tree, verb: int) -> bool:
    """Say whether a verb has a modal auxiliary."""
    return any(tree.tags[aux] == "MD" for aux in tree.auxiliaries(verb))
