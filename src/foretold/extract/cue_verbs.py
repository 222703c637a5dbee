"""Verbs and impersonal adjectives whose complement is the event: "expects growth to slow", "it is likely that"."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911, PLR0912

from __future__ import annotations

import re

from foretold.extract.condition_named import is_action
from foretold.extract.cue import Cue, has_modal, match, to_after
from foretold.extract.governors import is_reason
from foretold.extract.lexicon import Entry, by_kind
from foretold.extract.text import words
from foretold.extract.timewords import has_future_time
from foretold.extract.tree import Tree
from foretold.extract.verbs import CHANGE, OUTCOME, STATIVE


def find_look_for(tree: Tree, index: int) -> Cue | None:
    """ "Look for the firm to miss its target": said to the reader; "we look for a stronger dollar": said of oneself."""
    subject = tree.own_subject(index)
    if (
        tree.low[index] == "look"
        and tree.low[index + 1 : index + 2] == ["for"]
        and subject is not None
        and tree.low[subject] in {"we", "economists", "analysts"}
    ):
        thing = tree.kid(index + 1, "pobj")
        if thing is not None and has_future_time(tree, index):
            return Cue(by_kind("verb")[("expect",)], index, index, index, thing, None, is_nominal=True)
    if (
        tree.low[index] != "look"
        or index > 3
        or tree.tags[index] not in {"VB", "VBP"}
        or tree.own_subject(index) is not None
    ):
        return None
    if tree.low[index + 1 : index + 2] != ["for"]:
        return None
    event = next(
        (tree.heads[n] for n in range(index + 2, len(tree)) if tree.tags[n] == "TO" and tree.heads[n] > n), None
    )
    if event is None:
        return None
    subject = tree.own_subject(event) or tree.kid(index + 1, "pobj")
    return Cue(by_kind("verb")[("expect",)], index, index, index, event, subject)


def find_as_expected(tree: Tree, index: int) -> Cue | None:
    """ "The chamber flips, as many expect": the clause that the remark hangs on is the forecast."""
    entry = by_kind("verb").get((tree.lemma(index),))
    if (
        entry is None
        or entry.term != "expected"
        or tree.tags[index] not in {"VBP", "VBZ"}
        or tree.deps[index] != "advcl"
    ):
        return None
    mark, event = tree.kid(index, "mark", "advmod"), tree.heads[index]
    if (
        mark is None
        or tree.low[mark] != "as"
        or tree.own_subject(index) is None
        or tree.tags[event] not in {"VBZ", "VBP"}
    ):
        return None
    return Cue(entry, index, index, event, event, tree.subject(event), is_event_negated=tree.is_negated(event))


def find_that(tree: Tree, index: int) -> Cue | None:
    """Return the cue of "it is likely that" over a present tense; over an auxiliary it only grades."""
    matched = match(tree, index, "that")
    if matched is None or tree.tags[index] not in {"JJ", "JJR", "RB", "VBN"}:
        return None
    clause = tree.heads[index] if tree.deps[index] in {"acomp", "attr", "oprd"} else index
    event = tree.kid(index, "ccomp") or tree.kid(clause, "ccomp") or tree.kid(clause, "advcl")
    if event is None or event < index or not tree.is_finite(event) or has_modal(tree, event) or tree.is_past(event):
        return None
    if any(tree.low[aux] in {"has", "have", "'ve"} for aux in tree.auxiliaries(event)):
        return None
    mark = tree.kid(event, "mark")
    if mark is not None and tree.low[mark] != "that":
        return None
    if tree.lemma(event) in STATIVE and not has_future_time(tree, event):
        return None
    if matched[0].term == "certain":
        return None
    return Cue(
        matched[0], index, matched[1], clause, event, tree.own_subject(event), is_negated=tree.is_negated(clause)
    )


RISKS = by_kind("verb")[("risk",)]


def find_risks(tree: Tree, index: int) -> Cue | None:
    """Read "Ottawa risks losing" also where the parser takes "risks" for a noun."""
    if tree.low[index] not in {"risks", "risk"} or tree.tags[index].startswith("VB") or index + 1 >= len(tree):
        return None
    event = index + 1
    before = index - 2 if index > 1 and tree.low[index - 1] in {"only", "also", "now", "simply"} else index - 1
    if tree.tags[event] != "VBG" or index == 0:
        return None
    if not tree.tags[before].startswith(("NN", "PRP", "WDT")) and tree.low[before - 1 : before + 1] != ["do", "so"]:
        return None
    if tree.tags[index - 1] == "PRP$":
        return None
    clause = (
        index
        if tree.deps[index] in {"ROOT", "ccomp", "conj", "nsubj", "dobj", "pobj", "attr", "dep", "appos"}
        else tree.heads[index]
    )
    return Cue(RISKS, index, index, clause, event, index - 1)


def find_verb(tree: Tree, index: int) -> Cue | None:
    """Return the cue of a verb such as "expect", with its complement or object."""
    entry = by_kind("verb").get((tree.lemma(index),))
    if entry is None or not tree.tags[index].startswith("VB") or tree.deps[index] in {"amod", "aux"}:
        return None
    if tree.lemma(index) == "see" and not _sees_ahead(tree, index):
        return None
    if tree.lemma(index) in _PICKS:
        return _picked(tree, index, entry)
    if entry.term == "likely":
        return _thought(tree, index, entry)
    if tree.kid(index, "auxpass") is not None:
        return _expected_noun(tree, index, entry)
    if has_modal(tree, index) and entry.term in {"risk", "doubtful"}:
        return None
    complement = next(
        (kid for kid in tree.kids_by(index, "ccomp", "xcomp", "advcl") if kid > index and tree.deps[kid] != "advcl"),
        None,
    )
    if complement is not None:
        return _verb_complement(tree, index, entry, complement)
    thing = tree.kid(index, "dobj")
    if tree.tags[index] == "VBZ" and tree.subject(index) is None and entry.term != "risk":
        return None  # "… predicts its designer": the speaker after the verb
    if thing is None or thing < index or tree.tags[thing] in {"PRP", "WDT", "WP"} or entry.term == "doubtful":
        return None
    abstract = is_action(tree.low[thing]) or re.search(r"(?:al|ty|th|ship|ness|future|peace)$", tree.low[thing])
    definite = any(tree.low[kid] in {"the"} for kid in tree.kids_by(thing, "det"))
    if entry.term == "risk" and tree.tags[index] == "VBG" and definite and tree.own_subject(index) is None:
        return None  # "risking the economy to do it"
    doing = next((n for n in tree.subtree(thing) if n > thing and _is_infinitive(tree, n)), None)
    if entry.term == "expected" and doing is not None:
        return Cue(entry, index, index, index, doing, thing, is_negated=tree.is_negated(index))
    if tree.lemma(index) == "threaten" and not abstract:
        return None  # "they threaten half of the city" tells of now
    if entry.term == "risk" and (
        tree.tags[index] not in {"VBZ", "VBP", "VBG"} or tree.low[thing] in {"life", "lives", "everything"}
    ):
        return None
    return Cue(
        entry,
        index,
        index,
        index,
        thing,
        None if entry.term != "risk" else _risker(tree, index),
        is_nominal=True,
        is_negated=tree.is_negated(index) or _is_nobody(tree, index),
    )


def _sees_ahead(tree: Tree, index: int) -> bool:
    """Say whether "see" foretells: "we see output between 31 and 33 in 2027", "growth is seen slowing"."""
    if tree.kid(index, "auxpass") is not None:
        moves = tree.kid(index, "xcomp", "ccomp")
        if moves is not None and tree.tags[moves] == "VBG" and tree.low[moves].removesuffix("ing") in _MOVES:
            return True
        if tree.low[index + 1 : index + 2] == ["as"]:
            return False
        return tree.kid(index, "xcomp", "ccomp", "prep") is not None and any(
            tree.tags[n] == "CD" for n in tree.subtree(index)
        )
    subject = tree.own_subject(index)
    thing = tree.kid(index, "dobj", "ccomp")
    if (
        subject is None
        or thing is None
        or thing < index
        or tree.tags[index] not in {"VBP", "VBZ"}
        or tree.low[subject] == "you"
    ):
        return False
    moves = tree.tags[thing] == "VBG" and tree.low[thing].removesuffix("ing") in _MOVES
    counted = any(tree.tags[n] == "CD" for n in tree.subtree(index))
    return (counted or moves) and has_future_time(tree, index)


_MOVES = words("com fall ris grow slow eas weaken strengthen declin recover peak widen narrow climb return shrink")
"""Stems of verbs that tell where things go: "seen falling", "sees the next rise coming in June"."""
_PICKS = words("fancy pick tip favour favor back")


def _picked(tree: Tree, index: int, entry: Entry) -> Cue | None:
    """ "I fancy the visitors to win": a first person's pick, of somebody to do something."""
    subject = tree.own_subject(index)
    event = tree.kid(index, "ccomp", "xcomp")
    if subject is None or tree.low[subject] not in {"i", "we"} or tree.tags[index] not in {"VBP", "VBG", "VB"}:
        return None
    event = event if event is not None else next((n for n in range(index, len(tree)) if _is_infinitive(tree, n)), None)
    if event is None or event < index or not _is_infinitive(tree, event):
        return None
    return Cue(entry, index, index, index, event, tree.own_subject(event), is_negated=tree.is_negated(index))


def _is_infinitive(tree: Tree, verb: int) -> bool:
    return tree.tags[verb] == "VB" and any(tree.low[aux] == "to" for aux in tree.auxiliaries(verb))


_POINTERS = words(
    """polls poll surveys survey models model forecasts signs data indicators futures projections figures markets swaps
    everything arithmetic bookmakers odds"""
)


def find_pointing(tree: Tree, index: int) -> Cue | None:
    """ "Polls point to a hung parliament", "futures imply a cut in June": what figures foretell, when it lies ahead."""
    subject = tree.own_subject(index)
    if subject is None or tree.low[subject] not in _POINTERS or tree.tags[index] not in {"VBP", "VBZ", "VB"}:
        return None
    to = next((kid for kid in tree.kids_by(index, "prep") if tree.low[kid] == "to"), None)
    thing = tree.kid(to, "pobj") if to is not None else tree.kid(index, "dobj")
    if thing is None or thing < index or tree.low[thing] in {"desire", "need", "wish", "interest", "lack", "intention"}:
        return None
    outcome = to is not None and any(tree.low[kid] in {"a", "an", "another"} for kid in tree.kids_by(thing, "det"))
    if not (outcome or has_future_time(tree, index)):
        return None
    return Cue(by_kind("verb")[("expect",)], index, index, index, thing, None, is_nominal=True)


def find_money_on(tree: Tree, index: int) -> Cue | None:
    """ "My money is on Osaka in three sets": whom the writer thinks will win."""
    if tree.low[index] != "money" or not any(tree.low[kid] in {"my", "our", "smart"} for kid in tree.kids[index]):
        return None
    clause = tree.heads[index]
    on = next((n for n in range(index + 1, min(len(tree), index + 5)) if tree.low[n] == "on"), None)
    thing = tree.kid(on, "pobj", "pcomp") if on is not None else None
    if thing is None or tree.deps[index] not in {"nsubj", "poss", "nsubjpass", "compound"}:
        return None
    clause = clause if tree.tags[clause].startswith("VB") else index
    return Cue(by_kind("verb")[("think",)], index, index, clause, thing, None, is_nominal=True)


def _thought(tree: Tree, index: int, entry: Entry) -> Cue | None:
    """ "I think the speaker survives": a first person's thought about a coming event, told in the present tense."""
    subject = tree.own_subject(index)
    event = tree.kid(index, "ccomp")
    if subject is None or tree.low[subject] not in {"i", "we"} or event is None or event < index:
        return None
    if (
        not (tree.tags[index] in {"VBP", "VB"} or (tree.low[index] == "betting" and tree.is_finite(index)))
        or tree.is_past(event)
        or has_modal(tree, event)
        or (
            tree.tags[event] not in {"VBZ", "VBP"}
            and (
                tree.kid(event, "auxpass") is None
                and not any(tree.lemma(aux) == "do" for aux in tree.auxiliaries(event))
            )
        )
    ):
        return None
    if tree.kid(event, "mark") is not None and tree.low[tree.kid(event, "mark") or 0] != "that":
        return None
    firm = tree.lemma(index) in {"reckon", "bet", "guess", "suspect"} and tree.lemma(event) in CHANGE
    if not (tree.lemma(event) in OUTCOME or firm or has_future_time(tree, event, strict=True)) or has_modal(
        tree, index
    ):
        return None
    return Cue(
        entry,
        index,
        index,
        index,
        event,
        tree.own_subject(event),
        is_negated=tree.is_negated(index),
        is_event_negated=any(tree.deps[kid] == "neg" for kid in tree.kids[event]),
    )


def _verb_complement(tree: Tree, index: int, entry: Entry, event: int) -> Cue | None:
    infinitive = tree.tags[event] == "VB" and any(tree.low[aux] == "to" for aux in tree.auxiliaries(event))
    if entry.term == "risk":
        fits = tree.tags[event] == "VBG" or infinitive
        if not fits or tree.tags[index] not in {"VBZ", "VBP", "VBG"}:
            return None
        return Cue(entry, index, index, index, event, _risker(tree, index), is_negated=tree.is_negated(index))
    if has_modal(tree, event) or tree.is_past(event):
        return None
    participle = tree.tags[event] == "VBG"
    if not infinitive and not participle and tree.lemma(event) in STATIVE and not has_future_time(tree, event):
        return None
    return Cue(
        entry,
        index,
        index,
        index,
        event,
        tree.own_subject(event),
        is_negated=tree.is_negated(index) or _is_nobody(tree, index),
        is_event_negated=any(tree.deps[kid] == "neg" for kid in tree.kids[event]),
    )


def _is_nobody(tree: Tree, verb: int) -> bool:
    """ "Nobody expects the talks to succeed", "few economists foresee a cut"."""
    if is_reason(tree, verb) and any(tree.low[kid] == "no" for kid in tree.kids[tree.heads[verb]]):
        return True
    subject = tree.own_subject(verb)
    return subject is not None and (
        tree.low[subject] in {"nobody", "few", "none"}
        or any(tree.low[kid] in {"no", "few"} for kid in tree.kids[subject])
    )


def _expected_noun(tree: Tree, index: int, entry: Entry) -> Cue | None:
    """ "A recession is widely expected": the subject is the event."""
    if to_after(tree, index) is not None or entry.term == "risk":
        return None
    event = tree.kid(index, "ccomp")
    if event is not None:
        if not tree.is_finite(event) or tree.is_past(event) or has_modal(tree, event):
            return None
        return Cue(entry, index, index, index, event, tree.own_subject(event))
    subject = tree.own_subject(index)
    if subject is None or tree.tags[subject] in {"PRP", "WDT", "WP", "EX"} or tree.deps[index] in {"advcl", "relcl"}:
        return None
    return Cue(entry, index, index, index, subject, None, is_nominal=True, is_negated=tree.is_negated(index))


def _risker(tree: Tree, index: int) -> int | None:
    """Return who risks it: the subject, or the name right before, which the parser may not have seen as one."""
    subject = tree.subject(index)
    if subject is None and index > 0 and tree.tags[index - 1].startswith("NN"):
        return index - 1
    return subject


SURPRISES = words("surprised shocked astonished amazed stunned surprising shocking astonishing surprise")
UNLIKELY = by_kind("that")[("unlikely",)]


def find_surprise(tree: Tree, index: int) -> Cue | None:
    """ "I would be surprised if the effect survived": what would surprise is held unlikely."""
    clause = tree.heads[index] if tree.deps[index] in {"acomp", "attr"} else index
    subject = tree.own_subject(clause)
    event = tree.kid(index, "advcl", "ccomp") or tree.kid(clause, "advcl", "ccomp")
    if subject is None or tree.low[subject] not in {"i", "we", "it"} or event is None or event < index:
        return None
    mark = tree.kid(event, "mark")
    if mark is None or tree.low[mark] != "if" or not has_modal(tree, clause):
        return None
    no = any(tree.low[kid] in {"no", "little", "hardly"} for node in (index, clause) for kid in tree.kids[node])
    if no or tree.is_negated(clause):
        return Cue(by_kind("that")[("possible",)], index, index, clause, event, tree.own_subject(event))
    return Cue(UNLIKELY, index, index, clause, event, tree.own_subject(event))
