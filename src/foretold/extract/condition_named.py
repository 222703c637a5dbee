"""Conditions that no "if" opens: actions named as the subject, circumstances, changes under way, orders."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foretold.extract.cue import Cue
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.extract.verbs import DRIFT

_ACTION = words(
    """deal attack strike defeat victory win loss collapse failure fall move cut rise war ban vote exit
    return default withdrawal invasion escalation increase rally recession crisis shock takeover
    ceasefire truce retreat surrender offensive assault hike tariff boycott merger sale delay slump
    surge drop decline coup split breakup shutdown strike control entry success membership blockade
    withdrawal removal approval refusal renewal revival denial betrayal pullback setback upset
    embargo freeze halt pause pullout rebound crash drought yes no repeat breach"""
)
_SUFFIX = re.compile(r"(?:tion|sion|ment|ance|ence|ure|ing|down|out|over|back)s?$")


_NO_ACTION = words(
    """administration ambulance anything apartment association attention audience back balance being billion
    building coalition collection combination commission condition conference constitution consumption
    corporation creature culture delegation department distance document dominance down education employment
    evening everything evidence experience federation figure finance foundation fraction generation government
    inflation influence information instance institution insurance intelligence king legislation literature
    location million monument morning nation nothing opinion opposition organisation organization outback
    parliament population portion position presence production proportion regiment region religion residence
    ring science section selection sentence situation something station string structure substance thing town
    transition transportation unemployment version wing"""
)
"""Nouns with the endings of actions that name bodies and things."""


def is_action(noun: str) -> bool:
    """Say whether a noun names something that is done or happens: "a withdrawal", "the strike"."""
    if noun.removesuffix("s") in _NO_ACTION:
        return False
    return noun in _ACTION or noun.removesuffix("s") in _ACTION or _SUFFIX.search(noun) is not None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition's place: offsets into the capture's text."""

    start: int
    end: int
    kind: str
    """if, action, without, earlier."""


def main_left(tree: Tree, cue: Cue) -> int:
    """Return the first word of the main clause: its subject's, or the verb's own."""
    subject = cue.subject
    if subject is not None and subject < cue.clause:
        return min(tree.subtree(subject))
    own = tree.own_subject(cue.clause)
    if own is not None:
        return min(cue.first, cue.clause, *tree.subtree(own))
    return min(cue.first, cue.clause, cue.event)


def trim(tree: Tree, nodes: list[int]) -> int:
    """Return the last word of a stretch without the punctuation that ends it."""
    last = nodes[-1]
    while last > nodes[0] and tree.low[last] in {",", '"', "''", "'", ".", "``", ";", ")", "-", "--", "–", "—"}:
        last -= 1
    return last


_CIRCUMSTANCES = words(
    """rate rates pace speed trend trends trajectory trajectories policy policies plan plans scenario scenarios
    assumption assumptions circumstances conditions settings pathway pathways course form law"""
)
_PRESENT_STATE = words("this these current present existing that those today's such considered")
_MORE = words(
    """further more continued additional continuing another less sustained increasing rising falling appropriate
    adequate sufficient proper enough"""
)


def means(tree: Tree, cue: Cue) -> Condition | None:
    """ "By selling its terminals it could raise 400 million", "even with a loss she would": how it may come about."""
    unsure = cue.entry.term in {"would", "could", "might", "may"}
    for place in (cue.clause, cue.event):
        for prep in tree.kids_by(place, "prep"):
            nodes = tree.subtree(prep)
            act = tree.kid(prep, "pcomp")
            by = tree.low[prep] == "by" and act is not None and tree.tags[act] == "VBG"
            even = tree.low[prep] == "with" and prep < cue.first and prep > 0 and tree.low[prep - 1] == "even"
            set_off = prep > 0 and tree.low[prep - 1] == ","  # "…, by offering more": an explanation
            if even or (by and ((unsure and not set_off) or (prep < cue.first and prep <= 2))):
                first = prep - 1 if even else nodes[0]
                return Condition(tree.starts[first], tree.ends[trim(tree, nodes)], "means")
    return None


def circumstance(tree: Tree, cue: Cue) -> Condition | None:
    """ "At this rate", "on current trends", "in scenarios with …", "with further warming": what is held the same."""
    for prep in range(len(tree)):
        word = tree.low[prep]
        noun = tree.kid(prep, "pobj") if word in {"at", "on", "under", "in", "with", "given"} else None
        if noun is None or tree.heads[prep] not in {cue.clause, cue.event, cue.first, tree.heads[cue.event]}:
            continue
        nodes = tree.subtree(noun)
        inside = {tree.low[n] for n in nodes if n <= noun}
        is_state = tree.low[noun] in _CIRCUMSTANCES and (
            bool(inside & _PRESENT_STATE)
            or (word in {"in", "under"} and tree.low[noun].startswith(("scen", "assum", "path", "traj")))
        )
        may_come = cue.entry.term in {"would", "could", "might"} and is_action(tree.low[noun])
        is_change = word == "with" and prep < cue.first and not tree.is_finite(noun)
        is_change = is_change and (bool(inside & _MORE) or (may_come and tree.low[prep + 1] in {"a", "an"}))
        if is_state or is_change:
            first = prep - (prep > 0 and tree.low[prep - 1] == "even")
            return Condition(tree.starts[first], tree.ends[trim(tree, nodes)], "circumstance")
    return None


_CHANGES = DRIFT | words(
    """melt develop warm age expand mature evolve spread deepen worsen deteriorate intensify accelerate unfold
    progress thaw retreat recede dry heat"""
)


def changing(tree: Tree, cue: Cue) -> Condition | None:
    """ "As the ice melts, …": a change in the present tense under which the claim stands."""
    for place in (cue.clause, cue.event):
        for clause in tree.kids_by(place, "advcl"):
            mark = tree.kid(clause, "mark", "advmod")
            tensed = tree.tags[clause] in {"VBZ", "VBP"} or tree.low[clause] == tree.lemma(clause)
            is_present = tensed and not tree.auxiliaries(clause) and tree.own_subject(clause) is not None
            if mark is None or tree.low[mark] != "as" or not is_present or tree.lemma(clause) not in _CHANGES:
                continue
            nodes = tree.subtree(clause)
            return Condition(tree.starts[nodes[0]], tree.ends[trim(tree, nodes)], "change")
    return None


def instruction(tree: Tree, cue: Cue) -> Condition | None:
    """ "Rebuild on the sandbar and the sea will take it again": what opens as an order sets the condition."""
    if cue.kind != "modal" or cue.subject is None or cue.subject > cue.clause:
        return None
    joint = main_left(tree, cue) - 1
    if tree.deps[cue.subject] == "csubj":  # "Win on Sunday and City will go top"
        joint = next((n for n in range(cue.first - 1, cue.subject, -1) if tree.low[n] == "and"), joint)
    opens = next((n for n in range(min(3, len(tree))) if tree.low[n] not in {'"', "``", "'"}), 0)
    if joint <= opens or tree.low[joint] not in {"and", "or"} or tree.tags[opens] != "VB":
        return None
    if any(tree.low[n] in {";", ":"} for n in range(opens, joint)) or tree.low[joint] == "or":
        return None
    if any(
        tree.is_finite(n) and tree.own_subject(n) is not None and tree.deps[n] in {"ROOT", "conj"} for n in range(joint)
    ):
        return None
    last = joint - 1 if tree.low[joint - 1] != "," else joint - 2
    return Condition(tree.starts[opens], tree.ends[last], "instruction")


_PERSONS = re.compile(r"(?:[eo]rs?|ists?|ians?|ants?|men|man|woman|women|ees?)$")
_BODIES = words(
    """government party court bank company firm president minister king judge jury poll survey study report"""
)


def is_person(noun: str) -> bool:
    """Say whether a noun ends like those that name persons."""
    return _PERSONS.search(noun) is not None


def _is_thing(tree: Tree, noun: int) -> bool:
    """Say whether a noun in the singular names neither a person nor a body."""
    return tree.tags[noun] == "NN" and not _PERSONS.search(tree.low[noun]) and tree.low[noun] not in _BODIES


def action(tree: Tree, cue: Cue) -> Condition | None:
    """ "A failure to help would …": the subject names an action that has not been taken."""
    subject, term = cue.subject, cue.entry.term
    if cue.kind == "noun":
        modal = next((aux for aux in tree.auxiliaries(cue.event) if tree.tags[aux] == "MD"), None)
        subject, term = tree.own_subject(cue.event), tree.low[modal] if modal is not None else ""
    if (
        subject is None
        or subject > (cue.event if cue.kind == "noun" else cue.clause)
        or term not in {"will", "would", "could", "might", "may", "likely", "risk"}
        or tree.low[cue.first] in {"can", "ca", "cannot"}
    ):
        return None
    if tree.lemma(cue.event) in {"surprise", "astonish", "amaze", "shock"}:
        return None  # what would surprise is the event, not a condition
    nodes = tree.subtree(subject)
    dets = {tree.low[kid] for kid in tree.kids_by(subject, "det", "predet")}
    is_event = is_action(tree.low[subject])
    if term == "would" and dets & {"a", "an", "any", "another"} and _is_thing(tree, subject):
        is_event = True  # "a point would be enough": what is not there yet is itself the condition
    gerund = tree.deps[subject] in {"csubj", "csubjpass"} and tree.tags[subject] in {"VBG", "VB"}
    unreal = term in {"would", "could", "might"}
    named = (
        gerund
        or (bool(dets & {"a", "an", "any", "another"}) and is_event)
        or (unreal and "such" in dets and (is_event or _is_thing(tree, subject)))
        or (term == "would" and bool(dets & {"these", "those", "such"}) and len(nodes) > 1)
        or (
            tree.low[subject] in {"failure", "refusal", "inability"}
            and not dets
            and tree.kid(subject, "acl") is not None
        )
        or (
            unreal
            and is_event
            and (tree.kid(subject, "prep") is not None or (term == "would" and tree.kid(subject, "poss") is not None))
            and tree.tags[subject] == "NN"
            and len(nodes) > 1
        )
    )
    if term in {"will", "likely"} and not gerund and tree.kid(cue.event, "dobj") is None:
        return None
    if not named or (tree.kid(subject, "poss") is not None and not gerund and not unreal):
        return None
    beside = frozenset(n for n in nodes if tree.deps[n] in {"relcl", "appos"} and _after_comma(tree, n))
    own = tree.subtree(subject, beside)
    if gerund and tree.tags[subject] == "VBG" and own[0] < cue.first:
        own = list(range(own[0], cue.first))  # "ceding that outpost would": all of it, however it is parsed
    last = trim(tree, own)
    return Condition(tree.starts[nodes[0]], tree.ends[last], "action")


def _after_comma(tree: Tree, clause: int) -> bool:
    first = min(tree.subtree(clause))
    return first > 0 and tree.low[first - 1] in {",", "-", "--", "–", "—", "("}
