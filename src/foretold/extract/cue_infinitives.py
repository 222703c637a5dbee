"""Cues whose event follows as an infinitive or a date: "is set to", "are to meet", "is due in June"."""

from __future__ import annotations

import re

from foretold.extract.cue import COPULAS, Cue, carrier, match, to_after
from foretold.extract.lexicon import Entry
from foretold.extract.text import words
from foretold.extract.timewords import STRICT, has_future_time
from foretold.extract.tree import Tree
from foretold.extract.verbs import EVENT
from foretold.records import Band


def find_dated_adjective(tree: Tree, index: int) -> Cue | None:
    """ "The verdict is due on Friday", "scheduled for March": an adjective with its date."""
    matched = match(tree, index, "dated")
    if matched is None or to_after(tree, index) is not None:
        return None
    clause = carrier(tree, index, index)
    be = tree.lemma(clause) in COPULAS or any(tree.lemma(aux) == "be" for aux in tree.auxiliaries(clause))
    if not be or (tree.deps[index] in {"prep", "prt"} and tree.low[index] in {"up"}):
        return None
    after = " ".join(tree.low[index + 1 : index + 12])
    if not re.match(
        rf"(?:{STRICT.pattern}|for |in (?:the )?(?:first|second|third|fourth|last|final|coming|next|early|late|"
        rf"mid)|at \d)",
        after,
    ):
        return None
    if tree.low[index] in {"scheduled", "slated", "planned", "promised", "due"} or STRICT.match(after):
        if after.startswith("for ") and not (
            STRICT.search(after) or re.search(r"\d|quarter|release|later|week|month|year", after)
        ):
            return None
        subject = tree.subject(clause)
        return Cue(matched[0], index, index, clause, clause, subject, is_event_negated=tree.is_negated(clause))
    return None


def find_infinitive(tree: Tree, index: int) -> Cue | None:
    """Return the cue of "is set to", "is likely to" and the like, with the verb of the infinitive."""
    matched = match(tree, index, "infinitive")
    if matched is None:
        return None
    entry, last = matched
    event = to_after(tree, last)
    tag = tree.tags[index]
    stands = tree.low[index] in {"stand", "stands"} and tag in {"VBZ", "VBP"} and tree.kid(index, "dobj") is None
    if event is None or (tag in {"VBD", "VBZ", "VBP", "VB", "NN"} and not stands and not _after_auxiliary(tree, index)):
        return None
    if tree.low[index].startswith("stand") and not stands:
        return None
    if tree.low[index] == "going" and tree.deps[event] not in {"xcomp", "advcl", "ccomp", "ROOT", "conj", "acl"}:
        return None
    clause = carrier(tree, index, last)
    alone = not tree.auxiliaries(clause) and tree.own_subject(clause) is None
    reduced = tree.deps[clause] in {"acl", "amod"} and alone
    subject = tree.heads[clause] if reduced else tree.subject(clause)
    negated = (
        tree.is_negated(clause)
        or any(tree.deps[kid] == "neg" for kid in tree.kids[index])
        or tree.low[index - 1] == "not"
    )
    event_negated = any(tree.deps[kid] == "neg" for kid in tree.kids[event])
    if tree.low[index] in {"going", "gon", "about"}:
        event_negated, negated = negated or event_negated, False
    return Cue(
        entry,
        index,
        last,
        clause,
        event,
        subject,
        is_negated=negated,
        is_event_negated=event_negated,
        is_reduced=reduced,
    )


def _after_auxiliary(tree: Tree, index: int) -> bool:
    before = [tree.lemma(n) for n in range(max(0, index - 4), index)]
    return any(word in COPULAS for word in before)


BE_TO = Entry("infinitive", ("to",), "scheduled", Band.SCHEDULED, ())


_AIMS = words(
    """goal aim idea answer way pathway path task job point plan purpose objective approach option possibility scenario
    case mission duty lesson test focus solution trick challenge problem step response strategy best thing hope question
    intention choice alternative temptation role key priority mistake what all this that it"""
)


def find_be_to(tree: Tree, index: int) -> Cue | None:
    """ "The two are to meet on the 14th": an arrangement, when it is dated or an event that is arranged."""
    if tree.low[index] not in {"is", "are", "'s", "'re"} or tree.deps[index] in {"aux", "auxpass"}:
        return None
    event = to_after(tree, index)
    if event is None or tree.heads[event] != index:
        return None
    subject = tree.own_subject(index)
    if subject is None or tree.low[subject] in _AIMS or tree.tags[subject] == "VBG":
        return None
    passive = tree.kid(event, "auxpass") is not None
    if not (has_future_time(tree, event) or (tree.lemma(event) in EVENT and not passive)):
        return None
    return Cue(BE_TO, index, event - 1, index, event, subject, is_negated=tree.is_negated(index))
