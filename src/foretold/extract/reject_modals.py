"""Refuse auxiliaries that look back, tell of now, of ability, or of what would be if."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911

from __future__ import annotations

import re

from foretold.extract.condition_named import is_action
from foretold.extract.context import Context, Verdict, own_past
from foretold.extract.cue import Cue
from foretold.extract.governing_words import FIRST_PERSON, Embedding
from foretold.extract.governors import GIVING_REASON
from foretold.extract.text import words
from foretold.extract.timewords import PAST, has_future_time, words_under
from foretold.extract.tree import Tree
from foretold.extract.verbs import CHANGE, FORECAST, MENTAL, OUTCOME, SAY, STATIVE
from foretold.records import Band


def judge_will(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Refuse "will" that asks, leaves open or holds a forecast of its own."""
    if tree.lemma(cue.event) in {"be", "depend"} and any(
        tree.low[n] == "whether"
        for k in tree.kids_by(cue.event, "ccomp", "attr", "advcl", "prep", "pcomp")
        if k > cue.event
        for n in tree.subtree(k)[:3]
    ):
        return "uncommitted", '"whether" commits nobody'
    thought = tree.kid(cue.event, "ccomp")
    if (
        thought is not None
        and tree.lemma(cue.event) in MENTAL
        and any(tree.tags[a] == "MD" for a in tree.auxiliaries(thought))
    ):
        return "epistemic", "a thought that holds a forecast of its own"
    return None


_FREE = frozenset({"whatever", "whoever", "whichever", "whomever"})
_ASKING = frozenset({"why", "how", "which", "when", "where", "whose", "who", "what", "whom", "whether"})


def asks(tree: Tree, cue: Cue) -> bool:
    """Say whether the clause opens with a question word of its own: "why I will never", "what will be done"."""
    begin = min(tree.subtree(cue.clause))
    if tree.deps[cue.clause] == "relcl" and not (begin > 0 and tree.low[begin - 1] == ":"):
        return False
    if tree.low[begin] in {"when", "where"} and (tree.low[begin - 1] == "," if begin else cue.entry.term != "will"):
        return False
    if tree.low[begin] in {"when", "where"} and tree.deps[cue.clause] == "advcl" and begin:
        return False
    if begin > 1 and tree.low[begin] == "why" and tree.low[begin - 2] in GIVING_REASON:
        return False  # "that is why it will fail" claims it
    kids = [kid for kid in tree.kids[cue.clause] if kid < cue.clause]
    fronted = [
        n
        for kid in kids
        if tree.deps[kid] not in {"advcl", "ccomp", "relcl", "parataxis", "conj", "csubj", "csubjpass"}
        for n in (kid, *tree.kids[kid])
    ]
    if tree.tags[begin] == "WRB" and tree.low[begin] in {"how", "why"} and begin < cue.first:
        return True
    subject = tree.own_subject(cue.clause)
    opens = cue.first == 0 or not tree.tags[cue.first - 1].startswith(("NN", "PRP", "WP", "WDT", "EX"))
    inverted = opens and cue.kind == "modal" and subject is not None and cue.first < subject < cue.clause
    if inverted and not _FRONTING & {*tree.low[: cue.first], *tree.low[cue.first + 1 : cue.first + 2]}:
        return True  # "if I change the handset, will it work"
    if _in_inner_clause(tree, begin, cue.clause):
        begin = cue.clause  # "what they say will be read": the question word is another clause's
    asked = {begin, *tree.kids_by(cue.clause, "nsubj", "nsubjpass")}
    deep = any(
        ((tree.low[n] in {"who", "what", "whom"} and tree.tags[n] == "WP") or tree.low[n] in _FREE) and n < cue.first
        for n in asked
    )
    return deep or any(
        tree.low[n] in _ASKING
        and tree.tags[n] in {"WRB", "WDT", "WP$", "WP"}
        and n - begin <= 3
        and not (tree.low[n] == "which" and n > 0 and tree.low[n - 1] == ",")
        and tree.deps[n] != "mark"
        and n < (cue.subject or cue.clause) + 1
        for n in fronted
    )


_FRONTING = words("nor neither never only not no so seldom rarely little hardly scarcely under such nowhere than as")
"""After these the auxiliary stands before the subject without a question."""


def _in_inner_clause(tree: Tree, word: int, clause: int) -> bool:
    """Say whether a word stands in a clause that hangs on ``clause``."""
    for up in tree.up(word):
        if up == clause:
            return False
        if tree.deps[up] in {"csubj", "csubjpass", "ccomp", "advcl", "relcl"}:
            return True
    return False


def _progressive(tree: Tree, verb: int) -> bool:
    return tree.tags[verb] == "VBG" and any(tree.low[aux] in {"be", "been"} for aux in tree.auxiliaries(verb))


def judge_may(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Refuse "may" and "might" about what is so now."""
    verb = cue.event
    if verb == cue.first:
        return "epistemic", "it names no event"
    if tree.lemma(verb) == "mean":
        return "epistemic", "what something means"
    ahead = has_future_time(tree, verb) or has_condition
    if ahead:
        return None
    if tree.low[cue.first] == "may" and _concedes(tree, cue):
        return "epistemic", "granted for the sake of the argument"
    if cue.entry.term == "might" and not embedding.sources and PAST.search(" ".join(tree.words)):
        return "backshifted", "what was possible then"
    if _progressive(tree, verb):
        return "epistemic", "about what is going on now"
    passive = tree.kid(verb, "auxpass") is not None
    if passive and tree.low[verb] in _STATES:
        return "epistemic", "about what is so now"
    if tree.lemma(verb) == "play" and {"role", "part"} & set(tree.low[verb : verb + 4]):
        return "epistemic", "about what is so now"
    if not passive and tree.lemma(verb) in STATIVE and not _eventive_be(tree, verb):
        return "epistemic", "about what is so now"
    if cue.subject is not None and tree.low[cue.subject] in FIRST_PERSON and tree.lemma(verb) in MENTAL | SAY:
        return "epistemic", "about what is so now"
    return None


_STATES = words(
    """linked related connected aligned based known trapped tied associated rooted located involved designed meant
    intended motivated tempted inclined concerned called considered done overstated exaggerated seen viewed described
    interpreted construed understood"""
)
"""Participles that tell of a state: "the cases may be linked to a festival"."""


def _concedes(tree: Tree, cue: Cue) -> bool:
    """ "While residents may vote, …": granted for the sake of what follows."""
    if {tree.low[kid] for kid in tree.kids_by(cue.event, "advmod")} & {"well", "yet", "still", "soon", "eventually"}:
        return False
    mark = tree.kid(cue.clause, "mark")
    return tree.deps[cue.clause] == "advcl" and mark is not None and tree.low[mark] in {"while", "although", "though"}


def _eventive_be(tree: Tree, verb: int) -> bool:
    """Say whether "be" or "have" stands for something that comes about: "have to accept", "be forced", "be able to"."""
    if tree.lemma(verb) == "have" and tree.kid(verb, "xcomp") is not None:
        return tree.low[verb : verb + 4] != ["have", "to", "do", "with"]
    thing = tree.kid(verb, "dobj")
    if tree.lemma(verb) == "have" and thing is not None and any(tree.tags[n] == "CD" for n in tree.subtree(thing)):
        return True  # "could have 90 percent of the seats"
    if tree.low[verb : verb + 3] == ["be", "in", "for"]:
        return True
    adverbs = {tree.low[kid] for kid in tree.kids_by(verb, "advmod")}
    if adverbs & {"yet", "soon", "eventually", "ultimately", "next", "then", "later"}:
        return True
    predicate = tree.kid(verb, "acomp", "attr")
    exists = predicate is not None and tree.kid(verb, "expl") is not None and is_action(tree.low[predicate])
    if predicate is not None and exists and not any(tree.low[kid] == "no" for kid in tree.kids[predicate]):
        return True  # "there could be some litigation"
    if predicate is not None and any(tree.low[kid] in {"last", "next"} for kid in tree.kids_by(predicate, "amod")):
        return True  # "this could be his last term"
    if predicate is not None and (tree.kid(predicate, "xcomp") is not None or tree.kid(verb, "xcomp") is not None):
        return True  # "may not be enough to stop it", "could be hard to defend"
    return predicate is not None and tree.low[predicate] in {
        "able",
        "available",
        "ready",
        "unable",
        "forced",
        "next",
        "crucial",
        "decisive",
        "over",
    }


def judge_could(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Refuse "could" of ability, then or now."""
    verb = cue.event
    if has_condition and re.search(
        r"\bif (?:it|they|he|she|we|you|i) (?:chose|wanted|wished|liked|tried)\b", " ".join(tree.low)
    ):
        return "ability", "what somebody is able to do"
    if _is_capacity(tree, cue) and not (has_condition or embedding.sources):
        return "ability", "what somebody or something is able to do"
    graded = any(tree.low[kid] in _POTENTIAL for kid in tree.kids_by(verb, "advmod"))
    if not embedding.sources and _BYGONE.search(words_under(tree, verb)):
        return "ability", "what was possible then"
    if has_condition:
        return None
    around = " ".join(tree.words) if embedding.is_relative else words_under(tree, verb)
    if PAST.search(around) and not embedding.sources and not has_future_time(tree, verb):
        return "ability", "what was possible then"
    thing = cue.subject is not None and tree.low[cue.subject] in {"this", "that", "it", "there"}
    told = embedding.source is not None and embedding.is_reported_past
    if not (told or graded or thing or context.is_minutes):
        if own_past(tree, cue.clause) and embedding.source is None:
            return "ability", "what was possible then"
        person = cue.subject is None or tree.tags[cue.subject] in {"PRP", "NNP", "NNPS", "WP"}
        if person and context.tells_of_past and not present_elsewhere(tree, cue.clause):
            return "ability", "what was possible then"
    if cue.is_event_negated and not context.under_condition and not embedding.is_denied:
        return "ability", "what was not possible"
    sees = tree.lemma(verb) == "see" and cue.subject is not None and tree.tags[cue.subject] != "PRP"
    thinks = tree.lemma(verb) in MENTAL | {"say", "argue", "tell", "see", "claim", "find", "afford"} and not sees
    if thinks and not has_future_time(tree, verb):
        return "ability", "what one is able to think or say"
    return judge_may(tree, cue, embedding, context, has_condition)


_POTENTIAL = frozenset(
    {"potentially", "well", "conceivably", "eventually", "possibly", "soon", "ultimately", "still", "yet", "easily"}
)
"""With these "could" tells of what may come, not of what one was able to do."""
_BYGONE = re.compile(r"\b(?:in|of|by|since|until|before|after|during) (?:\w+ ){0,2}(?:1[0-9]\d\d|200\d)\b")
_RATED = re.compile(r"\b\w+s (?:an|a|per|each|every) (?:hour|minute|second|day|shift)\b")


def _is_capacity(tree: Tree, cue: Cue) -> bool:
    """ "It could fire forty rounds an hour", "he could do both", "so could my uncle": what one is able to do."""
    subject = cue.subject
    thing = tree.kid(cue.event, "dobj")
    if thing is not None and tree.lemma(cue.event) == "do" and tree.low[thing] in {"both", "neither", "either", "so"}:
        return True
    inverted = tree.low[0] in {"so", "neither", "nor"} and (subject is None or subject > cue.first)
    usefully = any(tree.low[kid] in {"usefully", "easily", "comfortably"} for kid in tree.kids_by(cue.event, "advmod"))
    rated = _RATED.search(words_under(tree, cue.event)) is not None
    capable = tree.lemma(cue.event) in {"manage", "employ", "fire", "carry", "seat"} and subject is not None
    return inverted or (usefully and capable) or (rated and not has_condition_word(tree))


def has_condition_word(tree: Tree) -> bool:
    """Say whether the sentence holds "if" or "unless"."""
    return "if" in tree.low or "unless" in tree.low


def present_elsewhere(tree: Tree, clause: int) -> bool:
    """Say whether another verb of the sentence stands in the present."""
    return any(tag in {"VBZ", "VBP"} and n != clause for n, tag in enumerate(tree.tags))


_LASTS = frozenset({"sustain", "sustained", "last", "continue", "survive", "hold", "go", "endure"})
_FOR_LONG = re.compile(r"\b(?:past the \w+|for (?:long|ever)|forever|much longer|beyond (?:the )?\w+)\b", re.IGNORECASE)
"""With these "cannot" foretells an end: "cannot last", "cannot be sustained past the winter"."""


def judge_can(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Refuse "can", unless it foretells or is dated."""
    if tree.lemma(cue.event) in FORECAST and not cue.is_event_negated:
        return None
    only = any(tree.low[kid] == "only" for kid in tree.kids_by(cue.event, "advmod"))
    person = cue.subject is not None and tree.tags[cue.subject] in {"PRP", "NNP"} and tree.low[cue.subject] != "it"
    if only and not person and tree.lemma(cue.event) in OUTCOME | CHANGE | {"mean", "worsen", "deepen"}:
        return None  # "this can only lead to more bloodshed"
    if has_future_time(tree, cue.event, strict=True) and not cue.is_event_negated and _leading_time(tree, cue):
        return None
    if embedding.hedge is not None and embedding.hedge[1] == Band.UNLIKELY:
        return None  # "it is doubtful that this can last"
    believed = embedding.source is not None and tree.lemma(embedding.source) in {"believe", "think", "reckon", "feel"}
    if believed and tree.lemma(cue.event) in OUTCOME and not cue.is_event_negated:
        return None  # "she believes that the side can win the cup"
    wins = {"win", "beat", "defeat", "survive", "prevail"}
    if cue.is_event_negated and tree.lemma(cue.event) in wins and not _own_past_sentence(tree, cue, embedding):
        return None
    ends = cue.is_event_negated and (tree.lemma(cue.event) in _LASTS or tree.low[cue.event] in _LASTS)
    if ends and (has_future_time(tree, cue.event) or _FOR_LONG.search(words_under(tree, cue.event))):
        return None
    return "ability", "what is possible or allowed"


def _own_past_sentence(tree: Tree, cue: Cue, embedding: Embedding) -> bool:
    generic = cue.subject is None or tree.low[cue.subject] in {"you", "one", "i", "we", "nobody", "anyone"}
    return generic or (own_past(tree, cue.clause) and not embedding.sources)


def _leading_time(tree: Tree, cue: Cue) -> bool:
    return any(tree.low[n] in {"tomorrow", "next"} for n in range(min(3, len(tree))))
