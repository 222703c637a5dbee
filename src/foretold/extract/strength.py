"""How strongly a claim is worded: term and band from cue, hedges and negations, and any number that is stated."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0912

from __future__ import annotations

import re
from dataclasses import dataclass

from foretold.extract.chances import HARDLY, chance_band
from foretold.extract.cue import Cue, match
from foretold.extract.cue_odds import stated_chance
from foretold.extract.governing_words import Embedding
from foretold.extract.lexicon import Entry
from foretold.extract.numbers import band_of
from foretold.extract.stated import Stated
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.extract.verbs import CHANGE, DRIFT, EVENT, SAY, STATIVE
from foretold.records import Band

_ORDER = {Band.UNLIKELY: 0, Band.POSSIBLE: 1, Band.LIKELY: 2, Band.SCHEDULED: 3, Band.CERTAIN: 4}
_NEGATED = {
    "likely": ("unlikely", Band.UNLIKELY),
    "unlikely": ("possible", Band.POSSIBLE),
    "expected": ("unlikely", Band.UNLIKELY),
    "set to": ("unlikely", Band.UNLIKELY),
    "certain": ("possible", Band.POSSIBLE),
    "impossible": ("possible", Band.POSSIBLE),
    "possible": ("impossible", Band.UNLIKELY),
    "doubtful": ("possible", Band.POSSIBLE),
    "scheduled": ("unlikely", Band.UNLIKELY),
}


_GOES = re.compile(r"coming|going")
"""Verbs among the predicates: "isn't coming back" denies the event, not its certainty."""


@dataclass(frozen=True, slots=True)
class Strength:
    """The reading of a claim's wording."""

    term: str
    band: Band
    odds: Stated | None
    """The chance that the text gives in numbers."""
    is_event_negated: bool
    """The claim is that it does not come about."""
    words: tuple[int, int]
    """First and last word of the cue with its hedges."""


def strength(tree: Tree, cue: Cue, embedding: Embedding) -> Strength:
    """Read the strength of a cue."""
    term, band = cue.entry.term, cue.entry.band
    negated = cue.is_event_negated
    first, last = cue.first, cue.last
    if cue.kind == "modal" and tree.low[cue.first] in {"can", "ca"} and negated:
        term, band = "will", Band.CERTAIN
    if cue.kind == "noun":
        term, band = chance_band(tree, cue.first)
    if cue.is_negated and (band == Band.SCHEDULED or (cue.kind == "predicate" and _GOES.match(tree.low[cue.first]))):
        negated = True
    elif cue.is_negated:
        term, band = _NEGATED.get(term, (term, band))
    if cue.kind in {"infinitive", "predicate", "that"}:
        term, band = _intensified(tree, cue, term, band)
    adverb, where = _adverb(tree, cue)
    if cue.kind == "modal" and negated and _necessarily(tree, cue):
        term, band, adverb = "may", Band.POSSIBLE, None
    elif adverb is not None:
        first, last = min(first, where[0]), max(last, where[1])
        term, band, negated = _hedged(adverb, term, band, negated)
    if cue.entry.term == "would" and tree.lemma(cue.event) == "surprise" and negated:
        return Strength("possible", Band.POSSIBLE, None, False, (first, last))
    if embedding.hedge is not None:
        other, other_band = embedding.hedge
        if (other_band == Band.UNLIKELY and band != Band.UNLIKELY) or _ORDER[other_band] < _ORDER[band]:
            term, band = other, other_band
    if embedding.is_denied:
        negated = not negated
        if cue.is_event_negated:
            term, band = ("may", Band.POSSIBLE) if band == Band.POSSIBLE else (term, band)
    if _modal_hedge(tree, cue) and band in {Band.CERTAIN, Band.LIKELY} and cue.kind != "modal":
        term, band = "may", Band.POSSIBLE
    if band in {Band.CERTAIN, Band.LIKELY} and (
        _means(tree, cue) or (embedding.source is None and _confidence(tree) == "low")
    ):
        term, band = "may", Band.POSSIBLE
    elif band == Band.CERTAIN and _confidence(tree) in {"moderate", "medium"}:
        term, band = "likely", Band.LIKELY
    odds = stated_chance(tree, cue)
    if odds is not None:
        band = band_of(odds.reading.point)
    elif (
        (
            band == Band.CERTAIN
            and (term == "will" or (term == "would" and embedding.is_reported_past))
            and _is_scheduled(tree, cue, embedding)
        )
        or (
            cue.kind == "toward"
            and tree.low[cue.first] in {"set", "slated", "scheduled", "due", "fixed"}
            and _dated(tree, cue)
        )
        or (
            cue.entry.term == "set to"
            and band == Band.LIKELY
            and tree.lemma(cue.event) in EVENT
            and _dated(tree, cue)
            and (tree.lemma(cue.clause) == "be" or tree.low[cue.clause] == "set")
        )
    ):
        term, band = "scheduled", Band.SCHEDULED
    return Strength(term, band, odds, negated, (first, last))


def _intensified(tree: Tree, cue: Cue, term: str, band: Band) -> tuple[str, Band]:
    """Return term and band by the word before the cue. One that is not here is left out: "quite likely" is "likely"."""
    before, after = tree.low[max(0, cue.first - 1) : cue.first], tree.low[cue.last + 1 : cue.last + 3]
    if before == ["more"] and after == ["than", "not"] and term == "likely":
        return "better than even", band
    near = {tree.low[kid] for kid in tree.kids[cue.first]}
    if near & {"very", "highly", "extremely", "most", "overwhelmingly"} and term in {"likely", "unlikely"}:
        return "highly " + term, band
    if near & {"almost", "nearly", "virtually", "all"} and term in {"certain"}:
        return "almost certain", band
    if (
        tree.lemma(cue.clause) in {"seem", "appear", "look"}
        and band == Band.CERTAIN
        and cue.kind in {"infinitive", "predicate"}
    ):
        return "likely", Band.LIKELY
    if HARDLY & set(before) or ("less" in near and term == "likely"):
        return _NEGATED.get(term, (term, band))
    return term, band


def _necessarily(tree: Tree, cue: Cue) -> bool:
    return any(tree.low[n] in {"necessarily", "automatically"} for n in range(cue.first, min(len(tree), cue.event + 3)))


def _adverb(tree: Tree, cue: Cue) -> tuple[Entry | None, tuple[int, int]]:
    """Return the adverb that grades the claim, with its place."""
    subject_left = min(tree.subtree(cue.subject)) if cue.subject is not None and cue.subject < cue.first else cue.first
    begin = max(0, min(subject_left, cue.first) - 5)
    best: tuple[Entry | None, tuple[int, int]] = (None, (0, 0))
    for index in range(begin, min(len(tree), cue.event + 2)):
        matched = match(tree, index, "adverb")
        if matched is None or (cue.kind == "adverb" and index == cue.first):
            continue
        entry, last = matched
        top = next((n for n in range(index, last + 1) if not index <= tree.heads[n] <= last), index)
        head = tree.heads[top]
        belongs = (
            head in {cue.clause, cue.event, cue.first}
            or cue.first < index <= cue.event
            or (index < subject_left and (index <= 2 or last == subject_left - 1))
            or (tree.heads[cue.clause] == head and index < cue.first and tree.deps[cue.clause] in {"ccomp", "xcomp"})
        )
        if not belongs or (cue.kind != "modal" and index == cue.first):
            continue
        if index < cue.first and tree.deps[top] in {"acomp", "attr", "oprd"} and last == index:
            continue  # "it is likely that …" governs the claim from above
        if index > cue.event and last + 1 < len(tree) and tree.tags[last + 1] in {"CD", "DT", "PDT"}:
            continue  # "will add maybe half a point": the amount is graded, not the claim
        if index > 0 and tree.low[index - 1] in {"as", "more", "less"} and entry.words[0] != "likely":
            continue
        if best[0] is None or _ORDER[entry.band] < _ORDER[best[0].band] or last - index > best[1][1] - best[1][0]:
            best = (entry, (index, last))
    return best


def _hedged(adverb: Entry, term: str, band: Band, negated: bool) -> tuple[str, Band, bool]:
    if band == Band.CERTAIN and adverb.band == Band.LIKELY and negated:
        # "probably won't" claims X and calls it unlikely.
        return ("highly unlikely" if adverb.term == "highly likely" else "unlikely"), Band.UNLIKELY, False
    if band == Band.CERTAIN and adverb.term in {"almost certain", "certain"}:
        return adverb.term, adverb.band, negated
    if _ORDER[adverb.band] < _ORDER[band] and band != Band.SCHEDULED:
        return adverb.term, adverb.band, negated
    return term, band, negated


def _modal_hedge(tree: Tree, cue: Cue) -> bool:
    """Say whether "may" or "might" stands over another cue: "may be set to"."""
    places = [cue.clause, cue.event] if cue.kind == "verb" and tree.deps[cue.event] == "ccomp" else [cue.clause]
    return any(
        tree.tags[aux] == "MD" and tree.low[aux] in {"may", "might", "could"}
        for place in places
        for aux in tree.auxiliaries(place)
    )


def _means(tree: Tree, cue: Cue) -> bool:
    """Say whether the claim is what something may mean: "this may mean that prices will fall"."""
    head = tree.heads[cue.clause]
    over = [tree.low[aux] for aux in tree.auxiliaries(head)]
    return (
        tree.deps[cue.clause] == "ccomp"
        and tree.lemma(head) in {"mean", "imply", "be", "signal", "suggest"}
        and bool({"may", "might", "could"} & set(over))
    )


_CONFIDENCE = re.compile(r"\bwith (?P<how>low|moderate|medium|high) confidence\b")


def _confidence(tree: Tree) -> str | None:
    """Return how confident an assessment calls itself: "we assess with moderate confidence that …"."""
    found = _CONFIDENCE.search(" ".join(tree.low))
    return found["how"] if found else None


_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|sept|oct|nov|dec"
)
_DATE = re.compile(
    rf"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|(?:{_MONTHS})\.? ?\d{{1,2}}|"
    rf"\d{{1,2}} (?:{_MONTHS})|"
    rf"(?:in|this coming|next|early|late|by|end of) (?:{_MONTHS})\b|next (?:week|month)|"
    r"on the \d{1,2} ?(?:st|nd|rd|th)\b|"
    r"(?:days|weeks|a fortnight|months) (?:later|after|hence|from now)|at \d{1,2}(?:[:.]\d\d)? ?[ap]\.? ?m\b)",
    re.IGNORECASE,
)


def _dated(tree: Tree, cue: Cue) -> bool:
    return _DATE.search(_event_words(tree, cue)) is not None


def _event_words(tree: Tree, cue: Cue) -> str:
    """Return the words of the event without remarks about who said it."""
    said = frozenset(k for k in tree.kids_by(cue.event, "advcl", "parataxis", "ccomp") if tree.lemma(k) in SAY)
    return " ".join(tree.words[n] for n in tree.subtree(cue.event, said))


def _is_scheduled(tree: Tree, cue: Cue, embedding: Embedding) -> bool:
    if cue.is_event_negated:
        return False
    told = _event_words(tree, cue)
    if any(tree.low[aux] == "have" for aux in tree.auxiliaries(cue.event)):
        return False
    lemma = tree.lemma(cue.event)
    if embedding.is_announced and (lemma in EVENT or _DATE.search(told)):
        return True
    if tree.low[cue.first] == "going" and cue.subject is not None and tree.low[cue.subject] in {"we", "i"}:
        verb, thing = tree.lemma(cue.event), tree.kid(cue.event, "dobj")
        made = verb in _LAUNCHED or (verb == "do" and thing is not None and tree.tags[thing].startswith("NN"))
        return made and thing is not None
    if cue.entry.term != "would" and _DAY.search(told) and _NO_DAY.search(told) is None:
        progressive = tree.tags[cue.event] == "VBG" and lemma not in DRIFT
        return progressive or lemma not in _UNPLANNED
    is_told = cue.entry.term == "would"  # "said that it would sign by June" tells of a plan
    return lemma in EVENT and _DATE.search(told) is not None and (is_told or _DEADLINE.search(told) is None)


_DEADLINE = re.compile(
    rf"\b(?:by|before|until|within) (?:the )?(?:(?:end|middle|start) of |early |mid-?|late )?"
    rf"(?:{_MONTHS}|next|this|\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day)",
    re.IGNORECASE,
)
"""What will happen by a day is foretold; what will happen on it may have been arranged."""

_DAY = re.compile(
    rf"\b(?:on (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:{_MONTHS})\.? ?\d{{1,2}}|\d{{1,2}} (?:{_MONTHS}))\b|"
    r"tomorrow\b|tonight\b|(?:later )?this (?:week|weekend|morning|afternoon|evening)\b)",
    re.IGNORECASE,
)
"""A day that is near or named: people do on it what has been arranged."""
_NO_DAY = re.compile(r"\b(?:by|until|before|after|since|over|within) (?:on )?(?:this|tomorrow|tonight)", re.IGNORECASE)
_UNPLANNED = (
    (CHANGE | STATIVE | DRIFT | words("get see know find say think look need learn hear show want tell say"))
    - EVENT
    - {"run", "take"}
)
"""What nobody arranges: it happens, or it is."""


_LAUNCHED = frozenset({"hold", "release", "publish", "launch", "host", "unveil", "announce", "present"})
"""What "we're going to" announces rather than foretells, with an object: "we're going to do a book"."""
