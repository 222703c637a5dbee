"""Judge a cue: a forecast, or not and why not. Every refusal has a class and the rule that made it."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911

from __future__ import annotations

import re
from dataclasses import replace

from foretold.extract.context import Context, Verdict, own_past
from foretold.extract.cue import Cue
from foretold.extract.cue_presents import is_on_weekday
from foretold.extract.governing_words import FIRST_PERSON, Embedding
from foretold.extract.reject_kinds import GENERIC, judge_generic
from foretold.extract.reject_modals import (
    asks,
    judge_can,
    judge_could,
    judge_may,
    judge_will,
)
from foretold.extract.reject_supposed import judge_supposed
from foretold.extract.reject_tenses import judge_tensed, judge_verb, past_perfect
from foretold.extract.reject_would import judge_would, past_perfect_condition
from foretold.extract.text import words
from foretold.extract.timewords import PAST, STRICT, has_future_time, words_under
from foretold.extract.tree import Tree

_HABITUAL = words(
    """always often sometimes typically usually generally normally invariably occasionally routinely
    regularly"""
)


_BY_THEN = re.compile(r"\bby (?:the time|then|20[2-9]\d|the end|next)\b")


def judge(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Return None for a forecast, else the class of the refusal and its rule."""
    if context.is_headline:
        return "furniture", "headlines and captions repeat the text"
    if context.is_question:
        return "question", "a question commits nobody"
    if tree.low[:2] == ["if", "only"]:
        return "wish or fear", "a wish"
    if tree.low[0] in {"imagine", "suppose", "pretend", "picture"} or tree.low[:2] in (["let", "'s"], ["let", "us"]):
        return "hypothetical", "it is only supposed"
    if embedding.is_reported_past and _in_own_words(tree, cue, context):
        embedding = replace(embedding, is_reported_past=False)
    is_remark = cue.kind == "verb" and cue.event == cue.clause != cue.first
    if embedding.rejection is not None and not (is_remark and embedding.rejection[0] == "condition"):
        return embedding.rejection
    if is_remark:
        return None
    if (cue.kind in {"modal", "infinitive"} or _is_anothers(tree, cue)) and asks(tree, cue):
        return "question", "it asks how, when, who or which"
    if has_condition and past_perfect_condition(tree):
        return "would have", "a condition that did not come about"
    for rule in (_perfect, judge_generic, judge_supposed, _habit, _by_kind):
        verdict = rule(tree, cue, embedding, context, has_condition)
        if verdict is not None:
            return verdict
    return None


def _is_anothers(tree: Tree, cue: Cue) -> bool:
    """Say whether a verb tells what somebody else expects: "what they expect to see", not "what I expect"."""
    return cue.kind == "verb" and tree.low[tree.subject(cue.first) or 0] not in FIRST_PERSON


def _in_own_words(tree: Tree, cue: Cue, context: Context) -> bool:
    """Say whether the whole clause is quoted: the tense is then the speaker's own, not shifted by "he said"."""
    own = [tree.subtree(cue.subject)[0]] if cue.subject is not None and cue.subject < cue.first else []
    quote = context.quote_of[cue.first]
    return quote is not None and bool(own) and context.quote_of[own[0]] == quote


def _perfect(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    if cue.kind != "modal":
        return None
    has = [aux for aux in tree.auxiliaries(cue.clause) if tree.low[aux] in {"have", "'ve", "of"} and aux > cue.first]
    if not has or tree.tags[cue.clause] not in {"VBN", "VBD"}:
        return None
    if cue.entry.term == "will" and (has_future_time(tree, cue.clause) or _BY_THEN.search(" ".join(tree.low))):
        return None
    if cue.entry.term == "will" and tree.low[cue.subject or 0] not in GENERIC | {"readers"} and has_condition:
        return None
    name = "would have" if cue.entry.term in {"would", "could", "might"} else "epistemic"
    return name, f'"{tree.low[cue.first]} have" looks back'


def _habit(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    if tree.low[0] in {"ideally", "hopefully"} or (len(tree) > 1 and tree.low[1] in {"ideally", "hopefully"}):
        return "wish or fear", "an ideal or a hope is no claim"
    adverbs = {tree.low[kid] for node in (cue.clause, cue.event) for kid in tree.kids_by(node, "advmod", "npadvmod")}
    if adverbs & _HABITUAL and not has_future_time(tree, cue.event):
        return "timeless", "a habit, not an event"
    return None


def _by_kind(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    if cue.kind == "modal":
        return _MODALS[cue.entry.term](tree, cue, embedding, context, has_condition)
    if cue.kind == "phrasal":
        modal = {tree.low[aux] for aux in tree.auxiliaries(cue.clause) if tree.tags[aux] == "MD"}
        told = past_perfect(tree, cue.clause) or modal & {"should", "must"}
        return ("backshifted", "an earlier forecast retold") if told else None
    if cue.kind == "verb":
        return judge_verb(tree, cue, embedding, context)
    if cue.kind in {"present", "adverb", "framed"}:
        return _fragment(tree, cue, context)
    if cue.kind == "value":
        return None if not past_perfect(tree, cue.clause) else ("backshifted", "an earlier forecast")
    if cue.kind == "dated" and tree.is_past(cue.clause) and not embedding.is_reported_past:
        return "backshifted", "what was due then"
    return judge_tensed(tree, cue, embedding, context, has_condition)


def _fragment(tree: Tree, cue: Cue, context: Context) -> Verdict:
    if cue.kind != "present":
        return None
    said = words_under(tree, cue.clause)
    futurate = tree.tags[cue.clause] == "VBG" and cue.is_event_negated
    if (futurate or is_on_weekday(tree, cue.clause)) and not PAST.search(said):
        return None  # "they signed a letter that they are not voting for him"
    if PAST.search(said) or (own_past(tree, cue.clause) and not STRICT.search(said)):
        return "backshifted", "told of the past"
    return None


_MODALS = {
    "will": judge_will,
    "likely": judge_will,
    "would": judge_would,
    "may": judge_may,
    "might": judge_may,
    "could": judge_could,
}


def _could_or_can(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    if tree.low[cue.first] in {"can", "ca"}:
        return judge_can(tree, cue, embedding, context, has_condition)
    return judge_could(tree, cue, embedding, context, has_condition)


_MODALS["could"] = _could_or_can
