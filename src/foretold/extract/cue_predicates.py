"""Predicates whose subject is the event: "is inevitable", "cannot be ruled out", "is headed for"."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911

from __future__ import annotations

from foretold.extract.cue import COPULAS, Cue, carrier, match
from foretold.extract.lexicon import by_kind
from foretold.extract.tree import Tree


def find_matter_of_time(tree: Tree, index: int) -> Cue | None:
    """ "It is only a matter of time before another bank fails"."""
    if tree.low[index : index + 3] != ["matter", "of", "time"] or tree.low[index + 3 : index + 4] not in (
        ["before"],
        ["until"],
    ):
        return None
    event = next(
        (
            n
            for n in range(index + 4, len(tree))
            if tree.tags[n].startswith("VB") and tree.is_finite(n) and tree.own_subject(n)
        ),
        None,
    )
    clause = carrier(tree, index, index + 2)
    if event is None:
        return None
    return Cue(by_kind("predicate")[("inevitable",)], index, index + 2, clause, event, tree.own_subject(event))


def find_ruled_out(tree: Tree, index: int) -> Cue | None:
    """ "A default cannot be ruled out": possible."""
    if tree.low[index] not in {"ruled", "excluded", "discounted", "dismissed"} or tree.kid(index, "auxpass") is None:
        return None
    modal = next((aux for aux in tree.auxiliaries(index) if tree.low[aux] in {"can", "could", "ca"}), None)
    subject = tree.own_subject(index)
    if modal is None or subject is None or not tree.is_negated(index) or tree.tags[subject] in {"PRP", "DT"}:
        return None
    return Cue(by_kind("predicate")[("possible",)], modal, index, index, subject, None, is_nominal=True)


def find_predicate(tree: Tree, index: int) -> Cue | None:
    """Return the cue of a predicate whose subject is the event: "A default is inevitable"."""
    matched = match(tree, index, "predicate")
    if matched is None:
        return None
    entry, last = matched
    clause = carrier(tree, index, last)
    if clause == index and (tree.deps[index] not in {"ROOT", "conj"} or not _has_be(tree, index)):
        judged = tree.lemma(tree.heads[index]) in {"consider", "think", "deem", "judge", "rate", "believe"}
        has_be = any(tree.lemma(aux) == "be" for aux in tree.auxiliaries(index))
        if tree.deps[index] != "ccomp" or not (judged or has_be):
            return None  # "to make peace possible" claims nothing
    if clause != index and tree.lemma(clause) not in COPULAS:
        return None
    if tree.deps[index] in {"advmod", "amod", "compound"} and last == index:
        return None
    if tree.low[last + 1 : last + 3] == ["as", "not"]:
        return None  # "will as likely as not fall" grades another cue
    if any(
        kid > index and tree.deps[kid] in {"xcomp", "ccomp", "csubj"}
        for node in (index, clause)
        for kid in tree.kids[node]
    ):
        return None
    subject = tree.subject(clause)
    named = tree.kid(clause, "attr")
    if (named is not None and named > last and clause != index) or tree.low[last + 1 : last + 2] in (["the"], ["a"]):
        return None  # "was likely the first time" grades a statement
    if (
        subject is None
        or tree.deps[subject] == "expl"
        or tree.low[subject] in {"it", "what", "which", "anything", "everything"}
    ):
        return None
    to_end = tree.low[index + 1 : index + 3] == ["to", "an"] or tree.low[index + 1 : index + 3] == ["to", "a"]
    if tree.low[index] == "coming" and (
        (tree.kid(index, "prep", "dobj") is not None and not to_end) or tree.low[subject] in {"i", "we", "you"}
    ):
        return None  # "many are coming to the race" is on its way, not foretold
    if entry.term == "possible" and tree.tags[subject] in {"PRP", "DT", "NNP", "CD"}:
        return None
    return Cue(entry, index, last, clause, subject, None, is_nominal=True, is_negated=tree.is_negated(clause))


def _has_be(tree: Tree, word: int) -> bool:
    """Say whether a participle stands with "be"; other words need no auxiliary to be a predicate."""
    return tree.tags[word] not in {"VBN", "VBG"} or any(tree.lemma(aux) == "be" for aux in tree.auxiliaries(word))


def find_toward(tree: Tree, index: int) -> Cue | None:
    """Return the cue of a phrase whose object is the event: "is headed for a recession"."""
    matched = match(tree, index, "toward")
    if matched is None:
        return None
    entry, last = matched
    event = tree.kid(last, "pobj", "pcomp")
    if event is None or (tree.low[index] == "in" and tree.tags[index - 1] == "VBG"):
        return None
    clause = carrier(tree, index, last)
    if not (tree.lemma(clause) in COPULAS or any(tree.lemma(aux) in COPULAS for aux in tree.auxiliaries(clause))):
        return None
    return Cue(
        entry, index, last, clause, event, tree.subject(clause), is_nominal=True, is_negated=tree.is_negated(clause)
    )
