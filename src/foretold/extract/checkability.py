"""What a forecast lacks for a check, so that vagueness can be counted."""

from __future__ import annotations

import re

from foretold.extract.cue import Cue
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.extract.verbs import MENTAL

_MINDS = words(
    """emboldened satisfied happy tempted inclined angry confident keen disappointed willing reluctant
    frustrated aware convinced determined pleased worried eager"""
)
_DEGREES = re.compile(
    r"\b(?:more|less|far|much|significant\w*|substantial\w*|considerabl\w*|crucial|important|difficult\w*|"
    r"challenging|great(?:er|ly)?|"
    r"better|worse|strong(?:er)?|weak(?:er)?|serious\w*|dramatic\w*|major|hard(?:er)?|volatile|unstable|"
    r"turbulent|tough(?:er)?|"
    r"somewhat|increasing\w*|fundamental\w*|deep(?:er|ly)?|long way|interesting)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d|\b(?:double|triple|half|twice|majority|record)\b", re.IGNORECASE)
_INNER = re.compile(
    r"\b(?:wants?|feels?|senses?|believes?|thinks?|realises?|realizes?|hopes?|likes?|prefers?|willing|serious about)\b"
)


def vagueness(
    tree: Tree, cue: Cue, claim: str, condition: str | None, *, has_deadline: bool, is_unresolved: bool
) -> tuple[str, ...]:
    """Return what is missing for a check, each a phrase: "no deadline", "state of mind", "vague degree" and so on."""
    found = []
    if not has_deadline:
        found.append("no deadline")
    complement = tree.kid(cue.event, "acomp", "attr")
    minds = tree.low[cue.event] in _MINDS or (complement is not None and tree.low[complement] in _MINDS)
    if (
        tree.lemma(cue.event) in MENTAL | {"consider", "view", "remember", "tempt", "embolden"} and not cue.is_nominal
    ) or minds:
        found.append("state of mind")
    if is_vague(claim):
        found.append("vague degree")
    if condition and _INNER.search(condition.lower()):
        found.append("unobservable condition")
    if is_unresolved:
        found.append("unresolved reference")
    return tuple(found)


def is_vague(claim: str) -> bool:
    """Say whether a claim names a degree without a measure: "growth will be much weaker"."""
    return _DEGREES.search(claim) is not None and not _NUMBER.search(claim)


def is_checkable(found: tuple[str, ...]) -> bool:
    """Say whether an observable event is named: a missing deadline does not take that away."""
    return not set(found) & {"state of mind", "vague degree", "unresolved reference"}
