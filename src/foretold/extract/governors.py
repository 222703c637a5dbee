"""What the verb above a clause does to it: says it, grades it, or voids it."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911, PLR0912

from __future__ import annotations

from foretold.extract.chances import CHANCES, chance_band
from foretold.extract.cue import Cue
from foretold.extract.governing_words import (
    FIRST_PERSON,
    Embedding,
    is_historic,
    set_hedge,
    set_source,
    under_adjective,
    wh_fronted,
)
from foretold.extract.holder import is_misread_report, is_pressed
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.extract.verbs import ASK, DENY, FEAR, PURPOSE, SAY, THINK, WISH
from foretold.records import Band

_NAMED_ONLY = words("hope fear aim goal plan idea question point trick worry concern dream issue")


def is_reason(tree: Tree, verb: int) -> bool:
    """Say whether a verb of thought stands under "reason to": "there is every reason to think that"."""
    return (
        tree.lemma(verb) in {"believe", "think", "expect", "suppose", "assume", "doubt"}
        and tree.deps[verb] in {"relcl", "acl", "advcl", "xcomp"}
        and tree.low[tree.heads[verb]] in {"reason", "reasons", "grounds"}
    )


GIVING_REASON = words("that this which here example reminder proof evidence illustration sign")
"""Before "is why" or "of why" these claim what follows: "that is why it will fail"."""


def under_verb(tree: Tree, node: int, head: int, dep: str, cue: Cue, result: Embedding) -> None:
    """Read what a verb above the clause does: says it, thinks it, hopes for it, denies it."""
    lemma = tree.lemma(head)
    subject = tree.subject(head)
    who = tree.low[subject] if subject is not None else ""
    negated = tree.is_negated(head)
    if cue.kind == "verb" and head == cue.first:
        return
    feeling = tree.kid(head, "acomp", "oprd", "attr")
    if feeling is not None and tree.tags[feeling].startswith(("JJ", "VBN")) and dep == "ccomp" and node > feeling:
        under_adjective(tree, feeling, result)
        if result.rejection or result.source is not None:
            return
    if lemma in {"see", "imagine", "envisage", "foresee", "picture"} and is_hard(tree, head):
        set_hedge(result, "unlikely", Band.UNLIKELY, head, head)
    elif lemma == "mean" and negated and dep == "ccomp":
        result.rejection = ("uncommitted", '"does not mean that" commits nobody')
    elif lemma in WISH and dep == "xcomp" and who in FIRST_PERSON and tree.lemma(node) in SAY:
        return  # "I want to stress that it will fail" says so
    elif lemma in WISH:
        result.rejection = ("wish or fear", f'what is only hoped or wanted ("{tree.low[head]}") is no claim')
    elif lemma in FEAR:
        result.rejection = ("wish or fear", f'a fear ("{tree.low[head]}") is no claim')
    elif lemma in {"ensure", "insure"} or (lemma in PURPOSE and dep == "xcomp"):
        result.rejection = ("purpose", f'a purpose or effort ("{tree.low[head]}") is no claim')
    elif lemma == "doubt" and (who in {"nobody", "none", "few"} or negated or _is_nobody(tree, subject)):
        return
    elif lemma in {"doubt"}:
        set_hedge(result, "doubtful", Band.UNLIKELY, head, head)
        _person_source(tree, head, who, result)
    elif lemma in DENY:
        result.is_denied = True
        _person_source(tree, head, who, result)
    elif lemma in {"seem", "appear", "look"} and negated and dep != "xcomp" and who in {"it", ""}:
        set_hedge(result, "unlikely", Band.UNLIKELY, head, head)
    elif (
        lemma in {"seem", "appear", "look"}
        and dep != "xcomp"
        and (subject is None or tree.low[subject] in {"it", "that", "this"})
    ):
        set_hedge(result, "likely", Band.LIKELY, head, head)
    elif lemma == "be":
        _under_be(tree, head, node, subject, result)
    elif lemma in THINK or lemma in SAY:
        _under_source(tree, cue, head, who, negated, result)
    elif lemma in ASK and dep == "ccomp" and wh_fronted(tree, node):
        result.rejection = ("question", "an indirect question commits nobody")


def _under_be(tree: Tree, head: int, node: int, subject: int | None, result: Embedding) -> None:
    if subject is None or subject > head or node < head:
        return
    if tree.is_negated(head) and tree.low[subject] in {"trouble", "problem", "point", "question", "issue", "danger"}:
        result.rejection = ("noun clause", "it is said of what is not at issue")
        return
    names = {tree.low[n] for n in [subject, *[g for k in tree.kids_by(subject, "prep") for g in tree.kids[k]]]}
    if names & CHANCES:
        chance = next(n for n in tree.subtree(subject) if tree.low[n] in CHANCES)
        term, band = chance_band(tree, chance)
        if band == Band.POSSIBLE and term == "possible" and tree.low[chance] in {"odds", "chances", "likelihood"}:
            term, band = "likely", Band.LIKELY  # "the odds are that": more likely than not
        set_hedge(result, term, band, chance, chance)
    elif tree.low[subject] in _NAMED_ONLY:
        result.rejection = ("wish or fear", f'"the {tree.low[subject]} is that …" is no claim')
    elif tree.low[subject] in {
        "guess",
        "hunch",
        "bet",
        "view",
        "sense",
        "impression",
        "suspicion",
        "expectation",
        "prediction",
        "forecast",
        "instinct",
    }:
        set_hedge(result, "likely", Band.LIKELY, subject, subject)


def _person_source(tree: Tree, head: int, who: str, result: Embedding) -> None:
    speaks = tree.lemma(head) in SAY and tree.lemma(head) not in {"suggest", "show", "indicate", "find", "hint", "mean"}
    if (
        (who == "it" and speaks and tree.kid(head, "auxpass") is None)
        or (who in {"one", "those"} and tree.kid(tree.subject(head) or 0, "prep") is not None)
        or (who and who not in FIRST_PERSON | {"it", "you", "one", "there", "that", "this", "which", "who", "what"})
        or who in {"who", "which", "that"}
        or (not who and (tree.tags[head] == "VBG" or is_misread_report(tree, head)))
        or is_pressed(tree, head)
        or (not who and tree.lemma(head) in SAY and tree.tags[head] in {"VBD", "VBZ"} and tree.heads[head] == head)
    ):
        set_source(tree, head, result)


_MEMORY = words("recall remember recount reminisce")
_MODELS = words("forecast projection model scenario baseline budget estimate analysis simulation calculation outlook")


HEDGING = words(
    """think believe reckon suppose guess suspect expect figure imagine feel anticipate bet gather presume
    assume"""
)


_VOTES = words("vote support back choose pick prefer consider favor favour")


def _is_polled(tree: Tree, subject: int) -> bool:
    """Say whether a source is a share of those asked: "45 percent of voters"."""
    return any(
        tree.low[n] in {"%", "percent", "voters", "respondents", "cent", "half", "third"} for n in tree.subtree(subject)
    )


_WRONG = words("wrong premature naive foolish tempting absurd silly ridiculous mistake mistaken")


def _is_disowned(tree: Tree, verb: int) -> bool:
    """ "It is not fair to say that", "it would be wrong to think that": nobody says it."""
    above = tree.heads[verb]
    judged = above if tree.tags[above].startswith("JJ") else tree.kid(above, "acomp", "attr")
    above = tree.heads[above] if judged == above else above
    if tree.deps[verb] not in {"xcomp", "csubj", "ccomp", "advcl"} or judged is None:
        return False
    return tree.is_negated(above) or tree.low[judged] in _WRONG


_RULES = words("rule rules contract constitution law statute clause policy charter bill treaty lease act code")


def _under_source(tree: Tree, cue: Cue, head: int, who: str, negated: bool, result: Embedding) -> None:
    lemma = tree.lemma(head)
    past = tree.is_past(head)
    subject = tree.subject(head)
    if subject is not None and (
        any(tree.low[d] in {"every", "any"} for d in tree.kids_by(subject, "det"))
        or (past and who in {"everyone", "everybody"})
    ):
        result.rejection = ("timeless", "what people of a kind say, not what somebody claims")
        return
    mark = tree.kid(head, "advmod", "mark")
    if subject is not None and _is_polled(tree, subject) and tree.lemma(cue.event) in _VOTES:
        result.rejection = ("uncommitted", "a poll reads today's intentions")
        return
    if cue.kind == "present" and lemma in {"propose", "recommend", "ask", "demand", "urge", "insist"}:
        result.rejection = ("wish or fear", "what is asked for")
        return
    if tree.tags[head] == "VB" and tree.own_subject(head) is None and _is_disowned(tree, head):
        result.rejection = ("uncommitted", "what one would be wrong to say")
        return
    if who in _RULES and not past:
        result.rejection = ("permission", "what a rule or a paper says")
        return
    if tree.deps[head] == "advcl" and mark is not None and tree.low[mark] in {"when", "whenever"} and not past:
        result.rejection = ("timeless", "what is said whenever it is said")
        return
    if who in FIRST_PERSON or (not who and tree.tags[head] in {"VBP", "VB"} and lemma in HEDGING):
        if past and lemma in THINK | {"say", "tell", "write"} and cue_is_would(tree, head):
            result.rejection = ("backshifted", "what the speaker once said or thought")
        elif lemma in HEDGING:
            set_hedge(result, *(("unlikely", Band.UNLIKELY) if negated else ("likely", Band.LIKELY)), head, head)
        elif negated and lemma in {"say", "claim", "argue", "predict", "suggest", "know"}:
            result.rejection = ("uncommitted", f'"not {lemma}" commits nobody')
        return
    if past and lemma in THINK and lemma not in {"conclude", "maintain", "hold", "bet"} and result.source is None:
        result.rejection = ("backshifted", f"what was {tree.low[head]} then")
        return
    if is_historic(tree, head):
        result.rejection = ("backshifted", "a forecast of the past retold")
        return
    result.rejection = _of_another_mind(tree, cue, head, who)
    if result.rejection is not None:
        return
    advised = any(tree.low[aux] in {"should", "must", "ought"} for aux in tree.auxiliaries(head))
    if advised or who in {"nobody", "none", "anyone", "anybody", "someone"} or _is_crowd(tree, head):
        result.rejection = ("noun clause", "what people may say or think, claimed by nobody in particular")
        return
    if negated:
        if lemma in THINK | {"expect", "anticipate", "foresee"}:
            set_hedge(result, "unlikely", Band.UNLIKELY, head, head)
        else:
            result.rejection = ("uncommitted", f'"not {lemma}" commits nobody')
            return
    if lemma in {"expect", "anticipate"}:
        set_hedge(result, "expected", Band.LIKELY, head, head)
    if lemma == "assume" and who in _MODELS:
        result.rejection = ("hypothetical", f"what a {who} assumes is no forecast of it")
        return
    if lemma == "announce":
        result.is_announced = True
    if tree.kid(head, "auxpass") is None:
        _person_source(tree, head, who, result)


def _of_another_mind(tree: Tree, cue: Cue, head: int, who: str) -> tuple[str, str] | None:
    """Refuse what is remembered, what could have been said, and what the reader is supposed to object."""
    past, over = tree.is_past(head), {tree.low[aux] for aux in tree.auxiliaries(head)}
    if tree.lemma(head) in _MEMORY and past and cue.entry.term in {"would", "could"}:
        return "backshifted", f"what was so then, {tree.low[head]} now"
    if over & {"could", "might", "should", "would"} and over & {"have", "'ve"}:
        return "backshifted", "what could have been said then"
    if who == "you" and tree.lemma(head) in SAY and not past and not over:
        return "hypothetical", "an objection that the reader is supposed to make"
    return None


def is_hard(tree: Tree, head: int) -> bool:
    """Say whether a verb stands under "it is hard to", "I struggle to"."""
    if tree.deps[head] not in {"xcomp", "ccomp", "advcl", "csubj"}:
        return False
    above = tree.heads[head]
    near = [above, *tree.kids_by(above, "acomp", "attr")]
    return any(tree.low[n] in {"hard", "difficult", "tough", "harder", "struggle"} for n in near)


def cue_is_would(tree: Tree, head: int) -> bool:
    """Say whether what a past "I said", "I thought" governs is itself told from that past, or was only thought."""
    if tree.lemma(head) in THINK:
        return True
    clause = tree.kid(head, "ccomp")
    return clause is not None and any(
        tree.low[aux] in {"would", "'d", "might", "could"} for aux in tree.auxiliaries(clause)
    )


def _is_nobody(tree: Tree, subject: int | None) -> bool:
    return subject is not None and any(tree.low[kid] in {"no", "few"} for kid in tree.kids[subject])


def _is_crowd(tree: Tree, head: int) -> bool:
    """Say whether the source is "people who say", "those who think"."""
    if tree.deps[head] != "relcl":
        return False
    return tree.low[tree.heads[head]] in {
        "people",
        "those",
        "anyone",
        "anybody",
        "someone",
        "somebody",
        "everyone",
        "person",
    }
