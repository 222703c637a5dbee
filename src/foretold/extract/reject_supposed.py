"""Refuse options and examples: what somebody could choose to do, what anybody would do, what is said of "you"."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from foretold.extract.condition_named import is_action, is_person
from foretold.extract.context import Context, Verdict
from foretold.extract.cue import Cue
from foretold.extract.governing_words import Embedding
from foretold.extract.text import words
from foretold.extract.timewords import has_future_time
from foretold.extract.tree import Tree
from foretold.extract.verbs import MENTAL

_CHOICES = words(
    """threaten promise aim propose consider learn opt adopt choose explore encourage urge distribute introduce
    establish appoint invite start ask install allocate designate hire"""
)
"""What is up to somebody: "could" with these names an option."""
_EACH_TIME = re.compile(r"\b(?:each|every) time\b|\bwhenever\b")
_BEINGS = words("person society enemy child parent soul mind family system country nation government state company")
_INSPECTION = words("look glance search perusal reading inspection comparison check examination analysis")
_SHOWING = words("reveal show justify demonstrate confirm tell suggest prove find disclose")


def judge_supposed(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Refuse what is only an option, an example or a preference."""
    ahead = has_future_time(tree, cue.event)
    quoted = context.quote_of[cue.first] is not None
    term = cue.entry.term
    if cue.kind == "modal" and term == "would" and {"rather", "sooner"} & set(tree.low[cue.first : cue.event]):
        return "wish or fear", "what somebody would rather do"
    if cue.kind in {"modal", "verb"} and not ahead and _is_each_time(tree, cue.event):
        return "timeless", "a habit, not an event"
    if cue.kind == "modal" and tree.lemma(cue.event) in {"seem", "appear", "sound"} and term != "will":
        return "epistemic", "how things look"
    option = term == "could" and tree.low[cue.first] == "could" and not cue.is_event_negated
    if option and tree.lemma(cue.event) in _CHOICES and not (ahead or has_condition or embedding.sources):
        return "advice", "an option that is named"
    subject = tree.low[cue.subject] if cue.subject is not None else ""
    if term in {"will", "would"} and subject in _INSPECTION and tree.lemma(cue.event) in _SHOWING and not ahead:
        return "timeless", "what anybody can see who looks"
    if cue.kind == "verb" and subject == "you" and term == "risk" and not quoted:
        return "timeless", "it speaks to the reader or of anybody"
    if term == "would" and subject == "people" and tree.lemma(cue.event) in MENTAL:
        return "hypothetical", "what people may think"
    if term == "would" and cue.kind == "modal" and not ahead and _is_any(tree, cue.subject):
        return "timeless", "what anybody of that kind would do"
    if not (quoted or ahead) and cue.kind == "infinitive" and subject == "you" and term == "will":
        return "timeless", "it speaks to the reader or of anybody"
    return None


def _is_each_time(tree: Tree, verb: int) -> bool:
    """Say whether what stands under a verb happens again and again: "each time", "whenever"."""
    return _EACH_TIME.search(" ".join(tree.low[n] for n in tree.subtree(verb))) is not None


def _is_any(tree: Tree, subject: int | None) -> bool:
    """Say whether a subject is anybody of a kind: "any reasonable person", "only a fool", "even a sleeping enemy"."""
    if subject is None or is_action(tree.low[subject]) or tree.tags[subject] not in {"NN", "NNS"}:
        return False
    first = tree.subtree(subject)[0]
    opening = tree.low[max(0, first - 1) : first + 2]
    any_one = bool({"any", "no", "every"} & {tree.low[kid] for kid in tree.kids_by(subject, "det")})
    example = {"a", "an"} & set(opening) and {"only", "even"} & set(opening)
    return (any_one or bool(example)) and (is_person(tree.low[subject]) or tree.low[subject] in _BEINGS)
