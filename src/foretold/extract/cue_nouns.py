"""Nouns that carry a chance or a value: "a chance that", "cut its forecast to 1.8 percent", and hedged fragments."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911

from __future__ import annotations

from foretold.extract.cue import Cue, has_modal, match
from foretold.extract.lexicon import Entry, by_kind
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.records import Band

VALUE = Entry("value", (), "expected", Band.LIKELY, ())


_HOLDS_CHANCE = words(
    """be have run face see carry put give raise increase reduce stand pose remain exist boost lower
    estimate assign attach ascribe assess rate price"""
)


def find_noun(tree: Tree, index: int) -> Cue | None:
    """Return the cue of a noun such as "chance" when somebody puts it forward."""
    entry = by_kind("noun").get((tree.low[index],))
    if entry is None or not tree.tags[index].startswith("NN") or tree.deps[index] in {"compound", "nmod"}:
        return None
    if tree.low[index] == "way" and tree.kid(index, "amod") is not None:
        return None  # "there is no legal way to leave"
    none = any(tree.low[kid] in {"no", "little", "scant", "slim"} for kid in tree.kids[index])
    if tree.low[index] in {"way", "hope", "hopes"} and not none:
        return None
    if (
        tree.deps[index] == "attr"
        and has_modal(tree, tree.heads[index])
        and tree.kid(tree.heads[index], "expl") is None
    ):
        return None
    if tree.low[index] == "shot" and (tree.lemma(tree.heads[index]) != "have" or tree.tags[tree.heads[index]] == "VBD"):
        return None
    if any(tree.low[kid] == "such" for kid in tree.kids[index]):
        return None
    event, nominal = _noun_event(tree, index)
    if event is None:
        return _without_event(tree, index, entry)
    if _is_opportunity(tree, index, event):
        return None
    if not nominal and has_modal(tree, event) and not _asserts_noun(tree, index):
        return None
    if not _asserts_noun(tree, index):
        return None
    clause = next((node for node in tree.up(index) if tree.tags[node].startswith(("VB", "MD"))), index)
    subject = None if nominal else tree.own_subject(event)
    if subject is None and tree.lemma(clause) in {"have", "run", "face", "stand"}:
        subject = tree.own_subject(clause)
    elif subject is None and not nominal and tree.lemma(clause) in {"give", "hand", "allow", "offer"}:
        # "I give the liberals one chance in four of returning": of those who are given it
        subject = next((k for k in tree.kids_by(clause, "dative", "dobj") if clause < k < index), None)
    negated = not nominal and tree.is_negated(event)
    return Cue(entry, index, index, clause, event, subject, is_nominal=nominal, is_event_negated=negated)


def _without_event(tree: Tree, index: int, entry: Entry) -> Cue | None:
    """ "He doesn't have a chance", "they stand no chance": the whole clause is the event."""
    head = tree.heads[index]
    graded = any(tree.low[kid] in _GRADES for kid in tree.kids_by(head, "acomp"))
    owned = tree.kid(index, "poss") is not None and tree.low[index] in {"chances", "prospects", "odds"}
    if owned and graded and tree.lemma(head) in {"be", "look", "seem", "remain"} and tree.deps[index] == "nsubj":
        return Cue(entry, index, index, head, index, None, is_nominal=True)
    denied = tree.is_negated(head) or any(tree.low[kid] in {"no", "little"} for kid in tree.kids[index])
    if tree.low[index] != "chance" or tree.lemma(head) not in {"have", "stand"} or not denied:
        return None
    return Cue(entry, index, index, head, head, tree.subject(head))


def _is_opportunity(tree: Tree, index: int, event: int) -> bool:
    """Say whether a chance is one to act: "this is their chance to advance a principle"."""
    infinitive = any(tree.low[aux] == "to" for aux in tree.auxiliaries(event))
    if tree.low[index] == "chance" and any(
        tree.low[kid] in {"best", "only", "last"} for kid in tree.kids_by(index, "amod")
    ):
        return True
    return tree.low[index] == "chance" and infinitive and tree.kid(index, "poss") is not None


def _noun_event(tree: Tree, index: int) -> tuple[int | None, bool]:
    if tree.low[index] == "way" and tree.deps[index] == "npadvmod" and tree.heads[index] > index:
        return tree.heads[index], False
    clause = tree.kid(index, "acl", "ccomp", "relcl")
    if clause is None and tree.lemma(tree.heads[index]) == "be":
        clause = next(
            (kid for kid in tree.kids_by(tree.heads[index], "ccomp") if kid > index and tree.is_finite(kid)), None
        )
    if (
        clause is not None
        and tree.deps[clause] == "acl"
        and tree.tags[clause] in {"VBN", "VBG"}
        and not tree.is_finite(clause)
    ):
        clause = None  # "a risk not savoured by anybody" only describes it
    if clause is not None and clause > index and not tree.is_past(clause):
        mark = tree.kid(clause, "mark")
        asks = any(tree.tags[kid] in {"WDT", "WP", "WRB"} for kid in tree.kids[clause])
        if tree.deps[clause] != "relcl" or mark is not None or (not asks and tree.own_subject(clause) is not None):
            return clause, False
    for prep in tree.kids_by(index, "prep"):
        if tree.low[index] == "way":
            return None, True
        if tree.low[prep] in {"of", "for"} or (tree.low[prep] == "at" and tree.low[index] == "shot"):
            verb = tree.kid(prep, "pcomp")
            if verb is not None:
                return verb, False
            noun = tree.kid(prep, "pobj")
            if noun is not None:
                gerund = tree.low[noun].endswith("ing") and tree.kid(noun, "det", "amod", "poss", "compound") is None
                return noun, not (gerund and tree.lemma(tree.heads[index]) in {"have", "give", "stand"})
    if tree.lemma(tree.heads[index]) in {"assign", "attach", "ascribe"}:
        given = [p for node in (index, tree.heads[index]) for p in tree.kids_by(node, "prep", "dative")]
        to = next((prep for prep in given if tree.low[prep] == "to" and prep > index), None)
        return (tree.kid(to, "pobj") if to is not None else None), True
    return None, True


_SMALL = words("little no slim every slight scant good zero better poor excellent strong fair decent outside")
_GRADES = words(
    """high low good slim small growing rising real remote better even long excellent strong poor slight dim bleak
    bright distant slender minimal nil"""
)


def _asserts_noun(tree: Tree, index: int) -> bool:
    """Say whether somebody puts the chance forward, rather than naming it in passing."""
    head = tree.heads[index]
    dep = tree.deps[index]
    if tree.low[index] == "way":
        return True
    if any(tree.starts[index] <= one.anchor < tree.ends[index] for one in tree.odds):
        return True
    if dep == "conj":
        head, dep = tree.heads[head], tree.deps[head]
    if dep == "pobj" and tree.low[index - 3 : index] == ["next", "to", "no"]:
        return True
    graded = {tree.low[kid] for kid in tree.kids_by(index, "det", "amod", "neg")} & _SMALL
    if tree.lemma(head) in {"seem", "appear", "remain"} and tree.kid(head, "expl") is not None:
        return True
    if dep == "dobj" and tree.lemma(head) in {"give", "offer", "hold", "see", "stand"} and graded:
        return True
    if dep == "pobj" and tree.low[head] == "than" and tree.low[index - 1] == "even":
        return True
    if dep in {"nsubj", "ROOT"} and tree.lemma(head) in {"look", "seem", "appear", "remain"}:
        return any(tree.low[k] in _GRADES for k in tree.kids_by(head, "acomp", "oprd", "attr", "xcomp"))
    if dep in {"attr", "dobj", "nsubj", "nsubjpass", "ROOT", "ccomp"} and (
        head == index or tree.lemma(head) in _HOLDS_CHANCE
    ):
        has_number = any(tree.tags[node] == "CD" for node in tree.subtree(head))
        if dep in {"nsubj", "nsubjpass"}:
            return has_number or any(tree.low[k] in _GRADES for k in tree.kids_by(head, "acomp", "attr"))
        if tree.lemma(head) in {"have", "be", "exist", "remain", "stand", "run", "face", "see", "carry", "pose"}:
            return dep != "dobj" or has_number or tree.lemma(head) != "see"
        return has_number or (tree.lemma(head) in {"increase", "raise", "boost"} and tree.tags[head] == "VBG")
    if dep == "pobj" and tree.low[head] in {"at", "with", "in"}:
        return tree.low[head] == "at" and tree.low[index] == "risk" and index == head + 1
    return any(tree.low[node] in {"%", "percent"} for node in tree.subtree(index) if node < index)


VALUE_NOUNS = frozenset(
    {
        "forecast",
        "projection",
        "estimate",
        "outlook",
        "prediction",
        "forecasts",
        "projections",
        "estimates",
        "guidance",
        "expectations",
    }
)


def find_value(tree: Tree, index: int) -> Cue | None:
    """ "Cut its growth forecast to 1.8 percent": a noun that forecasts, with the value."""
    if tree.low[index] not in VALUE_NOUNS or not (
        tree.tags[index].startswith("NN") or tree.deps[index] in {"dobj", "pobj", "nsubj"}
    ):
        return None
    verb = next((node for node in tree.up(index) if tree.tags[node].startswith("VB")), None)
    if verb is None:
        return None
    number = next((n for n in range(index + 1, min(len(tree), index + 22)) if _is_value(tree, n)), None)
    if (
        number is None
        or number not in tree.subtree(verb)
        or tree.lemma(verb) in {"reflect", "miss", "beat", "compare", "base", "based"}
    ):
        return None
    return Cue(VALUE, index, index, verb, index, None, is_nominal=True)


_UNITS = words("% percent pct trillion billion million points tonnes barrels dollars euros degrees cents seats")


def _is_value(tree: Tree, n: int) -> bool:
    """Say whether a word ends a value that "to", "of" or "at" leads to: "to 0.9 per cent", "at $85"."""
    per_cent = tree.low[n] == "cent" and tree.low[n - 1] == "per" and tree.tags[n - 2] == "CD"
    money = tree.tags[n] == "CD" and tree.low[n - 1] in {"$", "£", "€"}
    unit = tree.low[n] in _UNITS and tree.tags[n - 1] == "CD"
    return (per_cent or money or unit) and _leads_to_value(tree, n)


def _leads_to_value(tree: Tree, number: int) -> bool:
    node = number
    for head in [node, *tree.up(node)][:4]:
        if tree.low[head] in {"to", "of", "at"}:
            return True
    return tree.low[number - 2] in {"to", "of", "at"}


def find_projected(tree: Tree, index: int) -> Cue | None:
    """ "Projected changes include less ice": a participle before the noun foretells what the verb tells of it."""
    noun, word = tree.heads[index], tree.low[index]
    if tree.deps[index] != "amod" or noun <= index or tree.deps[noun] != "nsubj":
        return None
    verb = tree.heads[noun]
    if tree.lemma(verb) not in {"include", "range", "be"} or tree.tags[verb] not in {"VBZ", "VBP"}:
        return None
    entry = by_kind("infinitive")[(word,)]
    return Cue(Entry("noun", entry.words, entry.term, entry.band, ()), index, index, verb, verb, noun)


def find_fragment(tree: Tree, index: int) -> Cue | None:
    """ "… and possibly a split in the party": an adverb that hedges a noun."""
    matched = match(tree, index, "adverb")
    if matched is None or matched[0].band not in {Band.POSSIBLE, Band.LIKELY}:
        return None
    noun = tree.heads[index]
    if tree.deps[index] != "advmod" or not tree.tags[noun].startswith("NN") or tree.deps[noun] not in {"conj", "ROOT"}:
        return None
    if noun < index or tree.low[index - 1] not in {"and", "or", ",", "but", "-"}:
        return None
    verb = next((node for node in tree.up(noun) if tree.tags[node].startswith("VB")), None)
    if verb is None or (not has_modal(tree, verb) and tree.deps[noun] == "conj"):
        return None
    return Cue(matched[0], index, matched[1], verb, noun, None, is_nominal=True)
