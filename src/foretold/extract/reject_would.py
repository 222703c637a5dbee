"""Refuse "would" of the past, of wishes and judgements, and of conditions that cannot come about."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911, PLR0912

from __future__ import annotations

import re

from foretold.extract.condition_named import is_person
from foretold.extract.context import Context, Verdict, own_past, present_share
from foretold.extract.cue import Cue
from foretold.extract.governing_words import Embedding
from foretold.extract.reject_modals import present_elsewhere
from foretold.extract.text import words
from foretold.extract.timewords import PAST, has_future_time
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY, STATIVE

_AHEAD = re.compile(
    r"\b(?:20[2-9]\ds?|next|coming|this (?:year|month|week|autumn|fall|spring|summer|winter)|tomorrow|"
    r"decade|soon|eventually|20\d\d)\b",
    re.IGNORECASE,
)


def judge_would(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Refuse "would" of the past, of wishes and without a condition."""
    event = cue.event
    if event == cue.first and not (tree.deps[event] == "conj" and tree.own_subject(event) is not None):
        return "hypothetical", "it names no event"
    quality = tree.kid(event, "acomp", "attr")
    if tree.lemma(event) == "be" and quality is not None and tree.low[quality] in _EVALUATIONS:
        return "wish or fear", "a judgement or a wish"
    first = tree.lemma(event) == "be" and cue.subject is not None and tree.low[cue.subject] == "step"
    if first or (
        tree.lemma(event) == "be"
        and _is_way(tree, cue.subject)
        and any(tree.low[a] == "to" for k in tree.kids_by(event, "xcomp") for a in tree.auxiliaries(k))
    ):
        return "advice", "what would be the thing to do"
    if (
        has_condition
        and cue.subject is not None
        and tree.low[cue.subject] == "it"
        and tree.kid(event, "acomp") is not None
        and any(tree.low[tree.kid(kid, "mark") or 0] == "if" and kid > event for kid in tree.kids[event])
    ):
        return "wish or fear", "a judgement of what would be"  # "it would be hilarious if"
    if has_condition:
        opening = " ".join(tree.low)
        if re.search(r"\bif (?:i|you|we) (?:were|was|could|had)\b|\bwere i\b", opening):
            return "would have", "a condition that cannot come about"
        unreal = re.search(r"\bwere [\w' ]{0,30}to\b|\bever\b", opening)
        if (
            context.tells_of_past
            and unreal is None
            and re.search(r"\b(?:will|would)\b|'ll\b", context.before) is None
            and own_past(tree, cue.clause)
            and not present_elsewhere(tree, cue.clause)
            and not embedding.sources
        ):
            return "backshifted", "a condition of the past"
        if _unreal_now(tree, cue):
            return "would have", "a condition that does not hold"
        if tree.lemma(event) in {"amount", "constitute", "mean", "represent"} and _is_demonstrative(tree, cue):
            return "hypothetical", "a judgement of what something is"
        return None
    if embedding.source is not None and embedding.is_reported_past:
        return None
    graded = any(tree.low[kid] in _GRADING for kid in tree.kids_by(event, "advmod"))
    held = embedding.hedge is not None and not embedding.is_reported_past
    licensed = context.under_condition or context.supposes or graded or held
    story = context.tells_of_past and not licensed
    if context.is_minutes and PAST.search(" ".join(tree.words)) is None:
        return None  # "Members noted … Inflation would rise further": what the body foretold at its meeting
    past = (own_past(tree, cue.clause) and not graded) or (story and not present_elsewhere(tree, cue.clause))
    silent = cue.is_event_negated or "only" in tree.low[event - 1 : event + 2]
    speaks = tree.lemma(event) in SAY | {"disclose", "elaborate", "discuss"}
    if speaks and (silent or tree.kid(event, "ccomp") is not None):
        return "backshifted", "what somebody would say, and said"
    goes_on = any(tree.low[kid] == "also" for kid in tree.kids_by(event, "advmod"))
    if (licensed or goes_on) and not past:
        return None
    if (
        has_future_time(tree, cue.event)
        and (embedding.sources or _AHEAD.search(" ".join(tree.words)))
        and (_by_date(tree, cue) or (not past and PAST.search(" ".join(tree.words)) is None))
    ):
        return None
    if past:
        return "backshifted", "a future seen from the past"
    subject = cue.subject
    points = subject is not None and (tree.low[subject] in {"this", "that", "which"} or _demonstrative(tree, subject))
    if points and tree.lemma(cue.event) not in STATIVE | {"amount", "make"}:
        return None
    if _is_weighed(tree, cue) and _tells_of_now(context.before):
        return None
    return "hypothetical", '"would" without a condition'


_EVALUATIONS = words(
    """nice good great better best helpful wonderful wise unwise foolish interesting fun mistake wrong right fair unfair
    absurd folly disgrace unseemly beneficial welcome shame injustice insult appropriate inappropriate irresponsible
    preferable naive tempting madness goal aim hope preference wish laughable ridiculous"""
)
"""What is said of an act when it is weighed, not foretold."""
_GRADING = frozenset({"likely", "probably", "almost", "certainly", "surely", "undoubtedly", "inevitably"})
"""With these "would" is a judgement of what will come: "that would likely be enough"."""


def _is_weighed(tree: Tree, cue: Cue) -> bool:
    """ "Deficits would swell": under the plan or course that the text is about."""
    subject = cue.subject
    if subject is None or subject > cue.first or tree.deps[cue.clause] in {"relcl", "advcl"}:
        return False
    if tree.tags[subject] not in {"NN", "NNS", "NNP", "NNPS"}:
        return False
    if tree.tags[subject] in {"NN", "NNP"} and (is_person(tree.low[subject]) or tree.low[subject] in _NOBODY):
        return False
    turned = {"rather", "sooner"} & {tree.low[kid] for kid in tree.kids_by(cue.event, "advmod")}
    return not turned and PAST.search(" ".join(tree.words)) is None


_NOBODY = frozenset({"nobody", "none", "nothing"})


def _tells_of_now(before: str) -> bool:
    """Say whether what stands before is told in the present."""
    return bool(before) and present_share(before) >= 0.5


def _unreal_now(tree: Tree, cue: Cue) -> bool:
    """ "If the banks were healthy there would be no need", "without it there would be no town": what is not so now."""
    if tree.lemma(cue.event) not in {"be", "have"}:
        return False
    nothing = tree.kid(cue.event, "attr", "dobj")
    no_thing = nothing is not None and any(tree.low[kid] == "no" for kid in tree.kids[nothing])
    without = any(tree.low[kid] == "without" and kid < cue.first for kid in tree.kids_by(cue.event, "prep"))
    if tree.kid(cue.event, "expl") and no_thing and without:
        return True
    return any(
        tree.low[kid] in {"were", "was"}
        and tree.low[tree.kid(kid, "mark") or 0] == "if"
        and tree.kid(kid, "acomp", "attr") is not None
        for kid in tree.kids_by(cue.event, "advcl")
    )


def _is_way(tree: Tree, subject: int | None) -> bool:
    """Say whether a subject is a course of action that is being weighed: "the wiser course"."""
    if subject is None:
        return False
    graded = any(tree.tags[kid] in {"JJR", "JJS"} for kid in tree.kids_by(subject, "amod"))
    return graded or tree.low[subject] in {
        "approach",
        "option",
        "way",
        "thing",
        "step",
        "solution",
        "course",
        "alternative",
        "answer",
    }


def _by_date(tree: Tree, cue: Cue) -> bool:
    return any(
        tree.low[n] in {"by", "through", "over"}
        and (tree.tags[n + 1] == "CD" or tree.low[n + 1] in {"fiscal", "the"})
        and n < cue.first
        for n in range(len(tree) - 1)
    )


def past_perfect_condition(tree: Tree) -> bool:
    """Say whether the condition is "had she conceded" or "if he had stayed"."""
    opening = next((n for n in range(min(3, len(tree))) if tree.low[n] == "had"), None)
    if opening is not None:
        comma = next((n for n in range(opening, len(tree)) if tree.low[n] == ","), opening)
        if any(tree.tags[n] in {"VBN", "VBD"} for n in range(opening + 2, comma)):
            return True  # "Had the valve held, …": the parser may hang it anyhow
    for index in range(len(tree)):
        if (
            tree.low[index] in {"had", "'d"}
            and tree.deps[index] in {"aux", "auxpass"}
            and tree.tags[tree.heads[index]] in {"VBN", "VBD"}
        ):
            head = tree.heads[index]
            mark = tree.kid(head, "mark")
            inverted = index == 0 or (tree.own_subject(head) is not None and index < (tree.own_subject(head) or 0))
            if inverted or (mark is not None and tree.low[mark] == "if"):
                return True
    return False


def _is_demonstrative(tree: Tree, cue: Cue) -> bool:
    return cue.subject is not None and _demonstrative(tree, cue.subject)


def _demonstrative(tree: Tree, subject: int) -> bool:
    det = tree.kid(subject, "det")
    return det is not None and tree.low[det] in {"this", "that", "these", "those", "such"}
