"""Cues that are verbs with a particle: "rule out a coup", "price in two cuts", "don't bet on a truce"."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.

from __future__ import annotations

from foretold.extract.cue import Cue
from foretold.extract.lexicon import Entry, by_kind
from foretold.extract.text import words
from foretold.extract.timewords import has_future_time
from foretold.extract.tree import Tree

PRICING = words("price prices priced pricing pencil pencils pencilled penciled")
BETTING = words("bet bets betting count counting bank banking")
RULING = words("rule rules ruled ruling")
PHRASES = (
    r"(?:rule|rules|ruled|ruling) (?:\w+ ){0,4}out|out of the question|(?:price|prices|priced|pencil|pencils|"
    r"pencilled|penciled) in|"
    r"(?:bet|bets|betting|count|counting|bank|banking) (?:on|against)|"
    r"betting that|warn(?:s|ed|ing)? of"
)
"""The pattern of these cues, for the fast scan."""


_ANYTHING = words("anything nothing everything something anybody anyone nobody everybody everyone")


def _entry(kind: str, word: str) -> Entry:
    return by_kind(kind)[(word,)]


def find_ruling_out(tree: Tree, index: int) -> Cue | None:
    """ "We cannot rule out a coup": possible; "he ruled out a merger": unlikely."""
    if not tree.tags[index].startswith("VB") or not any(
        tree.low[kid] == "out" for kid in tree.kids_by(index, "prt", "advmod", "prep")
    ):
        return None
    event = tree.kid(index, "dobj", "pcomp", "xcomp", "ccomp")
    subject = tree.subject(index)
    if (
        event is None
        or event < index
        or tree.tags[event] in {"PRP", "DT", "WDT"}
        or subject is None
        or tree.low[event] in _ANYTHING
    ):
        return None
    if tree.kid(index, "auxpass") is not None or tree.low[subject] in {"this", "that", "which", "it"}:
        return None
    nominal = tree.tags[event].startswith("NN")
    entry = _entry("that", "possible" if tree.is_negated(index) else "unlikely")
    return Cue(_as_verb(entry), index, index, index, event, None, is_nominal=nominal)


def _as_verb(entry: Entry) -> Entry:
    """Return an entry under the kind that is judged by the tense of its verb."""
    return Entry("phrasal", entry.words, entry.term, entry.band, ())


def find_pricing_in(tree: Tree, index: int) -> Cue | None:
    """ "Markets price in a cut in June", "analysts pencil in two"."""
    if tree.kid(index, "aux", "auxpass") is not None and tree.tags[index] == "VBG":
        return None  # "are pricing in" is a cue of its own
    if tree.tags[index] not in {"VBP", "VBZ", "VBN", "VB"} or tree.low[index + 1 : index + 2] != ["in"]:
        return None
    event = tree.kid(index, "dobj") or tree.kid(index + 1, "pobj")
    if event is None or event < index or index == 0:
        return None
    counted = any(tree.tags[n] == "CD" for n in tree.subtree(event))
    if not (counted or has_future_time(tree, index)):
        return None
    return Cue(_as_verb(_entry("verb", "expect")), index, index, index, event, None, is_nominal=True)


def find_betting(tree: Tree, index: int) -> Cue | None:
    """ "Traders are betting on a rise in March", "don't count on a truce"."""
    on = next((kid for kid in tree.kids_by(index, "prep") if tree.low[kid] in {"on", "against"}), None)
    event = tree.kid(on, "pobj", "pcomp") if on is not None else None
    if on is None or event is None or not tree.tags[index].startswith("VB") or tree.is_past(index):
        return None
    subject, negated = tree.own_subject(index), tree.is_negated(index)
    first = subject is not None and tree.low[subject] in {"i", "we"}
    imperative = subject is None and tree.deps[index] == "ROOT" and negated
    dated = subject is not None and has_future_time(tree, index)
    if not (imperative or first or (dated and tree.low[on] == "on")):
        return None
    if tree.tags[event].startswith("PRP") or (first and not (negated or dated or tree.low[index] == "betting")):
        return None
    against = (tree.low[on] == "against") != negated
    entry = _entry("that", "possible") if tree.low[on] == "against" and negated else _entry("verb", "bet")
    entry = _entry("that", "unlikely") if against and not (tree.low[on] == "against" and negated) else entry
    nominal = tree.tags[event].startswith("NN")
    return Cue(_as_verb(entry), index, index, index, event, None, is_nominal=nominal)


_RUIN = words("disaster doom end trouble ruin defeat chaos catastrophe misery collapse")


def find_looming(tree: Tree, index: int) -> Cue | None:
    """ "It spells disaster", "more pain lies ahead", "a reckoning awaits": what is in store."""
    subject, thing = tree.own_subject(index), tree.kid(index, "dobj")
    if subject is None or subject > index or tree.tags[index] not in {"VBZ", "VBP"}:
        return None
    if tree.lemma(index) == "spell" or tree.low[index].startswith("spell"):
        if thing is None or tree.low[thing] not in _RUIN:
            return None
        return Cue(_as_verb(_entry("predicate", "inevitable")), index, index, index, index, subject)
    ahead = any(tree.low[kid] == "ahead" for kid in tree.kids_by(index, "advmod", "prt"))
    if not (ahead if tree.low[index].startswith("li") else thing is None) or not tree.tags[subject].startswith("NN"):
        return None
    return Cue(_as_verb(_entry("predicate", "inevitable")), index, index, index, subject, None, is_nominal=True)


def find_warning(tree: Tree, index: int) -> Cue | None:
    """ "The ministry warned of power cuts this winter": possible, when it is dated."""
    of = next((kid for kid in tree.kids_by(index, "prep") if tree.low[kid] == "of"), None)
    event = tree.kid(of, "pobj") if of is not None else None
    if event is None or tree.own_subject(index) is None or not has_future_time(tree, index):
        return None
    return Cue(_as_verb(_entry("that", "possible")), index, index, index, event, None, is_nominal=True)
