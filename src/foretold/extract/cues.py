"""Find the words that may carry a forecast, and what they say it of: one cue per claimed event, not yet judged."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from foretold.extract.cue import Cue
from foretold.extract.cue_auxiliaries import find_modal
from foretold.extract.cue_framed import find_framed
from foretold.extract.cue_infinitives import find_be_to, find_dated_adjective, find_infinitive
from foretold.extract.cue_nouns import VALUE_NOUNS, find_fragment, find_noun, find_projected, find_value
from foretold.extract.cue_phrasal import (
    BETTING,
    PRICING,
    RULING,
    find_betting,
    find_looming,
    find_pricing_in,
    find_ruling_out,
    find_warning,
)
from foretold.extract.cue_predicates import find_matter_of_time, find_predicate, find_ruled_out, find_toward
from foretold.extract.cue_presents import find_futurate, find_probable, find_scheduled_presents
from foretold.extract.cue_verbs import (
    SURPRISES,
    find_as_expected,
    find_look_for,
    find_money_on,
    find_pointing,
    find_risks,
    find_surprise,
    find_that,
    find_verb,
)
from foretold.extract.lexicon import by_first_word, by_kind
from foretold.extract.text import words
from foretold.extract.tree import Tree

_MOST = 24
"""Cues read in one sentence: no prose has more, and odd text stays cheap."""


def find(tree: Tree) -> list[Cue]:
    """Return the cues of a sentence in text order, at most one for each claimed event."""
    found: list[Cue] = []
    for index, (word, lemma) in enumerate(zip(tree.low, tree.lemmas, strict=True)):
        if len(found) > _MOST:
            break
        for search in _searches(word, lemma):
            cue = search(tree, index)
            if cue is not None:
                found.append(cue)
    found.extend(find_scheduled_presents(tree, {cue.clause for cue in found} | {cue.event for cue in found}))
    found.extend(find_framed(tree, {cue.clause for cue in found} | {cue.event for cue in found}))
    return sorted(_merged(tree, found), key=lambda cue: (cue.first, cue.last))


@lru_cache(maxsize=20_000)
def _searches(word: str, lemma: str) -> tuple[Callable[[Tree, int], Cue | None], ...]:
    """Return the searches that a word can begin: most words begin none."""
    found: list[Callable[[Tree, int], Cue | None]] = [
        search for kind, search in _BY_KIND.items() if word in by_first_word(kind) or (lemma,) in by_kind(kind)
    ]
    found += [search for triggers, search in _BY_WORD if word in triggers]
    if word.endswith("ing"):
        found.append(find_futurate)
    if (lemma,) in by_kind("verb"):
        found += [find_as_expected, find_verb]
    return tuple(found)


_RANK = {
    "infinitive": 0,
    "that": 1,
    "noun": 1,
    "predicate": 2,
    "toward": 6,
    "verb": 3,
    "phrasal": 3,
    "value": 4,
    "modal": 5,
    "fragment": 6,
    "present": 9,
    "framed": 8,
}


_BY_KIND = {
    "modal": find_modal,
    "dated": find_dated_adjective,
    "infinitive": find_infinitive,
    "that": find_that,
    "noun": find_noun,
    "predicate": find_predicate,
    "toward": find_toward,
    "adverb": find_fragment,
}


_BY_WORD = (
    (words("ruled excluded discounted dismissed"), find_ruled_out),
    (words("look"), find_look_for),
    (words("point points imply implies signal signals"), find_pointing),
    (words("money 's"), find_money_on),
    (SURPRISES, find_surprise),
    (words("matter"), find_matter_of_time),
    (words("is are 's 're"), find_be_to),
    (words("risk risks"), find_risks),
    (RULING, find_ruling_out),
    (PRICING, find_pricing_in),
    (BETTING, find_betting),
    (words("warn warns warned warning"), find_warning),
    (words("spell spells lie lies await awaits"), find_looming),
    (words("probably likely certainly inevitably"), find_probable),
    (VALUE_NOUNS, find_value),
    (words("projected predicted forecast anticipated expected"), find_projected),
)


def _merged(tree: Tree, found: list[Cue]) -> list[Cue]:
    """Keep one cue for each event: "will be likely to", "is expected to be set to" are one claim each."""
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda cue: (_RANK.get(cue.kind, 6), cue.first)):
        if not any(_same_claim(tree, cue, other) for other in kept):
            kept.append(cue)
    return kept


def _same_claim(tree: Tree, cue: Cue, other: Cue) -> bool:
    if cue.entry.kind == "adverb" or other.entry.kind == "adverb":
        return False
    if cue.kind == other.kind == "modal":
        return cue.clause == other.clause
    if "modal" in (cue.kind, other.kind) and cue.entry.kind == "verb" and cue.event == cue.clause:
        return False
    if cue.event == other.event or cue.clause == other.clause:
        return cue.event == other.event or "modal" in (cue.kind, other.kind) or cue.kind == "verb"
    # One is built on the other: "will risk losing", "is set to be doomed".
    return cue.event == other.clause or other.event == cue.clause
