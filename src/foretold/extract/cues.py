"""Find the words that may carry a forecast, and what they say it of: one cue per claimed event, not yet judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from foretold.extract.lexicon import Entry, by_first_word, by_kind
from foretold.extract.text import words
from foretold.extract.timewords import STRICT, has_future_time
from foretold.extract.tree import Tree
from foretold.extract.verbs import CHANGE, DRIFT, EVENT, PURPOSE, SAY, STATIVE, THINK, WISH
from foretold.records import Band

COPULAS = frozenset({"be", "seem", "look", "appear", "remain", "become", "feel", "sound", "get", "stay"})
_LINKS = frozenset(
    {"acomp", "attr", "oprd", "prep", "advmod", "xcomp", "ccomp", "pobj", "prt", "npadvmod", "amod", "dep"}
)
BARE = Entry("present", (), "will", Band.CERTAIN, ())
PLAIN = Entry("present", (), "scheduled", Band.SCHEDULED, ())
VALUE = Entry("value", (), "expected", Band.LIKELY, ())


_MOST = 24
"""Cues read in one sentence: no prose has more, and odd text stays cheap."""


@dataclass(slots=True)
class Cue:
    """Words that may carry a forecast, and the clause that they stand in."""

    entry: Entry
    first: int
    last: int
    clause: int
    """The verb that carries tense, subject and embedding."""
    event: int
    """The predicate (or, when nominal, the noun) that is claimed."""
    subject: int | None
    is_nominal: bool = False
    is_negated: bool = False
    """The cue itself is negated: "is not likely to"."""
    is_event_negated: bool = False
    """The claimed event is negated: "will not"."""
    is_reduced: bool = False
    """It stands in a reduced relative clause: "a bill expected to pass"."""

    @property
    def kind(self) -> str:
        """How the cue is built into its clause."""
        return self.entry.kind


def find(tree: Tree) -> list[Cue]:
    """Return the cues of a sentence in text order, at most one for each claimed event."""
    found: list[Cue] = []
    for index in range(len(tree)):
        if len(found) > _MOST:
            break
        for search in _searches(tree.low[index], tree.lemma(index)):
            cue = search(tree, index)
            if cue is not None:
                found.append(cue)
    found.extend(_scheduled_presents(tree, {cue.clause for cue in found} | {cue.event for cue in found}))
    return sorted(_merged(tree, found), key=lambda cue: (cue.first, cue.last))


@cache
def _searches(word: str, lemma: str) -> tuple[Callable[[Tree, int], Cue | None], ...]:
    """Return the searches that a word can begin: most words begin none."""
    found: list[Callable[[Tree, int], Cue | None]] = [
        search for kind, search in _BY_KIND.items() if word in by_first_word(kind) or (lemma,) in by_kind(kind)
    ]
    found += [search for triggers, search in _BY_WORD if word in triggers]
    if (lemma,) in by_kind("verb"):
        found += [_as_expected, _verb]
    return tuple(found)


def match(tree: Tree, index: int, kind: str) -> tuple[Entry, int] | None:
    """Return the longest phrase of this kind that begins at a word, with its last word."""
    for phrase, entry in by_first_word(kind).get(tree.low[index], ()):
        if len(phrase) == 1 or tuple(tree.low[index : index + len(phrase)]) == phrase:
            return entry, index + len(phrase) - 1
    return None


def _modal(tree: Tree, index: int) -> Cue | None:
    matched = match(tree, index, "modal")
    if matched is None or tree.tags[index] != "MD":
        return None
    if tree.low[index] == "should" and not _foretells(tree, index):
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


def _look_for(tree: Tree, index: int) -> Cue | None:
    """ "Look for the firm to miss its target": said to the reader, claimed by the writer."""
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


def _matter_of_time(tree: Tree, index: int) -> Cue | None:
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


def _dated_adjective(tree: Tree, index: int) -> Cue | None:
    """ "The verdict is due on Friday", "scheduled for March": an adjective with its date."""
    matched = match(tree, index, "dated")
    if matched is None or _to_after(tree, index) is not None:
        return None
    clause = carrier(tree, index, index)
    be = tree.lemma(clause) in COPULAS or any(tree.lemma(aux) == "be" for aux in tree.auxiliaries(clause))
    if not be or tree.deps[index] in {"prep", "prt"} and tree.low[index] in {"up"}:
        return None
    after = " ".join(tree.low[index + 1 : index + 12])
    if not re.match(
        rf"(?:{STRICT.pattern}|for |in (?:the )?(?:first|second|third|fourth|last|final|coming|next|early|late|mid)|at \d)",
        after,
    ):
        return None
    if tree.low[index] in {"scheduled", "slated", "planned", "due"} or STRICT.match(after):
        if after.startswith("for ") and not (
            STRICT.search(after) or re.search(r"\d|quarter|release|later|week|month|year", after)
        ):
            return None
        subject = tree.subject(clause)
        return Cue(matched[0], index, index, clause, clause, subject, is_event_negated=tree.is_negated(clause))
    return None


def _ruled_out(tree: Tree, index: int) -> Cue | None:
    """ "A default cannot be ruled out": possible."""
    if tree.low[index] not in {"ruled", "excluded", "discounted"} or tree.kid(index, "auxpass") is None:
        return None
    modal = next((aux for aux in tree.auxiliaries(index) if tree.low[aux] in {"can", "could", "ca"}), None)
    subject = tree.own_subject(index)
    if modal is None or subject is None or not tree.is_negated(index) or tree.tags[subject] in {"PRP", "DT"}:
        return None
    return Cue(by_kind("predicate")[("possible",)], modal, index, index, subject, None, is_nominal=True)


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


def _to_after(tree: Tree, index: int) -> int | None:
    """Return the verb of the infinitive that follows a word directly, adverbs apart."""
    at = index + 1
    while at < len(tree) and at <= index + 4:
        if tree.low[at] == "to" and tree.tags[at] == "TO":
            verb = tree.heads[at]
            return verb if verb > at else None
        if tree.low[at] == "na" and tree.low[at - 1] == "gon":
            following = next((n for n in range(at + 1, min(at + 4, len(tree))) if tree.tags[n].startswith("VB")), None)
            return following
        if not (tree.tags[at].startswith("RB") or tree.low[at] in {"not", ",", "n't", "by", "now"}):
            return None
        at += 1
    return None


def carrier(tree: Tree, first: int, last: int) -> int:
    """Return the verb whose tense and subject hold for a phrase: "is" in "is on track to"."""
    inside = set(range(first, last + 1))
    word = next((n for n in inside if tree.heads[n] not in inside or tree.heads[n] == n), first)
    if any(tree.deps[kid] in {"aux", "auxpass"} and tree.low[kid] != "to" for kid in tree.kids[word]):
        return word
    steps = 0
    while steps < 3 and tree.heads[word] != word and tree.deps[word] in _LINKS:
        head = tree.heads[word]
        if tree.lemma(head) in COPULAS or tree.tags[head].startswith("VB"):
            if tree.lemma(head) in COPULAS or tree.deps[word] != "ccomp":
                return head
            break
        word, steps = head, steps + 1
    return word


def _infinitive(tree: Tree, index: int) -> Cue | None:
    matched = match(tree, index, "infinitive")
    if matched is None:
        return None
    entry, last = matched
    event = _to_after(tree, last)
    tag = tree.tags[index]
    stands = tree.low[index] in {"stand", "stands"} and tag in {"VBZ", "VBP"} and tree.kid(index, "dobj") is None
    if event is None or (tag in {"VBD", "VBZ", "VBP", "VB", "NN"} and not stands and not _after_auxiliary(tree, index)):
        return None
    if tree.low[index].startswith("stand") and not stands:
        return None
    if tree.low[index] == "going" and tree.deps[event] not in {"xcomp", "advcl", "ccomp", "ROOT", "conj", "acl"}:
        return None
    clause = carrier(tree, index, last)
    reduced = tree.deps[clause] in {"acl", "amod"} and not tree.auxiliaries(clause)
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


def _as_expected(tree: Tree, index: int) -> Cue | None:
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


def _that(tree: Tree, index: int) -> Cue | None:
    matched = match(tree, index, "that")
    if matched is None or tree.tags[index] not in {"JJ", "JJR", "RB", "VBN"}:
        return None
    clause = tree.heads[index] if tree.deps[index] in {"acomp", "attr", "oprd"} else index
    event = tree.kid(index, "ccomp") or tree.kid(clause, "ccomp") or tree.kid(clause, "advcl")
    if event is None or event < index or not tree.is_finite(event) or _has_modal(tree, event) or tree.is_past(event):
        return None
    if tree.lemma(event) in STATIVE and not has_future_time(tree, event):
        return None
    if matched[0].term == "certain":
        return None
    return Cue(
        matched[0], index, matched[1], clause, event, tree.own_subject(event), is_negated=tree.is_negated(clause)
    )


def _has_modal(tree: Tree, verb: int) -> bool:
    return any(tree.tags[aux] == "MD" for aux in tree.auxiliaries(verb))


BE_TO = Entry("infinitive", ("to",), "scheduled", Band.SCHEDULED, ())
_AIMS = words("""goal aim idea answer way task job point plan purpose objective approach option solution trick challenge problem
    step response strategy best thing hope question intention choice alternative temptation role key priority mistake
    what all this that it""")


def _be_to(tree: Tree, index: int) -> Cue | None:
    """ "The two are to meet on the 14th": an arrangement, when it is dated or an event that is arranged."""
    if tree.low[index] not in {"is", "are", "'s", "'re"} or tree.deps[index] in {"aux", "auxpass"}:
        return None
    event = _to_after(tree, index)
    if event is None or tree.heads[event] != index:
        return None
    subject = tree.own_subject(index)
    if subject is None or tree.low[subject] in _AIMS or tree.tags[subject] == "VBG":
        return None
    passive = tree.kid(event, "auxpass") is not None
    if not (has_future_time(tree, event) or (tree.lemma(event) in EVENT and not passive)):
        return None
    return Cue(BE_TO, index, event - 1, index, event, subject, is_negated=tree.is_negated(index))


RISKS = by_kind("verb")[("risk",)]


def _risks(tree: Tree, index: int) -> Cue | None:
    """Read "Ottawa risks losing" also where the parser takes "risks" for a noun."""
    if tree.low[index] not in {"risks", "risk"} or tree.tags[index].startswith("VB") or index + 1 >= len(tree):
        return None
    event = index + 1
    if tree.tags[event] != "VBG" or index == 0 or not tree.tags[index - 1].startswith(("NN", "PRP", "WDT")):
        return None
    if tree.tags[index - 1] == "PRP$":
        return None
    clause = (
        index
        if tree.deps[index] in {"ROOT", "ccomp", "conj", "nsubj", "dobj", "pobj", "attr", "dep", "appos"}
        else tree.heads[index]
    )
    return Cue(RISKS, index, index, clause, event, index - 1)


def _verb(tree: Tree, index: int) -> Cue | None:
    entry = by_kind("verb").get((tree.lemma(index),))
    if entry is None or not tree.tags[index].startswith("VB") or tree.deps[index] in {"amod", "aux"}:
        return None
    if tree.lemma(index) == "see" and not _sees_ahead(tree, index):
        return None
    if entry.term == "likely":
        return _thought(tree, index, entry)
    if tree.kid(index, "auxpass") is not None:
        return _expected_noun(tree, index, entry)
    if _has_modal(tree, index) and entry.term in {"risk", "doubtful"}:
        return None
    complement = next(
        (kid for kid in tree.kids_by(index, "ccomp", "xcomp", "advcl") if kid > index and tree.deps[kid] != "advcl"),
        None,
    )
    if complement is not None:
        return _verb_complement(tree, index, entry, complement)
    thing = tree.kid(index, "dobj")
    if thing is None or thing < index or tree.tags[thing] in {"PRP", "WDT", "WP"} or entry.term == "doubtful":
        return None
    if entry.term == "risk" and (
        tree.tags[index] not in {"VBZ", "VBP", "VBG"} or tree.low[thing] in {"life", "lives", "everything"}
    ):
        return None
    return Cue(entry, index, index, index, thing, None if entry.term != "risk" else tree.subject(index), is_nominal=True,
               is_negated=tree.is_negated(index))  # fmt: skip


def _sees_ahead(tree: Tree, index: int) -> bool:
    """Say whether "see" foretells: "we see output between 31 and 33 in 2027", "growth is seen slowing"."""
    if tree.kid(index, "auxpass") is not None:
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
    return any(tree.tags[n] == "CD" for n in tree.subtree(index)) and has_future_time(tree, index)


def _thought(tree: Tree, index: int, entry: Entry) -> Cue | None:
    """ "I think the speaker survives": a first person's thought about a coming event, told in the present tense."""
    subject = tree.own_subject(index)
    event = tree.kid(index, "ccomp")
    if subject is None or tree.low[subject] not in {"i", "we"} or event is None or event < index:
        return None
    if (
        tree.tags[index] not in {"VBP", "VB"}
        or tree.is_past(event)
        or _has_modal(tree, event)
        or tree.tags[event] not in {"VBZ", "VBP"}
        and (tree.kid(event, "auxpass") is None and not any(tree.lemma(aux) == "do" for aux in tree.auxiliaries(event)))
    ):
        return None
    if tree.kid(event, "mark") is not None and tree.low[tree.kid(event, "mark") or 0] != "that":
        return None
    if not (tree.lemma(event) in CHANGE or has_future_time(tree, event, strict=True)) or _has_modal(tree, index):
        return None
    return Cue(entry, index, index, index, event, tree.own_subject(event), is_negated=tree.is_negated(index),
               is_event_negated=any(tree.deps[kid] == "neg" for kid in tree.kids[event]))  # fmt: skip


def _verb_complement(tree: Tree, index: int, entry: Entry, event: int) -> Cue | None:
    infinitive = tree.tags[event] == "VB" and any(tree.low[aux] == "to" for aux in tree.auxiliaries(event))
    if entry.term == "risk":
        fits = tree.tags[event] == "VBG" or infinitive
        if not fits or tree.tags[index] not in {"VBZ", "VBP", "VBG"}:
            return None
        return Cue(entry, index, index, index, event, tree.subject(index), is_negated=tree.is_negated(index))
    if _has_modal(tree, event) or tree.is_past(event):
        return None
    if not infinitive and (tree.tags[event] == "VBG" or tree.lemma(event) in STATIVE):
        if not (tree.tags[event] == "VBG" or has_future_time(tree, event)):
            return None
    return Cue(entry, index, index, index, event, tree.own_subject(event), is_negated=tree.is_negated(index),
               is_event_negated=any(tree.deps[kid] == "neg" for kid in tree.kids[event]))  # fmt: skip


def _expected_noun(tree: Tree, index: int, entry: Entry) -> Cue | None:
    """ "A recession is widely expected": the subject is the event."""
    if _to_after(tree, index) is not None or entry.term == "risk":
        return None
    event = tree.kid(index, "ccomp")
    if event is not None:
        if not tree.is_finite(event) or tree.is_past(event) or _has_modal(tree, event):
            return None
        return Cue(entry, index, index, index, event, tree.own_subject(event))
    subject = tree.own_subject(index)
    if subject is None or tree.tags[subject] in {"PRP", "WDT", "WP", "EX"} or tree.deps[index] in {"advcl", "relcl"}:
        return None
    return Cue(entry, index, index, index, subject, None, is_nominal=True, is_negated=tree.is_negated(index))


_HOLDS_CHANCE = words("be have run face see carry put give raise increase reduce stand pose remain exist boost lower "
                          "estimate assign assess rate price")  # fmt: skip


def _noun(tree: Tree, index: int) -> Cue | None:
    entry = by_kind("noun").get((tree.low[index],))
    if entry is None or not tree.tags[index].startswith("NN") or tree.deps[index] in {"compound", "nmod"}:
        return None
    if tree.low[index] == "way" and not any(tree.low[kid] == "no" for kid in tree.kids[index]):
        return None
    if (
        tree.deps[index] == "attr"
        and _has_modal(tree, tree.heads[index])
        and tree.kid(tree.heads[index], "expl") is None
    ):
        return None
    event, nominal = _noun_event(tree, index)
    if event is None:
        return None
    if not nominal and _has_modal(tree, event) and not _asserts_noun(tree, index):
        return None
    if not _asserts_noun(tree, index):
        return None
    clause = next((node for node in tree.up(index) if tree.tags[node].startswith(("VB", "MD"))), index)
    subject = None if nominal else tree.own_subject(event)
    if subject is None and tree.lemma(clause) in {"have", "run", "face", "stand"}:
        subject = tree.own_subject(clause)
    return Cue(entry, index, index, clause, event, subject, is_nominal=nominal)


def _noun_event(tree: Tree, index: int) -> tuple[int | None, bool]:
    if tree.low[index] == "way" and tree.deps[index] == "npadvmod" and tree.heads[index] > index:
        return tree.heads[index], False
    clause = tree.kid(index, "acl", "ccomp", "relcl")
    if clause is None and tree.lemma(tree.heads[index]) == "be":
        clause = next(
            (kid for kid in tree.kids_by(tree.heads[index], "ccomp") if kid > index and tree.is_finite(kid)), None
        )
    if clause is not None and clause > index and not tree.is_past(clause):
        mark = tree.kid(clause, "mark")
        if tree.deps[clause] != "relcl" or mark is not None:
            return clause, False
    for prep in tree.kids_by(index, "prep"):
        if tree.low[prep] in {"of", "for"}:
            verb = tree.kid(prep, "pcomp")
            if verb is not None:
                return verb, False
            noun = tree.kid(prep, "pobj")
            if noun is not None:
                return noun, True
    return None, True


def _asserts_noun(tree: Tree, index: int) -> bool:
    """Say whether somebody puts the chance forward, rather than naming it in passing."""
    head = tree.heads[index]
    dep = tree.deps[index]
    if tree.low[index] == "way":
        return True
    if any(tree.low[node] in {"%", "percent"} for node in tree.subtree(index) if node < index):
        return True
    if dep == "conj":
        head, dep = tree.heads[head], tree.deps[head]
    if dep in {"attr", "dobj", "nsubj", "nsubjpass", "ROOT", "ccomp"} and (
        head == index or tree.lemma(head) in _HOLDS_CHANCE
    ):
        has_number = any(tree.tags[node] == "CD" for node in tree.subtree(head))
        if dep in {"nsubj", "nsubjpass"}:
            return has_number or any(tree.low[k] in {"high", "low", "good", "slim", "small", "growing", "rising", "real", "remote",
                                     "better", "even", "long", "excellent", "strong", "poor", "slight"}
                                     for k in tree.kids_by(head, "acomp", "attr"))  # fmt: skip
        if tree.lemma(head) in {"have", "be", "exist", "remain", "stand", "run", "face", "see", "carry", "pose"}:
            return dep != "dobj" or has_number or tree.lemma(head) != "see"
        return has_number or tree.lemma(head) in {"increase", "raise", "boost"} and tree.tags[head] == "VBG"
    if dep == "pobj" and tree.low[head] in {"at", "with", "in"}:
        return tree.low[head] == "at" and tree.low[index] == "risk"
    return any(tree.low[node] in {"%", "percent"} for node in tree.subtree(index) if node < index)


def _predicate(tree: Tree, index: int) -> Cue | None:
    matched = match(tree, index, "predicate")
    if matched is None:
        return None
    entry, last = matched
    clause = carrier(tree, index, last)
    if clause == index and tree.deps[index] not in {"ROOT", "ccomp", "conj"}:
        return None
    if clause != index and tree.lemma(clause) not in COPULAS:
        return None
    if tree.deps[index] in {"advmod", "amod", "compound"} and last == index:
        return None
    if any(
        kid > index and tree.deps[kid] in {"xcomp", "ccomp", "csubj"}
        for node in (index, clause)
        for kid in tree.kids[node]
    ):
        return None
    subject = tree.subject(clause)
    if (
        subject is None
        or tree.deps[subject] == "expl"
        or tree.low[subject] in {"it", "what", "which", "anything", "everything"}
    ):
        return None
    if entry.term == "possible" and tree.tags[subject] in {"PRP", "DT", "NNP", "CD"}:
        return None
    return Cue(entry, index, last, clause, subject, None, is_nominal=True, is_negated=tree.is_negated(clause))


def _toward(tree: Tree, index: int) -> Cue | None:
    matched = match(tree, index, "toward")
    if matched is None:
        return None
    entry, last = matched
    event = tree.kid(last, "pobj", "pcomp")
    if event is None:
        return None
    clause = carrier(tree, index, last)
    if not (tree.lemma(clause) in COPULAS or any(tree.lemma(aux) == "be" for aux in tree.auxiliaries(clause))):
        return None
    return Cue(
        entry, index, last, clause, event, tree.subject(clause), is_nominal=True, is_negated=tree.is_negated(clause)
    )


_VALUE_NOUNS = frozenset(
    {"forecast", "projection", "estimate", "outlook", "prediction", "forecasts", "projections", "estimates"}
)


def _value(tree: Tree, index: int) -> Cue | None:
    """ "Cut its growth forecast to 1.8 percent": a noun that forecasts, with the value."""
    if tree.low[index] not in _VALUE_NOUNS or not (
        tree.tags[index].startswith("NN") or tree.deps[index] in {"dobj", "pobj", "nsubj"}
    ):
        return None
    verb = next((node for node in tree.up(index) if tree.tags[node].startswith("VB")), None)
    if verb is None:
        return None
    number = next((n for n in range(index + 1, min(len(tree), index + 22)) if tree.low[n] in {"%", "percent", "trillion", "billion",
                   "million", "points"} and tree.tags[n - 1] == "CD" and _leads_to_value(tree, n)), None)  # fmt: skip
    if number is None or number not in tree.subtree(verb) or tree.lemma(verb) in {"reflect", "miss", "beat", "compare"}:
        return None
    return Cue(VALUE, index, index, verb, index, None, is_nominal=True)


def _leads_to_value(tree: Tree, number: int) -> bool:
    node = number
    for head in [node, *tree.up(node)][:4]:
        if tree.low[head] in {"to", "of", "at"}:
            return True
    return tree.low[number - 2] in {"to", "of", "at"}


def _fragment(tree: Tree, index: int) -> Cue | None:
    """ "… and possibly a split in the party": an adverb that hedges a noun."""
    matched = match(tree, index, "adverb")
    if matched is None or matched[0].band not in {Band.POSSIBLE, Band.LIKELY}:
        return None
    noun = tree.heads[index]
    if (
        tree.deps[index] != "advmod"
        or not tree.tags[noun].startswith("NN")
        or tree.deps[noun] not in {"conj", "ROOT", "appos"}
    ):
        return None
    if noun < index or tree.low[index - 1] not in {"and", "or", ",", "but", "-"}:
        return None
    verb = next((node for node in tree.up(noun) if tree.tags[node].startswith("VB")), None)
    if verb is None or (not _has_modal(tree, verb) and tree.deps[noun] == "conj"):
        return None
    return Cue(matched[0], index, matched[1], verb, noun, None, is_nominal=True)


def _scheduled_presents(tree: Tree, taken: set[int]) -> Iterator[Cue]:
    """Yield present tenses that announce a dated event: "the talks begin on Friday"."""
    for index, tag in enumerate(tree.tags):
        lemma = tree.lemma(index)
        if lemma == "be" and index not in taken and _is_dated_event(tree, index):
            yield Cue(PLAIN, index, index, index, index, tree.own_subject(index), is_event_negated=tree.is_negated(index))
        if (
            index in taken
            or tag not in {"VBZ", "VBP", "VBG"}
            or lemma in STATIVE
            or lemma in SAY
            or lemma in THINK
            or lemma in WISH
        ):
            continue
        if tree.lemma(index) not in EVENT and (
            tag == "VBG" or tree.deps[index] == "relcl" or _vague_subject(tree, index)
        ):
            continue
        if tree.deps[index] not in {"ROOT", "conj", "ccomp", "advcl", "relcl", "parataxis"}:
            continue
        auxiliaries = [tree.low[aux] for aux in tree.auxiliaries(index)]
        if tag == "VBG" and not {"is", "are", "'s", "'re", "'m", "am"} & set(auxiliaries):
            continue
        if _own_time(tree, index) and tree.deps[index] != "advcl":
            entry = PLAIN if lemma in EVENT else BARE
            yield Cue(entry, index, index, index, index, tree.subject(index), is_event_negated=tree.is_negated(index))


_OCCASION = words(
    """meeting election elections vote hearing trial deadline summit match launch release decision referendum primary runoff verdict
    debate conference game final kickoff budget statement announcement ruling inauguration auction race ceremony"""
)


def _is_dated_event(tree: Tree, verb: int) -> bool:
    """Say whether "is" gives the date of an occasion: "the next meeting is on Dec. 15"."""
    subject = tree.own_subject(verb)
    if subject is None or tree.low[subject] not in _OCCASION or tree.kid(verb, "acomp", "attr") is not None:
        return False
    own = tree.kids_by(verb, "prep", "npadvmod", "advmod")
    return any(STRICT.search(" ".join(tree.words[n] for n in tree.subtree(kid))) for kid in own)


def _vague_subject(tree: Tree, verb: int) -> bool:
    """Say whether a present tense is more likely a habit or a state than a coming event."""
    subject = tree.own_subject(verb)
    if (
        subject is not None
        and tree.tags[subject] == "NNS"
        and tree.kid(subject, "det", "poss", "amod", "nummod") is None
    ):
        return True
    if subject is not None and any(
        tree.low[kid] in {"no", "a", "an", "any", "every", "each"} for kid in tree.kids_by(subject, "det")
    ):
        return True
    if subject is None or tree.low[subject] in {"i", "we", "you", "they", "he", "she", "who", "that", "which", "what"}:
        return True
    return (
        tree.lemma(verb) in PURPOSE
        or any(tree.low[aux] in {"do", "does"} for aux in tree.auxiliaries(verb))
        and not tree.is_negated(verb)
    )


def _own_time(tree: Tree, verb: int) -> bool:
    """Say whether time words that look ahead hang on the verb itself, not on something inside its object."""
    own = [kid for kid in tree.kids_by(verb, "prep", "npadvmod", "advmod", "advcl") if not tree.is_finite(kid)]
    last = [kid for kid in tree.kids_by(verb, "dobj", "attr", "prep") if kid > verb]
    own += [kid for thing in last for kid in tree.kids_by(thing, "prep", "npadvmod")]
    clauses = frozenset(
        n for n in range(len(tree)) if tree.deps[n] in {"relcl", "acl", "ccomp", "advcl"} and n != verb and n not in own
    )
    return any(STRICT.search(" ".join(tree.words[n] for n in tree.subtree(kid, clauses))) for kid in own)


_RANK = {
    "infinitive": 0,
    "that": 1,
    "noun": 1,
    "predicate": 2,
    "toward": 6,
    "verb": 3,
    "value": 4,
    "modal": 5,
    "fragment": 6,
    "present": 9,
}


_BY_KIND = {
    "modal": _modal,
    "dated": _dated_adjective,
    "infinitive": _infinitive,
    "that": _that,
    "noun": _noun,
    "predicate": _predicate,
    "toward": _toward,
    "adverb": _fragment,
}
_BY_WORD = (
    (words("ruled excluded discounted"), _ruled_out),
    (words("look"), _look_for),
    (words("matter"), _matter_of_time),
    (words("is are 's 're"), _be_to),
    (words("risk risks"), _risks),
    (_VALUE_NOUNS, _value),
)


def _merged(tree: Tree, found: list[Cue]) -> list[Cue]:
    """Keep one cue for each event: "will be likely to", "is expected to be set to" are one claim each."""
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda cue: (_RANK.get(cue.kind, 6), cue.first)):
        if not any(_same_claim(tree, cue, other) for other in kept):
            kept.append(cue)
    return kept


def _same_claim(tree: Tree, cue: Cue, other: Cue) -> bool:
    if cue.entry.kind == "adverb" or other.entry.kind == "adverb":
        return False
    if cue.kind == other.kind == "modal":
        return cue.clause == other.clause
    if "modal" in (cue.kind, other.kind) and cue.entry.kind == "verb" and cue.event == cue.clause:
        return False
    if cue.event == other.event or cue.clause == other.clause:
        return cue.event == other.event or "modal" in (cue.kind, other.kind) or cue.kind == "verb"
    # One is built on the other: "will risk losing", "is set to be doomed".
    return cue.event == other.clause or other.event == cue.clause
