"""A cue: words that may carry a forecast, and how to find the clause that they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from foretold.extract.lexicon import Entry, by_first_word
from foretold.extract.text import words
from foretold.extract.timewords import STRICT
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
    phrases = by_first_word(kind).get(tree.low[index])
    if phrases is None:
        return None
    following = tree.low[index + 1] if index + 1 < len(tree.low) else ""
    for phrase, entry in phrases:
        length = len(phrase)
        if length == 1 or (phrase[1] == following and tuple(tree.low[index : index + length]) == phrase):
            return entry, index + length - 1
    return None


def to_after(tree: Tree, index: int) -> int | None:
    """Return the verb of the infinitive that follows a word directly, adverbs apart."""
    at, last = index + 1, index + 4
    while at < len(tree) and at <= last:
        if tree.low[at] == "to" and tree.tags[at] in {"TO", "IN"}:
            verb = tree.heads[at]
            return verb if verb > at and tree.tags[at] == "TO" else _verb_taken_for_noun(tree, at)
        if tree.low[at] == "," and (closing := _aside_end(tree, at)) is not None:
            at = last = closing + 1
            continue
        if tree.low[at] == "na" and tree.low[at - 1] == "gon":
            return next((n for n in range(at + 1, min(at + 4, len(tree))) if tree.tags[n].startswith("VB")), None)
        if not (
            tree.tags[at].startswith("RB")
            or tree.low[at] in {"not", ",", "n't", "by", "now", "neither", "both", "either"}
        ):
            return None
        at += 1
    return None


def _aside_end(tree: Tree, comma: int) -> int | None:
    """Return the comma that ends an aside before "to": "likely, at $40 a barrel, to close"."""
    for at in range(comma + 2, min(comma + 11, len(tree) - 1)):
        if tree.low[at] == ",":
            return at if tree.tags[at + 1] == "TO" else None
    return None


def _verb_taken_for_noun(tree: Tree, to: int) -> int | None:
    """Return the verb behind "to" that the parser has taken for a noun: "is due to dock in New York"."""
    verb = tree.kid(to, "pobj")
    bare = verb == to + 1 and tree.tags[verb] == "NN" and not tree.kids_by(verb, "det", "amod", "compound", "poss")
    if verb is None or not bare or tree.low[verb] not in _ALSO_VERBS:
        return None
    if tree.low[to - 1] != "due":
        return verb
    # "The delay is due to rain" gives a cause; "she is due to dock on the 16th" tells of an arrangement.
    head = tree.heads[to - 1]
    dated = STRICT.search(" ".join(tree.low[verb + 1 : verb + 13])) is not None
    return verb if dated and tree.low[verb] not in _CAUSES and tree.lemma(head) in COPULAS else None


_ALSO_VERBS = words(
    """dock land debut ship tour air launch premiere visit race host anchor berth sail surface peak bottom rebound vote
    return exit split merge default crash drop rise fall slump surge soar dip jump climb plunge sink slide drift double
    triple halve cool warm thaw freeze melt flood dry flower bloom spawn nest fly ride drive walk march rally protest
    strike rest work play coach captain manage star feature address brief report rule sign swear star switch test trial
    pilot audit review vet ban cut hike ease pause halt stop start open close end finish face fight battle clash duel
    contest bid tender auction list float trade yield price sell part quit step stand retire resign transfer move march
    film shoot record release preview screen stream broadcast publish print tweet post talk speak answer lecture"""
)
"""Words that the parser may take for nouns behind "to"."""
_CAUSES = words(
    """crash drop rise fall slump surge dip jump plunge slide flood work strike protest heat cool warm thaw freeze ban
    cut hike demand trade bid fight clash battle test audit review fear doubt loss change talk rest price move end"""
)
"""What a thing may be "due to", in the sense of caused by."""


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
