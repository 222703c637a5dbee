"""Presents that foretell by their frame: "My hunch: he stays", "My bet is that …", "If he loses, it is over"."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.

from __future__ import annotations

from collections.abc import Iterator

from foretold.extract.cue import Cue, has_modal
from foretold.extract.governors import is_hard
from foretold.extract.lexicon import Entry
from foretold.extract.text import words
from foretold.extract.timewords import PAST, has_future_time, words_under
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY, STATIVE, THINK, WISH
from foretold.records import Band

_SURE = Entry("framed", (), "will", Band.CERTAIN, ())
_THINK = Entry("framed", (), "likely", Band.LIKELY, ())
_MAY = Entry("framed", (), "possible", Band.POSSIBLE, ())
_NOT = Entry("framed", (), "unlikely", Band.UNLIKELY, ())

_HEDGED = words("hunch guess bet view sense expectation suspicion instinct feeling money pick assumption wager reading")
_FLAT = words("call take prediction forecast prognosis predictions forecasts case scenario answer verdict")
_FORESEEN = frozenset({"prediction", "forecast", "chances", "odds"})
_OVER = words("finished over dead done toast out gone lost doomed history through unpicked off up cooked sunk")
"""What a thing is when it has ended: "If she loses there, she is finished"."""
_COURSES = words("scenario scenarios way circumstances circumstance path route outcome world")
"""What one cannot see: "I can't see a scenario in which the bank survives"."""
_ANYBODY = words("you one people anyone anybody everyone everybody someone somebody nobody which that what who")
_DEFINITE = words("the this that these those our their its his her my your")
_MENTAL = words("mean need get know depend help apply matter seem look sound tend want make")
FRAMES = (
    r"(?:hunch|guess|bet|call|take|predictions?|forecasts?|view|case|scenario|pick|verdict|money|expectation)s?"
    r"(?: (?:for|on|in) [\w ]{2,30})?(?::| -)|"
    r"(?:hunch|guess|bet|view|sense|expectation|suspicion|assumption|wager|prediction|forecast|feeling|"
    r"outcome|result|scenario) is\b|"
    r"(?:likeliest|most (?:likely|probable)) \w+ is\b|"
    r"(?:hard|difficult|tough) to (?:see|imagine)|(?:don't|can't|cannot|do not) (?:see|imagine)|"
    r"(?:chances|odds) are|bet that|be surprised if|(?:see|imagine) how|confidence that|i'd wager|otherwise|"
    r"if .*(?:is|are|'s|'re|'m) (?:over|finished|toast|history|dead|done|out)"
)
"""The pattern of these frames, for the fast scan; a leading "if" is looked for there too."""


def find_framed(tree: Tree, taken: set[int]) -> Iterator[Cue]:
    """Yield presents that foretell because of the words around them, apart from the clauses already taken."""
    for search in (_labelled, _yet_to_come, _bet_is, _no_surprise, _see_how, _assessed, _consequent):
        cue = search(tree)
        if cue is not None and cue.event not in taken and (cue.clause not in taken or search is _see_how):
            yield cue
            return


def _foretelling_present(tree: Tree, verb: int) -> bool:
    """Say whether a verb is a finite present that can tell of an event."""
    tag = tree.tags[verb]
    present = tag in {"VBZ", "VBP"} or any(tree.tags[aux] in {"VBZ", "VBP"} for aux in tree.auxiliaries(verb))
    if not present or has_modal(tree, verb) or tree.is_past(verb):
        return False
    if any(tree.lemma(aux) == "have" for aux in tree.auxiliaries(verb)):
        return False
    lemma = tree.lemma(verb)
    return not ((lemma in STATIVE or lemma in SAY | THINK | WISH) and not has_future_time(tree, verb))


def _labelled(tree: Tree) -> Cue | None:
    """ "My hunch: the hostages come home in two groups"."""
    colon = next((n for n in range(1, min(len(tree), 9)) if tree.low[n] in {":", "-"}), None)
    if colon is None:
        return None
    noun = next((n for n in range(colon) if tree.low[n] in _HEDGED | _FLAT), None)
    if noun is None or any(tree.tags[n].startswith(("VBD", "VBZ", "MD")) for n in range(colon)):
        return None
    verb = next(
        (
            n
            for n in range(colon + 1, len(tree))
            if tree.tags[n] in {"VBZ", "VBP"}
            and tree.deps[n] in {"ROOT", "ccomp", "parataxis", "appos", "acl"}
            and (tree.own_subject(n) or 0) > colon
        ),
        None,
    )
    if verb is None or not _foretelling_present(tree, verb):
        return None
    entry = _THINK if tree.low[noun] in _HEDGED else _SURE
    return Cue(entry, noun, noun, verb, verb, tree.own_subject(verb), is_event_negated=tree.is_negated(verb))


def _bet_is(tree: Tree) -> Cue | None:
    """ "My bet is that the phone outlives everything", "chances are the bill dies", "it's a safe bet that he stays"."""
    for index, word in enumerate(tree.low):
        clause = tree.heads[index]
        if tree.low[clause] not in {"is", "remains", "'s", "are"}:
            continue
        if tree.deps[index] == "nsubj" and tree.low[clause] in {"is", "'s"} and _is_likeliest(tree, index):
            named = tree.kid(clause, "attr")
            if named is not None and tree.kid(clause, "ccomp") is None:
                return Cue(_THINK, index, index, clause, named, None, is_nominal=True)
        event = tree.kid(clause, "ccomp") or tree.kid(index, "ccomp", "acl")
        if event is None or event < clause:
            continue
        likeliest = word in {"outcome", "result", "scenario"} and any(
            tree.low[kid] in {"likely", "likeliest", "probable"} for kid in tree.kids_by(index, "amod")
        )
        is_named = tree.deps[index] in {"nsubj", "nsubjpass"} and (likeliest or word in _HEDGED | _FORESEEN)
        if not is_named and not (word == "bet" and tree.deps[index] == "attr"):
            continue
        if _foretelling_present(tree, event):
            own = tree.is_negated(event)
            return Cue(_THINK, index, index, clause, event, tree.own_subject(event), is_event_negated=own)
    return None


def _is_likeliest(tree: Tree, noun: int) -> bool:
    """Say whether a noun is graded as the most likely: "the likeliest end", "the most probable course"."""
    return any(
        tree.low[kid] == "likeliest"
        or (tree.low[kid] in {"likely", "probable"} and any(tree.low[g] == "most" for g in tree.kids[kid]))
        for kid in tree.kids_by(noun, "amod", "compound")
    )


def _yet_to_come(tree: Tree) -> Cue | None:
    """ "The worst is yet to come", "worse is to come"."""
    for index in range(1, len(tree) - 1):
        if tree.low[index : index + 2] != ["to", "come"]:
            continue
        clause = tree.heads[index + 1]
        near = {index - 1, index - 2}
        if tree.low[clause] in {"is", "are"} and clause in near and tree.own_subject(clause) is not None:
            return Cue(_SURE, index, index + 1, clause, clause, tree.own_subject(clause))
    return None


def _no_surprise(tree: Tree) -> Cue | None:
    """ "Don't be surprised if the deputy turns up in Brussels": held possible."""
    for index in range(1, min(len(tree), 8)):
        clause = tree.heads[index]
        if tree.low[index] != "surprised" or tree.lemma(clause) != "be" or not tree.is_negated(clause):
            continue
        event = tree.kid(clause, "advcl") or tree.kid(index, "advcl", "ccomp")
        if event is not None and event > index and tree.own_subject(clause) is None:
            return Cue(_MAY, index, index, clause, event, tree.own_subject(event))
    return None


def _see_how(tree: Tree) -> Cue | None:
    """ "I don't see how the government gets to five": held unlikely."""
    for index, word in enumerate(tree.low):
        if word not in {"see", "imagine"}:
            continue
        subject, event = tree.own_subject(index), tree.kid(index, "ccomp")
        seen = tree.kid(index, "dobj")
        if event is None and seen is not None and tree.kid(seen, "acl") is not None:
            event = tree.kid(seen, "acl")
        elif event is None and seen is not None and tree.low[seen] in _COURSES:
            event = tree.kid(seen, "relcl")
            if event is not None and tree.tags[index] == "VB":
                return Cue(_NOT, index, index, index, event, tree.own_subject(event))
        denied = subject is not None and tree.low[subject] in {"i", "we"} and tree.is_negated(index)
        if not (denied or is_hard(tree, index)) or event is None or event < index:
            continue
        who = tree.own_subject(event) or seen
        anybody = who is not None and any(tree.low[kid] in {"any", "anyone"} for kid in [who, *tree.kids[who]])
        if tree.tags[event] == "VBG" and who is not None and not anybody and not tree.is_past(index):
            return Cue(_NOT, index, index, index, event, who)
        asks = tree.kid(event, "advmod")
        if (
            asks is not None
            and tree.low[asks] == "how"
            and (_foretelling_present(tree, event) or has_modal(tree, event))
        ):
            return Cue(_NOT, index, index, index, event, tree.own_subject(event))
    return None


def _assessed(tree: Tree) -> Cue | None:
    """ "We assess with low confidence that early elections follow before year-end"."""
    for index, word in enumerate(tree.low[:-1]):
        if word != "confidence" or tree.low[index + 1] != "that":
            continue
        verb = next((up for up in tree.up(index) if tree.tags[up].startswith("VB")), None)
        event = next(
            (n for n in range(index + 2, len(tree)) if tree.tags[n] in {"VBZ", "VBP"} and tree.own_subject(n)), None
        )
        if verb is None or event is None or not _foretelling_present(tree, event):
            continue
        low = any(tree.low[kid] in {"low", "limited", "little"} for kid in tree.kids[index])
        return Cue(_MAY if low else _THINK, index, index, verb, event, tree.own_subject(event))
    return None


def _consequent(tree: Tree) -> Cue | None:
    """ "If turnout drops below half, the governor is finished": a particular event's particular consequence."""
    for verb in range(len(tree)):
        if tree.deps[verb] not in {"ROOT", "ccomp", "conj"} or not _present(tree, verb):
            continue
        subject = tree.own_subject(verb)
        if tree.tags[verb] == "VBG":
            continue  # "if we pay, we are buying …" tells what the one is, not what comes of it
        if subject is None or not _is_particular(tree, subject) or PAST.search(words_under(tree, verb)):
            continue
        if not _under_supposition(tree, verb):
            continue
        if _ends(tree, verb) or (_foretelling_present(tree, verb) and tree.lemma(verb) not in _MENTAL):
            negated = tree.is_negated(verb)
            return Cue(_SURE, verb, verb, verb, verb, subject, is_event_negated=negated)
    return None


def _present(tree: Tree, verb: int) -> bool:
    return tree.tags[verb] in {"VBZ", "VBP"} or any(tree.tags[aux] in {"VBZ", "VBP"} for aux in tree.auxiliaries(verb))


def _ends(tree: Tree, verb: int) -> bool:
    """Say whether a clause tells of an end: "is finished", "it's over"."""
    if tree.lemma(verb) == "be":
        return any(tree.low[kid] in _OVER for kid in tree.kids_by(verb, "acomp", "attr", "advmod", "prep", "prt"))
    return tree.low[verb] in _OVER and any(tree.lemma(aux) == "be" for aux in tree.auxiliaries(verb))


def _is_particular(tree: Tree, subject: int) -> bool:
    """Say whether a subject names somebody or something, rather than a kind."""
    if tree.low[subject] in _ANYBODY:
        return False
    if tree.tags[subject] in {"NNP", "NNPS", "PRP"}:
        return True
    kids = {tree.low[kid] for kid in tree.kids_by(subject, "det", "poss")}
    possessed = any(tree.tags[g] == "POS" for kid in tree.kids_by(subject, "poss") for g in tree.kids[kid])
    return bool(kids & _DEFINITE) or possessed or tree.kid(subject, "nummod") is not None


def _under_supposition(tree: Tree, verb: int) -> bool:
    """Say whether the clause stands under "if", "unless" or "should …" with something particular in it."""
    if tree.low[min(tree.subtree(verb))] == "otherwise":
        return True
    for kid in tree.kids_by(verb, "advcl", "ccomp"):
        if kid > verb:
            continue
        mark = tree.kid(kid, "mark")
        inverted = any(
            tree.low[aux] == "should" and aux < (tree.own_subject(kid) or 0) for aux in tree.auxiliaries(kid)
        )
        if not inverted and (mark is None or tree.low[mark] not in {"if", "unless"} or has_modal(tree, kid)):
            continue
        subject = tree.own_subject(kid)
        if subject is None or tree.is_past(kid) or tree.low[subject] in _ANYBODY:
            continue
        bare = tree.tags[subject] == "NNS" and tree.kid(subject, "det", "poss", "nummod", "amod") is None
        kind = any(tree.low[d] in {"a", "an", "any", "every"} for d in tree.kids_by(subject, "det"))
        stative = tree.lemma(kid) in STATIVE - {"be", "have"} or tree.tags[kid].startswith("JJ")
        if bare or kind or stative:
            continue
        if tree.lemma(kid) == "be" and not has_future_time(tree, kid):
            continue
        return True
    return False
