"""Refuse what is said of the text itself, or for the sake of the argument: what it explains, what critics will say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from foretold.extract.context import Verdict
from foretold.extract.cue import Cue
from foretold.extract.governing_words import Embedding
from foretold.extract.text import words
from foretold.extract.timewords import has_future_time
from foretold.extract.tree import Tree

_TEXT_VERBS = words(
    """explain argue discuss describe show say return see note mention focus look assume use call refer
    post write address list summarize summarise begin start turn leave skip quote come try illustrate
    bore spare trouble elaborate revisit review examine talk ignore concentrate outline give pass recall
    suggest admit confess add tell repeat investigate explore chronicle document refrain"""
)
_UNNAMED = frozenset({"some", "many", "others", "most"})
_OF_THE_TEXT = re.compile(
    r"\bin this (?:paper|article|essay|post|report|study|section|chapter|brief|column)\b|\b(?:to follow|below)$"
)
"""With these a subject is a part of the text: "the analysis in this paper will draw on"."""
_WRITERS_WORK = words("explain argue discuss describe explore investigate chronicle summarize summarise elaborate")
"""What writers promise of their own texts, also with a date: "next week I will look at the other half"."""
_WRITINGS = words("article feature column essay post piece paper chapter series newsletter section update")
_TALK = words(
    "recall remember say object argue complain insist tell claim reply answer ask protest point note wonder retort"
)
PARTICULAR = words(
    """the this that these those our their its his her my your it he she they we i now today here such"""
)


@dataclass(frozen=True, slots=True)
class Case:
    """A cue to be judged, with what most rules ask of it."""

    tree: Tree
    cue: Cue
    embedding: Embedding
    has_condition: bool
    is_quoted: bool
    subject: str
    """The word that is the subject, in lower case; empty where there is none."""
    verb: str
    """The event's verb in its base form."""

    @property
    def is_modal(self) -> bool:
        """Whether the cue is an auxiliary."""
        return self.cue.kind == "modal"

    @property
    def is_dated(self) -> bool:
        """Whether words for a time to come stand by the event."""
        return has_future_time(self.tree, self.cue.event)


Rule = Callable[[Case], Verdict]


def _author_says(case: Case) -> Verdict:
    """ "I will explain", "we will come to that"."""
    speaks = case.verb in _TEXT_VERBS and not _sees(case.tree, case.cue)
    speaks = speaks and (case.verb in _WRITERS_WORK or not case.is_dated)
    if case.subject in {"i", "we"} and not case.is_quoted and speaks and case.cue.kind in {"modal", "infinitive"}:
        return "about the text", "the author says what the text does"
    return None


def _text_does(case: Case) -> Verdict:
    """ "This column will explain", "the analysis in this paper will draw on"."""
    own = case.cue.subject is not None and case.is_modal
    if own and _OF_THE_TEXT.search(words_of(case.tree, case.cue.subject or 0)):
        return "about the text", "what the text itself does"
    if case.subject in _WRITINGS and case.verb in _TEXT_VERBS | {"assess", "cover", "covers", "change"}:
        return "about the text", "what the text itself does"
    return None


def _said_by_saying(case: Case) -> Verdict:
    """ "I will say this much", "I will tell you"."""
    tree, event = case.tree, case.cue.event
    said = tree.kid(event, "dobj", "dative", "ccomp")
    to_you = case.verb in {"tell", "show"} and said is not None and "you" in tree.low[event : said + 1]
    remark = to_you or case.verb in {"say", "repeat", "note", "add", "admit", "confess", "remind", "let"}
    if case.subject in {"i", "we"} and remark and case.cue.entry.term == "will" and not case.is_dated:
        return "about the text", "what the speaker says is being said"
    return None


def _objected(case: Case) -> Verdict:
    """ "Critics will say", "some will object"."""
    tree, subject = case.tree, case.cue.subject
    if not case.is_modal or case.verb not in _TALK or case.is_dated or subject is None:
        return None
    unnamed = subject == tree.own_subject(case.cue.clause) and case.subject in _UNNAMED and not tree.kids[subject]
    if unnamed or _is_bare_plural(tree, subject) or case.subject in _OBJECTORS:
        return "about the text", "what people will say is said for the sake of the argument"
    return None


_OBJECTORS = frozenset({"reader", "cynic", "critic", "sceptic", "skeptic"})


def _may_be_said(case: Case) -> Verdict:
    """ "It may be argued that"."""
    passive = case.tree.kid(case.cue.event, "auxpass") is not None
    told = case.tree.kid(case.cue.event, "ccomp") is not None
    if case.subject == "it" and case.is_modal and passive and case.verb in _TEXT_VERBS | _TALK and told:
        return "about the text", "what may be said is said by the author"
    return None


def _not_gone_into(case: Case) -> Verdict:
    """ "I won't go into that"."""
    negated = case.cue.is_event_negated and not case.is_quoted
    if case.verb in {"go", "dwell"} and case.subject in {"i", "we"} and negated:
        return "about the text", "the author says what the text does"
    return None


ABOUT_THE_TEXT: tuple[Rule, ...] = (
    _author_says,
    _text_does,
    _said_by_saying,
    _objected,
    _may_be_said,
    _not_gone_into,
)
"""First match wins."""


def words_of(tree: Tree, node: int) -> str:
    """Return a branch in lower case."""
    return " ".join(tree.low[n] for n in tree.subtree(node))


def _is_bare_plural(tree: Tree, noun: int) -> bool:
    """Say whether a noun names people of a kind: "critics", "defenders of the bill", "many readers"."""
    return (
        tree.tags[noun] == "NNS"
        and tree.kid(noun, "poss", "nummod") is None
        and not any(tree.low[kid] in PARTICULAR for kid in tree.kids_by(noun, "det"))
        and not any(tree.tags[kid] == "NNP" for kid in tree.kids[noun])
    )


def _sees(tree: Tree, cue: Cue) -> bool:
    """Say whether "we will see" has something that will be seen: "we will see more of this"."""
    seen = tree.kid(cue.event, "dobj", "ccomp")
    if tree.lemma(cue.event) != "see" or seen is None or seen < cue.event:
        return False
    return tree.tags[seen] not in {"DT", "PRP", "WP"} and tree.tags[min(tree.subtree(seen))] not in {"WRB", "WP", "WDT"}
