"""What the adjective or noun above a clause does to it: grades it, gives it a source, or voids it."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0912

from __future__ import annotations

import re
from dataclasses import dataclass, field

from foretold.extract.chances import CHANCES, HARDLY, chance_band
from foretold.extract.lexicon import by_kind
from foretold.extract.text import words
from foretold.extract.timewords import PAST
from foretold.extract.tree import Tree
from foretold.records import Band

FIRST_PERSON = frozenset({"i", "we", "me", "us"})


UNCOMMITTED = words(
    """unclear uncertain unsure unknown debatable questionable early open undecided skeptical sceptical"""
)


_FEARFUL = words("""afraid worried concerned fearful anxious nervous scared frightened alarmed hopeful keen eager""")


SURE = words("""certain sure confident convinced inevitable clear obvious positive undeniable evident adamant""")


FORETELLING = words(
    """prediction predictions forecast forecasts expectation expectations warning warnings bet bets prophecy
    confidence"""
)


_MOVED = words(
    """ashamed proud appalled telling striking odd strange ironic ridiculous absurd outrageous shameful remarkable
    disgraceful sad funny amazing unbelievable curious"""
)
"""Adjectives that take what follows for known: "I am ashamed that he would sign it"."""
_ANNOUNCING = words(
    "announcement announcements statement declaration notice assurance assurances message pledge promise vow"
)
"""Nouns whose that-clause is said by whoever makes them."""
_HELD = words(
    "insistence belief conviction "
    "contention assertion claim line theory charge assessment argument conclusion suspicion judgment judgement"
)
"""Nouns whose that-clause is held by their owner, when they have one: "his belief that"."""


@dataclass(slots=True)
class Embedding:
    """What stands above a clause."""

    source: int | None = None
    """The verb, adjective or noun whose subject (or possessor) is the nearest third-person source."""
    sources: list[int] = field(default_factory=list)
    hedge: tuple[str, Band] | None = None
    """Term and band of what governs the claim: "I think", "it is likely that", "a chance that"."""
    hedge_at: tuple[int, int] | None = None
    is_denied: bool = False
    is_reported_past: bool = False
    is_relative: bool = False
    is_announced: bool = False
    rejection: tuple[str, str] | None = None


def set_source(tree: Tree, node: int, result: Embedding) -> None:
    """Remember a word whose subject is a source; the nearest one counts first."""
    result.sources.append(node)
    if result.source is None:
        result.source = node
        result.is_reported_past = (
            tree.is_past(node)
            or (
                tree.tags[node] == "VBG"
                and any(tree.is_past(up) for up in tree.up(node) if tree.tags[up].startswith("VB"))
            )
            or (tree.tags[node] == "VBN" and any(tree.low[a] in {"has", "have"} for a in tree.auxiliaries(node)))
        )


def set_hedge(result: Embedding, term: str, band: Band, first: int, last: int) -> None:
    """Remember the nearest grading from above."""
    if result.hedge is None:
        result.hedge, result.hedge_at = (term, band), (first, last)


def wh_fronted(tree: Tree, node: int) -> bool:
    """Say whether a clause opens with a question word."""
    kids = [kid for kid in tree.kids[node] if kid < node]
    nested = [
        grand
        for kid in kids
        if tree.deps[kid] in {"nsubj", "nsubjpass", "dobj", "attr", "advmod", "prep", "acomp", "pobj"}
        for grand in tree.kids[kid]
    ]
    return any(
        tree.low[kid] in {"whether", "how", "what", "when", "where", "why", "who", "whom", "which"}
        for kid in kids + nested
    )


_SEASON = re.compile(
    r"(?:as \w+ as |back )?in (?:the )?(?:(?:early|late|mid-?) ?)?"
    r"(?:spring|summer|autumn|fall|winter|(?:18|19|20)\d\d)\b"
)
"""Before what was said these date the saying: "they said in 2014 that"."""


def is_historic(tree: Tree, head: int) -> bool:
    """Say whether a report is set in a time gone by: "had warned in May that"."""
    if any(tree.low[aux] in {"had", "'d"} for aux in tree.auxiliaries(head)) and tree.tags[head] == "VBN":
        return True
    if not tree.is_past(head):
        return False
    recent = words("yesterday week weekend month night")
    clauses = frozenset(n for n in range(len(tree)) if tree.deps[n] in {"relcl", "ccomp", "advcl", "acl"})
    said = tree.kid(head, "ccomp")
    for kid in tree.kids_by(head, "npadvmod", "prep", "advmod", "tmod"):
        nodes = tree.subtree(kid, clauses)
        if said is not None and kid < said and _SEASON.match(" ".join(tree.low[n] for n in nodes)):
            return True
        is_recent = any(tree.low[n] in recent or tree.low[n].endswith("day") for n in nodes)
        if not is_recent and PAST.search(" ".join(tree.words[n] for n in nodes)) is not None:
            return True
    return False


def under_adjective(tree: Tree, head: int, result: Embedding) -> None:
    """Read what an adjective above the clause does: "confident that", "unclear whether"."""
    word = tree.low[head]
    verb = tree.heads[head] if tree.deps[head] in {"acomp", "attr", "oprd", "amod", "xcomp"} else head
    negated = tree.is_negated(verb) or tree.is_negated(head) or bool(HARDLY & set(tree.low[max(0, head - 1) : head]))
    entry = by_kind("that").get((word,))
    if word in UNCOMMITTED or (negated and word in SURE):
        result.rejection = ("uncommitted", f'"{"not " if negated else ""}{word}" commits nobody')
    elif word in _FEARFUL:
        result.rejection = ("wish or fear", f'"{word}" is a feeling, not a claim')
    elif entry is not None:
        if negated:
            set_hedge(
                result,
                *(("possible", Band.POSSIBLE) if entry.band == Band.UNLIKELY else ("unlikely", Band.UNLIKELY)),
                head,
                head,
            )
        elif entry.term != "certain":
            strong = any(
                tree.low[kid] in {"very", "highly", "extremely", "most"} for kid in tree.kids_by(head, "advmod")
            )
            term = (
                {"likely": "highly likely", "unlikely": "highly unlikely"}.get(entry.term, entry.term)
                if strong
                else entry.term
            )
            set_hedge(result, term, entry.band, head, head)
    if tree.lemma(tree.heads[head]) == "make" and word in {"clear", "plain", "known"}:
        verb = tree.heads[head]  # "she made it clear that"
        entry = entry or by_kind("that").get(("certain",))
    subject = tree.own_subject(verb)
    if entry is not None and any(tree.low[aux] in {"should", "must"} for aux in tree.auxiliaries(verb)):
        result.rejection = ("advice", f'"should be {word}" is advice')
    if word in _MOVED and "would" in tree.low[head:]:
        result.rejection = ("wish or fear", f'"{word} that" weighs what is so')
    if (
        subject is not None
        and entry is not None
        and tree.low[subject] not in FIRST_PERSON | {"it", "that", "this", "you", "there"}
    ):
        if is_historic(tree, verb):
            result.rejection = ("backshifted", "what somebody was sure of then")
        set_source(tree, verb, result)


_CONVICTIONS = words("confidence optimism belief conviction certainty view opinion faith expectation")
_VOICING = words("express evince voice have share hold show profess declare offer")


def under_noun(tree: Tree, head: int, node: int, marked: str, result: Embedding) -> None:
    """Read what a noun above the clause does: "no doubt that", "the idea that"."""
    word = tree.low[head]
    around = {tree.low[kid] for kid in tree.kids_by(head, "det", "neg", "amod")}
    governor = tree.heads[head]
    negated = bool(around & {"no", "little", "scant"}) or (
        tree.lemma(governor) in {"be", "have", "see"} and tree.is_negated(governor)
    )
    if word == "question" and tree.low[max(0, head - 3) : head] == ["out", "of", "the"]:
        verb = tree.heads[tree.heads[governor]]
        denied = tree.is_negated(verb)
        set_hedge(result, *(("possible", Band.POSSIBLE) if denied else ("impossible", Band.UNLIKELY)), head, head)
        return
    if word in {"doubt", "question"} and negated:
        return
    if word in _CONVICTIONS and tree.lemma(governor) in _VOICING and tree.deps[head] == "dobj" and not negated:
        set_source(tree, governor, result)
        return
    if word in {"doubt", "doubts"}:
        result.rejection = ("uncommitted", "a doubt is named, not claimed")
    elif word in {"evidence", "indication", "sign", "signs", "reason"}:
        if negated:
            double = tree.is_negated(node)
            set_hedge(
                result, "possible" if double else "unlikely", Band.POSSIBLE if double else Band.UNLIKELY, head, head
            )
            result.is_denied = double
        elif word in {"sign", "signs", "indication", "evidence"}:
            set_hedge(result, "likely", Band.LIKELY, head, head)
    elif word in CHANCES and tree.deps[head] == "pobj" and tree.low[governor] not in {"at", "with", "of"}:
        result.rejection = ("noun clause", f'"the {word} that …" is named, not claimed')
    elif word in CHANCES:
        set_hedge(result, *chance_band(tree, head), head, head)
    elif word in {"guarantee", "certainty", "assurance"} and negated:
        result.rejection = ("uncommitted", f'"no {word}" commits nobody')
    elif word in _ANNOUNCING or (word in _HELD and tree.kid(head, "poss") is not None):
        set_source(tree, head, result)
    elif word in FORETELLING:
        if word.startswith(("expect", "bet")):
            set_hedge(result, "expected", Band.LIKELY, head, head)
        if tree.kid(head, "poss") is not None:
            set_source(tree, head, result)
    elif word in {
        "fact",
        "truth",
        "reality",
        "upshot",
        "result",
        "way",
        "case",
        "conclusion",
        "view",
        "bottom",
        "news",
        "verdict",
    }:
        return
    elif tree.tags[head] == "NNP" and tree.low[head + 1 : head + 2] == [":"]:
        return  # "Ruiz: the dam will fail"
    elif marked == "that" or (tree.is_finite(node) and tree.tags[head] != "NNP"):
        result.rejection = ("noun clause", f'"the {word} that …" names an idea; nobody claims it here')
