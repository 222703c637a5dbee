"""Judge a cue: a forecast, or not and why not. Every refusal has a class and the rule that made it."""

from __future__ import annotations

import re

from foretold.extract.condition import is_action
from foretold.extract.context import Context, own_past
from foretold.extract.cues import Cue
from foretold.extract.embedding import FIRST_PERSON, Embedding
from foretold.extract.text import words
from foretold.extract.timewords import PAST, has_future_time
from foretold.extract.tree import Tree
from foretold.extract.verbs import FORECAST, MENTAL, SAY, STATIVE

Verdict = tuple[str, str] | None

_HABITUAL = words(
    "always often sometimes typically usually generally normally invariably occasionally routinely regularly"
)
_TEXT_VERBS = words("""explain argue discuss describe show say return see note mention focus look assume use call refer post write
    address list summarize summarise begin start turn leave skip quote come try illustrate review examine talk ignore
    concentrate outline give pass recall suggest admit confess add tell""")
_POLITE = words("like love prefer rather hate welcome appreciate urge recommend suggest argue say think add note submit venture "
                    "call describe go bet guess wager expect hope imagine want encourage ask advise")  # fmt: skip
_GENERIC = frozenset({"you", "one", "anyone", "everyone", "someone", "people", "nobody", "whoever"})


def judge(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Return None for a forecast, else the class of the refusal and its rule."""
    if context.is_headline:
        return "furniture", "headlines and captions repeat the text"
    if context.is_question:
        return "question", "a question commits nobody"
    is_remark = cue.kind == "verb" and cue.event == cue.clause != cue.first
    if embedding.rejection is not None and not (is_remark and embedding.rejection[0] == "condition"):
        return embedding.rejection
    if is_remark:
        return None
    for rule in (_perfect, _generic, _habit, _by_kind):
        verdict = rule(tree, cue, embedding, context, has_condition)
        if verdict is not None:
            return verdict
    return None


def _perfect(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    if cue.kind != "modal":
        return None
    has = [aux for aux in tree.auxiliaries(cue.clause) if tree.low[aux] in {"have", "'ve", "of"} and aux > cue.first]
    if not has or tree.tags[cue.clause] not in {"VBN", "VBD"}:
        return None
    if cue.entry.term == "will" and has_future_time(tree, cue.clause):
        return None
    if cue.entry.term == "will" and tree.low[cue.subject or 0] not in _GENERIC | {"readers"} and has_condition:
        return None
    name = "would have" if cue.entry.term in {"would", "could", "might"} else "epistemic"
    return name, f'"{tree.low[cue.first]} have" looks back'


def _generic(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    subject = tree.low[cue.subject] if cue.subject is not None else ""
    quoted = context.quote_of[cue.first] is not None
    named_one = subject == "one" and cue.subject is not None and bool(tree.kids[cue.subject])
    if cue.kind == "modal" and subject in {"you", "one"} and not named_one:
        if tree.lemma(cue.event) in {"envision", "imagine", "foresee"} and subject == "one":
            return None
        return "timeless", f'"{subject} {tree.low[cue.first]}" speaks to the reader or of anybody'
    if subject in {"i", "we"} and not quoted and cue.entry.term in {"will", "would", "could", "may", "might"}:
        if tree.lemma(cue.event) in _TEXT_VERBS and not has_future_time(tree, cue.event):
            return "about the text", "the author says what the text does"
    if (
        cue.entry.term == "would"
        and tree.lemma(cue.event) in _POLITE
        and (subject in FIRST_PERSON or tree.lemma(cue.event) in {"like", "love", "prefer", "rather", "hate"})
    ):
        return "wish or fear", "a wish or a polite remark"
    if cue.entry.term == "would" and tree.lemma(cue.event) in {"suggest", "seem", "appear", "imply", "indicate"}:
        return "wish or fear", "a remark made politely"
    if cue.kind in {"modal", "infinitive"} and _is_anybody(tree, cue):
        return "timeless", "true of anybody of that kind, not of a coming event"
    if (
        cue.kind == "modal"
        and tree.lemma(cue.event) in {"find", "see"}
        and tree.low[min(cue.event + 1, len(tree) - 1)] in {"out", "whether", "if", "how"}
    ):
        return "uncommitted", "it is left open"
    feeling = tree.kid(cue.event, "acomp")
    if (
        cue.entry.term == "would"
        and feeling is not None
        and tree.low[feeling]
        in (
            {
                "surprised",
                "shocked",
                "amazed",
                "astonished",
                "happy",
                "glad",
                "delighted",
                "remiss",
                "grateful",
                "inclined",
                "careful",
            }
        )
    ):
        return "wish or fear", "a polite remark or a feeling"
    if cue.kind == "modal" and tree.lemma(cue.event) == "tend":
        return "timeless", "a tendency, not an event"
    if cue.entry.term in {"will", "would"} and _is_theory(tree, cue):
        return "timeless", "a rule that names nobody and no time"
    return _permission(tree, cue, quoted)


_PARTICULAR = words("the this that these those our their its his her my your it he she they we i now today here such")


def _is_theory(tree: Tree, cue: Cue) -> bool:
    """ "In a liquidity trap, more saving will not …": nothing in the sentence points at anything in particular."""
    if (
        any(tag in {"NNP", "NNPS", "CD"} for tag in tree.tags)
        or set(tree.low) & _PARTICULAR
        or has_future_time(tree, cue.event)
    ):
        return False
    opening = tree.low[0] if tree.low[0] not in {"but", "and", "so"} else tree.low[min(1, len(tree) - 1)]
    general = opening in {"if", "when", "whenever"} or (opening == "in" and tree.low[1:2] in (["a"], ["an"]))
    return general or any(word in {"when", "whenever"} for word in tree.low)


def _is_anybody(tree: Tree, cue: Cue) -> bool:
    """ "A shopkeeper will raise his prices when …": an indefinite kind, no name, no date."""
    subject = cue.subject
    if (
        subject is not None
        and tree.low[subject] in {"anyone", "anybody", "everyone", "everybody", "someone"}
        and not has_future_time(tree, cue.event)
    ):
        return True
    if subject is None or cue.entry.term not in {"will", "can", "certain", "may"}:
        return False
    dets = {tree.low[kid] for kid in tree.kids_by(subject, "det")}
    if (
        not dets & {"a", "an", "any", "every", "each"}
        or is_action(tree.low[subject])
        or has_future_time(tree, cue.event)
    ):
        return False
    return (
        not any(tag in {"NNP", "NNPS", "CD"} for tag in tree.tags)
        and tree.tags[subject] == "NN"
        and not any(
            tree.low[kid] in {"new", "second", "third", "further", "next", "fresh", "another", "future"}
            for kid in tree.kids_by(subject, "amod")
        )
    )


def _permission(tree: Tree, cue: Cue, quoted: bool) -> Verdict:
    """Rules and permissions: "shall be referred", "may impose fines of up to", "no customer may"."""
    subject = cue.subject
    word = tree.low[cue.first]
    if subject is None or cue.kind != "modal":
        return None
    if word == "shall" and tree.low[subject] not in FIRST_PERSON:
        return "permission", "a rule, not a forecast"
    if cue.entry.term != "may":
        return None
    dets = {tree.low[kid] for kid in tree.kids_by(subject, "det")}
    tail = " ".join(tree.low[cue.event : cue.event + 12])
    if dets & {"no", "any", "each", "every"} or re.search(
        r"\b(?:up to|no (?:more|sooner|later|fewer) than|in writing|more than \w+$|only (?:at|on|if|with))\b", tail
    ):
        return "permission", "what is allowed, not what will be"
    if tree.lemma(cue.event) in {
        "appeal",
        "appoint",
        "impose",
        "nominate",
        "amend",
        "extend",
        "apply",
        "draw",
        "reuse",
    } and not has_future_time(tree, cue.event):
        return "permission", "what is allowed, not what will be"
    return None


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
    if cue.kind == "verb":
        return _verb(tree, cue, embedding, context)
    if cue.kind in {"present", "adverb"}:
        return _fragment(tree, cue, context)
    if cue.kind == "value":
        return None if not _past_perfect(tree, cue.clause) else ("backshifted", "an earlier forecast")
    if cue.kind == "dated" and tree.is_past(cue.clause) and not embedding.is_reported_past:
        return "backshifted", "what was due then"
    return _tensed(tree, cue, embedding, context, has_condition)


def _past_perfect(tree: Tree, verb: int) -> bool:
    return any(tree.low[aux] in {"had", "'d"} and tree.tags[aux] != "MD" for aux in tree.auxiliaries(verb))


def _fragment(tree: Tree, cue: Cue, context: Context) -> Verdict:
    if cue.kind == "present" and (own_past(tree, cue.clause) or PAST.search(" ".join(tree.words))):
        return "backshifted", "told of the past"
    return None


def _modal_above(tree: Tree, cue: Cue) -> str:
    """Return the modal that stands over a cue: "would" in "would be likely to"."""
    for node in (cue.clause, tree.heads[cue.clause] if tree.deps[cue.clause] in {"acomp", "xcomp"} else cue.clause):
        for aux in tree.auxiliaries(node):
            if tree.tags[aux] == "MD":
                return {"'ll": "will", "'d": "would", "wo": "will", "ca": "can"}.get(tree.low[aux], tree.low[aux])
    return ""


def _tensed(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Judge "is set to", "there is a chance", "is inevitable" by the tense of the verb that carries them."""
    modal = _modal_above(tree, cue)
    first_person = (subject := tree.subject(cue.clause)) is not None and tree.low[subject] in FIRST_PERSON
    if cue.kind == "noun" and first_person:
        modal = ""
    if modal in {"would", "could"} and not (has_condition or context.under_condition or embedding.is_reported_past):
        return "hypothetical", f'"{modal}" without a condition'
    if modal in {"should", "must"}:
        return "advice", "advice commits nobody"
    if _past_perfect(tree, cue.clause):
        return "backshifted", "what was expected then"
    puts = first_person and tree.lemma(cue.clause) == "put"
    if tree.is_past(cue.clause) and not modal and not puts and not embedding.is_reported_past:
        return "backshifted", "what was likely then"
    if tree.tags[cue.clause] == "VBD" and not puts and cue.clause == cue.first:
        return "backshifted", "what was likely then"
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
    if (
        cue.entry.term == "expected"
        and cue.subject is not None
        and tree.low[cue.subject] in {"you", "everyone", "people"}
    ):
        return "advice", "what is expected of people"
    return None


def _about_now(tree: Tree, cue: Cue) -> bool:
    event = cue.event
    has = any(tree.low[aux] == "have" for aux in tree.auxiliaries(event))
    progressive = tree.tags[event] == "VBG" and any(tree.low[aux] == "be" for aux in tree.auxiliaries(event))
    return (has or progressive) and not has_future_time(tree, event)


def _verb(tree: Tree, cue: Cue, embedding: Embedding, context: Context) -> Verdict:
    verb = cue.first
    subject = tree.subject(verb)
    tag = tree.tags[verb]
    modal = _modal_above(tree, cue)
    if _past_perfect(tree, verb):
        return "backshifted", "an earlier forecast retold"
    if tree.deps[verb] == "relcl" and tree.is_past(verb):
        return "backshifted", "an earlier forecast retold"
    if tree.is_past(verb) and cue.entry.term != "risk":
        if modal == "would":
            return None
        first = subject is not None and tree.low[subject] in FIRST_PERSON
        ahead = has_future_time(tree, cue.event) or has_future_time(tree, verb)
        if first or tree.lemma(verb) in {"expect", "anticipate", "doubt", "foresee", "envisage"} or not ahead:
            return "backshifted", "an earlier forecast retold"
    if subject is not None and tree.low[subject] in {"nobody", "few", "one", "none"} and cue.entry.term == "expected":
        return "relative clause", "it tells what others do not expect"
    if not cue.is_nominal and any(tree.low[aux] == "have" for aux in tree.auxiliaries(cue.event)):
        return "epistemic", "about what has happened"
    if modal in {"would", "might"} and not (
        modal == "would" and subject is not None and tree.low[subject] in {"i", "we"}
    ):
        return "hypothetical", "what somebody would expect"
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
    if (
        cue.entry.term == "expected"
        and not cue.is_nominal
        and tree.lemma(cue.event) in STATIVE
        and not has_future_time(tree, cue.event)
    ):
        if cue.subject is not None and tree.tags[cue.subject] == "PRP" and tree.lemma(cue.event) not in {"be", "have"}:
            return "wish or fear", "a demand, not a forecast"
    return None


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


def _will(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    if _asks(tree, cue):
        return "question", "it asks how, when or which"
    if tree.lemma(cue.event) in {"be", "depend"} and any(
        tree.low[n] == "whether"
        for k in tree.kids_by(cue.event, "ccomp", "attr", "advcl", "prep", "pcomp")
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
    if any(
        tree.low[kid] in {"who", "what", "which"} and tree.deps[kid] == "nsubj" for kid in tree.kids[cue.clause]
    ) and (not embedding.is_relative and tree.deps[cue.clause] not in {"relcl"}):
        return "question", "it asks who or what"
    return None


def _asks(tree: Tree, cue: Cue) -> bool:
    """Say whether the clause begins with a question word of its own: "why I will never", "which roads will be shut"."""
    if tree.deps[cue.clause] == "relcl":
        return False
    begin = min(tree.subtree(cue.clause))
    kids = [kid for kid in tree.kids[cue.clause] if kid < cue.clause]
    fronted = [
        n
        for kid in kids
        if tree.deps[kid] not in {"advcl", "ccomp", "relcl", "parataxis", "conj"}
        for n in (kid, *tree.kids[kid])
    ]
    return any(tree.low[n] in {"why", "how", "which", "when", "where", "whose"} and tree.tags[n] in {"WRB", "WDT", "WP$", "WP"}
               and n - begin <= 3 and tree.deps[n] != "mark" and n < (cue.subject or cue.clause) + 1 for n in fronted)  # fmt: skip


def _progressive(tree: Tree, verb: int) -> bool:
    return tree.tags[verb] == "VBG" and any(tree.low[aux] in {"be", "been"} for aux in tree.auxiliaries(verb))


def _may(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    verb = cue.event
    if verb == cue.first:
        return "epistemic", "it names no event"
    if _asks(tree, cue):
        return "question", "it asks how, when or which"
    ahead = has_future_time(tree, verb) or has_condition
    if ahead:
        return None
    if _progressive(tree, verb):
        return "epistemic", "about what is going on now"
    passive = tree.kid(verb, "auxpass") is not None
    if not passive and tree.lemma(verb) in STATIVE and not _eventive_be(tree, verb):
        return "epistemic", "about what is so now"
    if cue.subject is not None and tree.low[cue.subject] in FIRST_PERSON and tree.lemma(verb) in MENTAL | SAY:
        return "epistemic", "about what is so now"
    return None


def _eventive_be(tree: Tree, verb: int) -> bool:
    """Say whether "be" or "have" stands for something that comes about: "have to accept", "be forced", "be able to"."""
    if tree.lemma(verb) == "have" and tree.kid(verb, "xcomp") is not None:
        return True
    adverbs = {tree.low[kid] for kid in tree.kids_by(verb, "advmod")}
    if adverbs & {"yet", "soon", "eventually", "ultimately", "next", "then"}:
        return True
    predicate = tree.kid(verb, "acomp", "attr")
    return predicate is not None and tree.low[predicate] in {
        "able",
        "unable",
        "forced",
        "next",
        "crucial",
        "decisive",
        "over",
    }


def _could(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    verb = cue.event
    if has_condition and re.search(
        r"\bif (?:it|they|he|she|we|you|i) (?:chose|wanted|wished|liked|tried)\b", " ".join(tree.low)
    ):
        return "ability", "what somebody is able to do"
    if PAST.search(" ".join(tree.words)) and not embedding.sources and not has_future_time(tree, verb):
        return "ability", "what was possible then"
    if has_condition:
        return None
    if embedding.source is None or not embedding.is_reported_past:
        if own_past(tree, cue.clause) and embedding.source is None:
            return "ability", "what was possible then"
        if context.tells_of_past and not _present_elsewhere(tree, cue.clause):
            return "ability", "what was possible then"
    if cue.is_event_negated and not context.under_condition and not embedding.is_denied:
        return "ability", "what was not possible"
    if tree.lemma(verb) in MENTAL | {"say", "argue", "tell", "see", "claim", "find", "afford"} and not has_future_time(
        tree, verb
    ):
        return "ability", "what one is able to think or say"
    return _may(tree, cue, embedding, context, has_condition)


def _present_elsewhere(tree: Tree, clause: int) -> bool:
    return any(tag in {"VBZ", "VBP"} and n != clause for n, tag in enumerate(tree.tags))


def _can(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    if tree.lemma(cue.event) in FORECAST and not cue.is_event_negated:
        return None
    if has_future_time(tree, cue.event, strict=True) and not cue.is_event_negated and _leading_time(tree, cue):
        return None
    return "ability", "what is possible or allowed"


def _leading_time(tree: Tree, cue: Cue) -> bool:
    return any(tree.low[n] in {"tomorrow", "next"} for n in range(min(3, len(tree))))


_AHEAD = re.compile(
    r"\b(?:20[2-9]\ds?|next|coming|this (?:year|month|week|autumn|fall|spring|summer|winter)|tomorrow|decade|soon|eventually|20\d\d)\b",
    re.IGNORECASE,
)


def _would(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    event = cue.event
    quality = tree.kid(event, "acomp", "attr")
    if (
        tree.lemma(event) == "be"
        and cue.subject is not None
        and tree.low[cue.subject] == "it"
        and quality is not None
        and tree.low[quality]
        in (
            {
                "nice",
                "good",
                "great",
                "better",
                "best",
                "helpful",
                "wonderful",
                "wise",
                "foolish",
                "interesting",
                "fun",
                "mistake",
                "wrong",
                "unfair",
                "absurd",
            }
        )
    ):
        return "wish or fear", "a judgement or a wish"
    if (
        tree.lemma(event) == "be"
        and _is_way(tree, cue.subject)
        and any(tree.low[a] == "to" for k in tree.kids_by(event, "xcomp") for a in tree.auxiliaries(k))
    ):
        return "advice", "what would be the thing to do"
    if has_condition:
        opening = " ".join(tree.low)
        if re.search(r"\bif (?:i|you|we) (?:were|was|could|had)\b|\bwere i\b", opening):
            return "would have", "a condition that cannot come about"
        if _past_perfect_condition(tree, cue):
            return "would have", "a condition that did not come about"
        if (
            context.tells_of_past
            and own_past(tree, cue.clause)
            and not _present_elsewhere(tree, cue.clause)
            and not embedding.sources
        ):
            return "backshifted", "a condition of the past"
        if tree.lemma(event) in {"amount", "constitute", "mean", "represent"} and _is_demonstrative(tree, cue):
            return "hypothetical", "a judgement of what something is"
        return None
    if embedding.source is not None and embedding.is_reported_past:
        return None
    past = own_past(tree, cue.clause) or (context.tells_of_past and not _present_elsewhere(tree, cue.clause))
    if context.under_condition and not past:
        return None
    if (
        has_future_time(tree, cue.event)
        and (embedding.sources or _AHEAD.search(" ".join(tree.words)))
        and (_by_date(tree, cue) or (not past and PAST.search(" ".join(tree.words)) is None))
    ):
        return None
    if past:
        return "backshifted", "a future seen from the past"
    subject = cue.subject
    if subject is not None and (tree.low[subject] in {"this", "that", "which"} or _demonstrative(tree, subject)):
        if tree.lemma(cue.event) not in STATIVE | {"amount", "make"}:
            return None
    return "hypothetical", '"would" without a condition'


def _is_way(tree: Tree, subject: int | None) -> bool:
    """Say whether a subject is a course of action that is being weighed: "the wiser course"."""
    if subject is None:
        return False
    graded = any(tree.tags[kid] in {"JJR", "JJS"} for kid in tree.kids_by(subject, "amod"))
    return graded or tree.low[subject] in {
        "approach",
        "option",
        "way",
        "thing",
        "step",
        "solution",
        "course",
        "alternative",
        "answer",
    }


def _by_date(tree: Tree, cue: Cue) -> bool:
    return any(
        tree.low[n] in {"by", "through", "over"}
        and (tree.tags[n + 1] == "CD" or tree.low[n + 1] in {"fiscal", "the"})
        and n < cue.first
        for n in range(len(tree) - 1)
    )


def _past_perfect_condition(tree: Tree, cue: Cue) -> bool:
    """Say whether the condition is "had she conceded" or "if he had stayed"."""
    for index in range(len(tree)):
        if (
            tree.low[index] == "had"
            and tree.deps[index] in {"aux", "auxpass"}
            and tree.tags[tree.heads[index]] in {"VBN", "VBD"}
        ):
            head = tree.heads[index]
            mark = tree.kid(head, "mark")
            inverted = index == 0 or (tree.own_subject(head) is not None and index < (tree.own_subject(head) or 0))
            if inverted or (mark is not None and tree.low[mark] == "if"):
                return True
    return False


def _is_demonstrative(tree: Tree, cue: Cue) -> bool:
    return cue.subject is not None and _demonstrative(tree, cue.subject)


def _demonstrative(tree: Tree, subject: int) -> bool:
    det = tree.kid(subject, "det")
    return det is not None and tree.low[det] in {"this", "that", "these", "those", "such"}


_MODALS = {"will": _will, "likely": _will, "would": _would, "may": _may, "might": _may, "could": _could}


def _could_or_can(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    if tree.low[cue.first] in {"can", "ca"}:
        return _can(tree, cue, embedding, context, has_condition)
    return _could(tree, cue, embedding, context, has_condition)


_MODALS["could"] = _could_or_can
