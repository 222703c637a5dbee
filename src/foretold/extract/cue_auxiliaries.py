"""Cues that are auxiliaries: will, would, may, might, could, can, and the should that expects."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911

from __future__ import annotations

import re

from foretold.extract.condition_named import is_action
from foretold.extract.cue import Cue, match
from foretold.extract.text import words
from foretold.extract.timewords import has_future_time, words_under
from foretold.extract.tree import Tree
from foretold.extract.verbs import DRIFT


def find_modal(tree: Tree, index: int) -> Cue | None:
    """Return the cue that an auxiliary carries, with the verb that it governs."""
    matched = match(tree, index, "modal")
    if matched is None or tree.tags[index] != "MD" or (index and tree.tags[index - 1] in {"PRP$", "POS"}):
        return None
    if _is_no_modal(tree, index):
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
    if tree.deps[index] == "conj" and tree.own_subject(index) is not None:
        verb = index  # "… and it will": the verb is left out
    if verb == index and tree.tags[index + 1 : index + 2] in (["NNS"], ["NN"]) and tree.own_subject(index) is None:
        return None  # "to will lawmakers to a vote"
    if tree.words[index] in {"Will", "May"} and _is_name(tree, index):
        return None
    # "will be going": the parser may hang the modal on an auxiliary.
    if tree.deps[verb] in {"aux", "auxpass"} and tree.heads[verb] != verb:
        verb = tree.heads[verb]
    if tree.low[index] in {"ca", "can"} and tree.low[verb] in {"see", "imagine"} and tree.is_negated(verb):
        return None  # "I can't see him staying" is read by its frame
    negated = tree.is_negated(verb) or _fronted_negation(tree, verb)
    return Cue(matched[0], index, index, verb, verb, tree.subject(verb), is_event_negated=negated)


def _is_no_modal(tree: Tree, index: int) -> bool:
    """ "The will to fight", "a would-be rival", "printed at-will", "be that as it may", "can't, or won't, pay"."""
    word, after, before = tree.low[index], tree.low[index + 1 : index + 2], tree.low[max(0, index - 4) : index]
    if word in {"will", "would"} and after in (["to"], ["-"]):
        return True
    if word == "will" and before[-1:] == ["-"] and tree.ends[index - 1] == tree.starts[index]:
        return True
    other = "MD" in tree.tags[max(0, index - 5) : index] and before[-1:] == ["or"] and word == "wo"
    return other or (word == "may" and before == ["be", "that", "as", "it"])


def _is_name(tree: Tree, index: int) -> bool:
    """Say whether "Will" or "May" begins a name: "Will Hutton, the editor"."""
    if index and tree.tags[index - 1] in {"NNP", "NNPS"}:
        return True
    followed = index + 1 < len(tree) and tree.tags[index + 1] in {"NNP", "NNPS"}
    return followed and tree.low[-1] != "?" and (index == 0 or tree.low[index - 1] != "nor")


_DONE = frozenset({"finished", "completed", "restored", "cleared", "repaired", "settled", "delivered", "reopened"})
_WITHIN = re.compile(
    r"\b(?:by (?:the )?(?:end|start|quarter|year|month|next|\w+day)|within (?:the|a|an|\d+|\w+) )", re.IGNORECASE
)
_WINS = frozenset({"win", "beat", "qualify", "cruise", "advance", "prevail", "triumph", "edge", "progress"})


def _should_win(tree: Tree, verb: int) -> bool:
    """ "City should have too much for Rovers", "she should beat him": what is expected of a side."""
    if tree.low[verb] in _WINS:
        return (
            tree.tags[tree.subject(verb) or 0] in {"NNP", "NNPS", "PRP"} and tree.low[tree.subject(verb) or 0] != "you"
        )
    thing = tree.kid(verb, "dobj")
    enough = {"much", "enough", "edge", "quality", "class"}
    return tree.lemma(verb) == "have" and thing is not None and tree.low[thing] in enough


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
    if subject > verb:
        return False
    if _should_win(tree, verb):
        return True
    measured = tree.tags[subject] == "NNP" and any(tree.tags[n] == "CD" for n in tree.subtree(verb))
    described = tree.low[subject] in {"that", "which"} and tree.deps[verb] == "relcl"
    thing = tree.heads[verb] if tree.tags[subject] == "WDT" and tree.deps[verb] == "relcl" else subject
    if tree.lemma(verb) == "come" and "surprise" in tree.low[verb : verb + 5]:
        return False
    if _is_process(tree, thing) and _affects(tree, verb):
        return True
    if tree.low[subject] in _PEOPLE:
        return False
    if _gives_boost(tree, verb, subject):
        return True
    if not (tree.tags[subject] in {"NN", "NNS"} or tree.low[subject] == "it" or measured or described):
        return False
    if tree.lemma(verb) == "be":
        place = tree.kid(verb, "advmod", "acomp", "prep")
        return (
            place is not None
            and tree.low[place] in {"back", "over", "ready", "available", "complete", "under", "up", "done", "open"}
            and (has_future_time(tree, verb) or _WITHIN.search(words_under(tree, verb)) is not None)
        )
    if tree.kid(verb, "auxpass") is not None:
        by = any(
            tree.low[tree.kid(kid, "mark") or kid] in {"before", "by", "when", "once"}
            for kid in tree.kids_by(verb, "advcl", "prep")
        )
        return tree.low[verb] in _DONE and (has_future_time(tree, verb) or by)
    if tree.lemma(verb) == "take":
        taken = tree.kid(verb, "dobj")
        return taken is not None and tree.low[taken] in {"hold", "shape", "effect", "place"}
    return tree.lemma(verb) in DRIFT and (
        tree.kid(verb, "dobj") is None
        or tree.low[verb] in {"take", "help", "support", "boost", "lift", "offset", "reach", "exceed", "hit"}
    )


_BOOST = words("momentum edge boost lift advantage confidence impetus support relief hope leverage room")
_PEOPLE = words(
    """people residents citizens voters drivers workers investors consumers parents students users visitors travellers
    travelers readers men women children families everyone everybody government"""
)
"""Whom "should" advises, whatever the verb."""
_QUANTITY = words(
    """growth inflation unemployment price prices demand supply effect effects pressure pressures increase increases
    decrease decline declines fall rise activity spending consumption output exports process conditions earnings sales
    revenue revenues margin margins yields turnout harvest rains weather storm recovery rates costs momentum trend"""
)
EFFECT = words(
    """put weigh keep bring lead reduce contribute provide reinforced supported offset helped dampened boosted lifted
    limit restrain push pull cushion add underpin curb mean give"""
)


def _gives_boost(tree: Tree, verb: int, subject: int) -> bool:
    """ "Saturday's win should give him momentum": what an event does for somebody."""
    given = tree.kid(verb, "dobj")
    event = is_action(tree.low[subject]) or tree.low[subject] in {"it", "this", "that", "which"}
    boosts = given is not None and tree.low[given] in _BOOST
    return event and boosts and tree.lemma(verb) in {"give", "hand", "lend", "provide"}


def _is_process(tree: Tree, subject: int) -> bool:
    """Say whether a subject is something that goes on by itself: "the effect of", "improvements in supply"."""
    word = tree.low[subject]
    return tree.tags[subject] in {"NN", "NNS"} and (
        word in _QUANTITY or re.search(r"(?:ment|tion|ening|ing|ation)s?$", word) is not None
    )


def _affects(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells what a process does, rather than what ought to be done about it."""
    passive = tree.kid(verb, "auxpass") is not None
    return tree.low[verb] in EFFECT and (passive == tree.low[verb].endswith("ed") or tree.low[verb] == "offset")


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
