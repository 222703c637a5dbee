"""Refuse what was likely then, what is advised, and what is expected of nobody in particular."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911, PLR0912

from __future__ import annotations

import re

from foretold.extract.condition_named import is_action, is_person
from foretold.extract.context import Context, Verdict, own_past
from foretold.extract.cue import Cue
from foretold.extract.governing_words import FIRST_PERSON, Embedding
from foretold.extract.governors import is_reason
from foretold.extract.timewords import PAST, has_future_time, words_under
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY, STATIVE


def past_perfect(tree: Tree, verb: int) -> bool:
    """Say whether a verb stands in the past perfect."""
    return any(tree.low[aux] in {"had", "'d"} and tree.tags[aux] != "MD" for aux in tree.auxiliaries(verb))


def _modal_above(tree: Tree, cue: Cue) -> str:
    """Return the modal that stands over a cue: "would" in "would be likely to"."""
    for node in (cue.clause, tree.heads[cue.clause] if tree.deps[cue.clause] in {"acomp", "xcomp"} else cue.clause):
        for aux in tree.auxiliaries(node):
            if tree.tags[aux] == "MD":
                return {"'ll": "will", "'d": "would", "wo": "will", "ca": "can"}.get(tree.low[aux], tree.low[aux])
    return ""


def judge_tensed(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Judge "is set to", "there is a chance", "is inevitable" by the tense of the verb that carries them."""
    modal = _modal_above(tree, cue)
    first_person = (subject := tree.subject(cue.clause)) is not None and tree.low[subject] in FIRST_PERSON
    surprise = cue.kind == "that" and tree.deps[cue.event] == "advcl"
    if surprise or (cue.kind == "noun" and first_person):
        modal = ""
    if modal in {"would", "could"} and not (has_condition or context.under_condition or embedding.is_reported_past):
        return "hypothetical", f'"{modal}" without a condition'
    if modal in {"should", "must"}:
        return "advice", "advice commits nobody"
    if past_perfect(tree, cue.clause):
        return "backshifted", "what was expected then"
    if cue.kind == "predicate" and tree.low[cue.first] in {"assured", "guaranteed"} and tree.kid(cue.first, "agent"):
        return "epistemic", "what something is assured by"
    if cue.kind == "noun" and tree.lemma(cue.clause) in SAY and cue.clause != tree.heads[cue.first]:
        return None
    puts = first_person and tree.lemma(cue.clause) == "put"
    compared = any(tree.low[kid] in {"more", "less"} for kid in tree.kids_by(cue.first, "advmod"))
    kind = cue.subject is not None and (tree.tags[cue.subject] == "NNS" or tree.low[cue.subject] == "those")
    many = kind and not has_future_time(tree, cue.event)
    told = tree.is_past(cue.clause) or (many and cue.kind == "infinitive" and not embedding.sources)
    if compared and cue.entry.term in {"likely", "unlikely"} and told:
        return "timeless", "what was found of a kind"
    if (
        (tree.is_past(cue.clause) or _seemed(tree, cue))
        and not modal
        and not puts
        and not embedding.is_reported_past
        and not _awaited(tree, cue, context)
        and not (context.is_minutes and PAST.search(" ".join(tree.words)) is None)
    ):
        return "backshifted", "what was likely then"
    if tree.tags[cue.clause] == "VBD" and not puts and cue.clause == cue.first:
        return "backshifted", "what was likely then"
    if cue.entry.term == "expected" and cue.kind == "toward":
        counted = any(tree.tags[n] == "CD" for n in tree.subtree(cue.event)) or has_future_time(tree, cue.clause)
        return None if counted else ("uncommitted", "what is expected is no event")
    if tree.low[cue.first] == "looking" and not (
        has_condition or context.under_condition or tree.low[cue.event] == "future"
    ):
        return "epistemic", "what is being looked at"
    if cue.is_reduced and (
        own_past(tree, cue.clause) or cue.entry.term not in {"expected", "scheduled", "set to", "likely", "certain"}
    ):
        return "relative clause", "it only describes"
    if (
        cue.entry.term == "expected"
        and tree.low[cue.first] in {"supposed", "seen", "thought"}
        and not has_future_time(tree, cue.event)
    ):
        return "epistemic", "what is supposed, not foretold"
    if cue.entry.term == "expected" and tree.low[cue.first] == "estimated" and not has_future_time(tree, cue.event):
        return "epistemic", "an estimate of the present"
    if (
        cue.kind == "infinitive"
        and cue.entry.term in {"likely", "unlikely", "certain", "possible"}
        and _about_now(tree, cue)
    ):
        return "epistemic", "about the present or past"
    return None


_DAY = re.compile(
    r"\b(?:tomorrow|next (?:week|month|year)|later (?:this|on)|"
    r"(?:on |this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)


def _seemed(tree: Tree, cue: Cue) -> bool:
    """ "Seemed destined to", "appeared to be out of the question": what things looked like then."""
    before = tree.low[max(0, cue.first - 3) : cue.first]
    return bool({"seemed", "appeared", "looked"} & set(before)) and "had" not in before


def _awaited(tree: Tree, cue: Cue, context: Context) -> bool:
    """ "Talks were due to resume on Friday": told in a newspaper's past tense, but of a day that is near."""
    dated = _DAY.search(words_under(tree, cue.event)) is not None and PAST.search(" ".join(tree.words)) is None
    turned = {"but", "until", "originally", "initially", "when", "before"} & set(tree.low)
    if cue.kind != "infinitive" or turned:
        return False
    if tree.lemma(cue.clause) in {"appear", "seem", "look"}:
        return context.is_minutes and not PAST.search(" ".join(tree.words))  # "the rate appeared likely to fall"
    return cue.entry.term in {"expected", "scheduled", "set to"} and dated


def _about_now(tree: Tree, cue: Cue) -> bool:
    event = cue.event
    has = any(tree.low[aux] == "have" for aux in tree.auxiliaries(event))
    progressive = tree.tags[event] == "VBG" and any(tree.low[aux] == "be" for aux in tree.auxiliaries(event))
    return (has or progressive) and not has_future_time(tree, event)


def judge_verb(tree: Tree, cue: Cue, embedding: Embedding, context: Context) -> Verdict:
    """Refuse forecasts retold, demands, and what nobody in particular expects."""
    verb = cue.first
    subject = tree.subject(verb)
    tag = tree.tags[verb]
    modal = _modal_above(tree, cue)
    has = any(tree.low[aux] in {"have", "'ve"} for aux in tree.auxiliaries(verb))
    if past_perfect(tree, verb) or (has and any(tree.tags[aux] == "MD" for aux in tree.auxiliaries(verb))):
        return "backshifted", "an earlier forecast retold"
    if cue.is_negated and tree.lemma(verb) in {"predict", "forecast"} and tree.low[subject or 0] in FIRST_PERSON:
        return "uncommitted", f'"not {tree.low[verb]}" commits nobody'
    if tree.deps[verb] == "relcl" and tree.is_past(verb):
        return "backshifted", "an earlier forecast retold"
    if tree.is_past(verb) and cue.entry.term != "risk" and not (embedding.is_reported_past or context.is_minutes):
        if modal == "would":
            return None
        first = subject is not None and tree.low[subject] in FIRST_PERSON
        ahead = has_future_time(tree, cue.event) or has_future_time(tree, verb)
        thing = cue.event if cue.is_nominal else None
        ahead = ahead or (
            thing is not None
            and any(tree.low[kid] in {"a", "an"} for kid in tree.kids_by(thing, "det"))
            and not PAST.search(" ".join(tree.words))
            and tree.deps[verb] in {"ROOT", "ccomp", "conj"}
        )
        if first or tree.lemma(verb) in {"expect", "anticipate", "doubt", "foresee", "envisage"} or not ahead:
            return "backshifted", "an earlier forecast retold"
    if (
        subject is not None
        and tree.low[subject] in {"nobody", "few", "none"}
        and cue.entry.term == "expected"
        and (cue.is_nominal or tree.deps[verb] == "relcl")
    ):
        return "relative clause", "it tells what others do not expect"
    if not cue.is_nominal and any(tree.low[aux] == "have" for aux in tree.auxiliaries(cue.event)):
        return "epistemic", "about what has happened"
    if modal in {"can", "could"} and tree.lemma(verb) in {"predict", "forecast", "project"}:
        return "ability", "what somebody is able to foretell"
    if modal in {"would", "might"} and not (
        modal == "would" and subject is not None and tree.low[subject] in {"i", "we"}
    ):
        return "hypothetical", "what somebody would expect"
    if is_reason(tree, verb):
        return None
    if tag in {"VB", "VBG"} and subject is None and modal not in {"can", "should"} and not _imperative(tree, verb):
        return "uncommitted", "nobody is named who expects it"
    if tag == "VB" and any(tree.low[aux] == "to" for aux in tree.auxiliaries(verb)):
        return "uncommitted", "to expect is not to foretell"
    if (
        cue.is_nominal
        and cue.entry.term == "expected"
        and tree.lemma(verb) == "expect"
        and not _imperative(tree, verb)
        and not _foretold_noun(tree, cue)
    ):
        return "uncommitted", "what is expected is no event"
    if cue.entry.term == "expected" and not cue.is_nominal and _is_demanded(tree, cue):
        return "wish or fear", "a demand, not a forecast"
    if (
        (
            cue.entry.term == "expected"
            and not cue.is_nominal
            and tree.lemma(cue.event) in STATIVE
            and not has_future_time(tree, cue.event)
        )
        and cue.subject is not None
        and tree.tags[cue.subject] == "PRP"
        and tree.lemma(cue.event) not in {"be", "have"}
    ):
        return "wish or fear", "a demand, not a forecast"
    return None


def _is_demanded(tree: Tree, cue: Cue) -> bool:
    """ "Firms expect their guests to pay", "no one expects smiths to stop thieves": what people ought to do."""
    who, verb = cue.subject, cue.first
    if who is None or who == tree.subject(verb) or has_future_time(tree, verb) or tree.tags[who] not in {"NN", "NNS"}:
        return False
    subject = tree.own_subject(verb)
    if subject is None or any(tag in {"CD", "NNP", "NNPS"} for tag in tree.tags[verb:]):
        return False
    own = {tree.low[kid] for kid in tree.kids_by(who, "poss", "det")}
    kind = tree.tags[who] == "NNS" and not own
    generic = tree.low[subject] in {"one", "nobody", "people", "we", "everyone"}
    return is_person(tree.low[who]) and (bool(own & {"their", "its", "our", "his", "her"}) or (kind and generic))


def _imperative(tree: Tree, verb: int) -> bool:
    """ "Expect more of this": said to the reader, claimed by the writer."""
    if tree.tags[verb] not in {"VB", "VBP"} or tree.deps[verb] not in {"ROOT", "conj", "ccomp"}:
        return False
    return all(
        tree.tags[n] in {"RB", "CC", "UH", ",", "``", "''", '"', "VBP", "VB"} or tree.low[n] in {"do", "n't", "so", '"'}
        for n in range(verb)
    )


def _foretold_noun(tree: Tree, cue: Cue) -> bool:
    noun = cue.event
    if any(tree.tags[n] == "CD" for n in tree.subtree(cue.first)) or has_future_time(tree, cue.first):
        return True
    subject = tree.subject(cue.first)
    if subject is not None and tree.low[subject] in FIRST_PERSON and tree.tags[noun].startswith("NN"):
        return True
    plain = tree.low[noun]
    return tree.tags[noun].startswith("NN") and is_action(plain)
