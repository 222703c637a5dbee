"""Cues that are auxiliaries: will, would, may, might, could, can, and the should that expects."""

from __future__ import annotations

from foretold.extract.cue import Cue, match
from foretold.extract.timewords import has_future_time
from foretold.extract.tree import Tree
from foretold.extract.verbs import DRIFT


def find_modal(tree: Tree, index: int) -> Cue | None:
    """Return the cue that an auxiliary carries, with the verb that it governs."""
    matched = match(tree, index, "modal")
    if matched is None or tree.tags[index] != "MD":
        return None
    if tree.low[index] == "should" and not _foretells(tree, index):
        return None
    if _opens_condition(tree, index):
        return None
    if tree.low[index] == "'d" and index + 1 < len(tree) and tree.low[index + 1] in {"better", "been", "like"}:
        return None
    if tree.low[index] in {"wo", "ca"} and not (index + 1 < len(tree) and tree.low[index + 1] in {"n't", "not"}):
        return None
    head = tree.heads[index]
    verb = head if tree.deps[index] in {"aux", "auxpass", "conj", "cc", "dep"} and head != index else index
    # "will be going": the parser may hang the modal on an auxiliary.
    if tree.deps[verb] in {"aux", "auxpass"} and tree.heads[verb] != verb:
        verb = tree.heads[verb]
    negated = tree.is_negated(verb) or _fronted_negation(tree, verb)
    return Cue(matched[0], index, index, verb, verb, tree.subject(verb), is_event_negated=negated)


def _opens_condition(tree: Tree, index: int) -> bool:
    """ "Would a second round be needed, it would take place …": an inverted modal that sets a condition."""
    if index > 1 or tree.low[index] not in {"would", "should", "could"} or tree.low[-1] == "?":
        return False
    subject = tree.own_subject(tree.heads[index])
    return subject is not None and subject > index and any(tree.tags[n] == "MD" for n in range(index + 2, len(tree)))


def _foretells(tree: Tree, index: int) -> bool:
    """Say whether "should" expects rather than advises: things that drift, not people who act."""
    verb = tree.heads[index]
    subject = tree.subject(verb)
    if tree.deps[index] != "aux" or subject is None or tree.kid(verb, "neg") is not None:
        return False
    if not (tree.tags[subject] in {"NN", "NNS"} or tree.low[subject] == "it") or subject > verb:
        return False
    if tree.lemma(verb) == "be":
        place = tree.kid(verb, "advmod", "acomp", "prep")
        return (
            place is not None
            and tree.low[place] in {"back", "over", "ready", "available", "complete", "under"}
            and has_future_time(tree, verb)
        )
    if tree.kid(verb, "auxpass") is not None:
        return tree.lemma(verb) in {"finish", "complete", "finished", "completed"} and has_future_time(tree, verb)
    if tree.lemma(verb) == "take":
        thing = tree.kid(verb, "dobj")
        return thing is not None and tree.low[thing] in {"hold", "shape", "effect", "place"}
    return tree.lemma(verb) in DRIFT and (
        tree.kid(verb, "dobj") is None
        or tree.low[verb] in {"take", "help", "support", "boost", "lift", "offset", "reach", "exceed", "hit"}
    )


def _fronted_negation(tree: Tree, verb: int) -> bool:
    subject = tree.own_subject(verb)
    if subject is not None:
        det = tree.kid(subject, "det", "neg")
        if tree.low[subject] in {"nobody", "none", "nothing", "neither"} or (
            det is not None and tree.low[det] in {"no", "neither"}
        ):
            return True
    return any(
        tree.low[kid] in {"nor", "neither", "never", "hardly", "scarcely"} and kid < verb for kid in tree.kids[verb]
    )
