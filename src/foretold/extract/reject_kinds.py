"""Refuse what is true of anybody, of the text itself, of rules and of polite speech."""

# Some rules read best as a flat list of cases, first match wins: hence many returns.
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from foretold.extract.condition_named import is_action
from foretold.extract.context import Context, Verdict
from foretold.extract.cue import Cue
from foretold.extract.governing_words import FIRST_PERSON, Embedding
from foretold.extract.reject_text import ABOUT_THE_TEXT, PARTICULAR, Case, Rule
from foretold.extract.text import words
from foretold.extract.timewords import has_future_time
from foretold.extract.tree import Tree

_POLITE = words(
    """like love prefer rather hate welcome appreciate urge recommend suggest argue say think add note
    submit venture call describe go bet guess wager expect hope imagine want encourage ask advise"""
)


GENERIC = frozenset({"you", "one", "anyone", "everyone", "someone", "people", "nobody", "whoever"})


_WEIGHTY = words("necessary crucial critical important vital key essential needed required indispensable pivotal")


_DEFINING = words("involve entail require necessitate mean constitute represent")
"""After "would" these tell what something is or takes."""


def _is_necessity(tree: Tree, cue: Cue) -> bool:
    """ "He will have to address it", "their backing will be critical": what it takes, not what comes."""
    if cue.is_event_negated or any(tree.tags[n] == "CD" for n in tree.subtree(cue.event)):
        return False
    must = tree.lemma(cue.event) in {"have", "need"} and any(
        tree.low[aux] == "to" for kid in tree.kids_by(cue.event, "xcomp") for aux in tree.auxiliaries(kid)
    )
    quality = tree.kid(cue.event, "acomp", "attr")
    weighty = tree.lemma(cue.event) == "be" and quality is not None and tree.low[quality] in _WEIGHTY
    return must or weighty or tree.low[cue.event] in {"needed", "required"}


_FEASIBLE = words("hard harder difficult tough tougher easy easier impossible possible enough able unable clear")


def _is_aside(tree: Tree, cue: Cue) -> bool:
    """ "It will be good to see", "that may be worth a try", "we will have to wait and see"."""
    seen = tree.low[cue.event : cue.event + 5]
    if tree.lemma(cue.event) == "surprise" and "you" in seen[:2]:
        return True
    over = {tree.low[aux] for aux in tree.auxiliaries(cue.event)}
    if tree.low[cue.event] in {"looking", "hoping", "trying", "aiming"} and "be" in over:
        return True
    if seen[:3] == ["have", "to", "see"]:
        return True
    if {"wait", "see"} <= set(seen) or ("wait" in seen and "find" in seen):
        return True
    quality = tree.kid(cue.event, "acomp", "prep", "attr")
    told = cue.subject is not None and tree.low[cue.subject] == "it" and quality is not None
    weighed = told and any(
        kid > (quality or 0) and tree.deps[kid] in {"xcomp", "ccomp", "advcl"} and "than" not in tree.low[quality:kid]
        for node in (cue.event, quality or 0)
        for kid in tree.kids[node]
    )
    if weighed and quality is not None and tree.deps[quality] == "acomp" and tree.low[quality] not in _FEASIBLE:
        return True
    if tree.low[cue.event : cue.event + 3] == ["go", "either", "way"]:
        return True
    if (
        quality is not None
        and tree.low[quality] == "worth"
        and {"CD", "$"} & {tree.tags[n] for n in tree.subtree(cue.event) if n > quality}
    ):
        return False  # "worth a trillion dollars"
    return quality is not None and tree.low[quality] in {"interesting", "fascinating", "worth", "fun", "intriguing"}


_TELLING = words("comment say elaborate discuss disclose speculate specify confirm identify name answer")


def _tells_nothing(tree: Tree, cue: Cue) -> bool:
    """ "The office would not comment", "she would say only that": a refusal told, no forecast."""
    only = {tree.low[kid] for kid in tree.kids_by(cue.event, "advmod", "prep")}
    return cue.is_event_negated or "only" in only


def _is_turn_of_speech(tree: Tree, cue: Cue) -> bool:
    """ "As readers will know", "boys will be boys", "it will surprise nobody that he declined"."""
    verb, subject = cue.event, cue.subject
    mark = tree.kid(cue.clause, "mark", "advmod")
    if (
        mark is not None
        and tree.low[mark] == "as"
        and tree.deps[cue.clause] == "advcl"
        and tree.lemma(verb) in {"know", "remember", "recall", "attest", "tell", "realize", "realise", "see", "confirm"}
    ):
        return True
    same = tree.kid(verb, "attr")
    if subject is not None and same is not None and tree.lemma(verb) == "be" and tree.low[same] == tree.low[subject]:
        return True
    told = tree.kid(verb, "ccomp", "csubj")
    surprise = tree.lemma(verb) in {"surprise", "shock"} or "surprise" in tree.low[verb : verb + 5]
    return surprise and told is not None and told > verb and tree.is_past(told)


def _if_you(tree: Tree, cue: Cue) -> bool:
    """ "The compiler will complain if you forget": of anybody who does, unless it is dated or names somebody."""
    if has_future_time(tree, cue.event) or any(tag in {"NNP", "NNPS"} for tag in tree.tags):
        return False
    return any(
        tree.low[tree.kid(kid, "mark", "advmod") or 0] in {"if", "when"}
        and tree.low[tree.own_subject(kid) or 0] in ({"you"} if tree.kid(kid, "mark") is not None else {"you", "we"})
        for kid in tree.kids_by(cue.event, "advcl")
    )


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
    if any(tree.low[n] in PARTICULAR for kid in tree.kids_by(subject, "prep") for n in tree.subtree(kid)[1:3]):
        return False  # "a lot of these lenders": some of a few that are known
    if (
        not dets & {"a", "an", "any", "every", "each"}
        or is_action(tree.low[subject])
        or has_future_time(tree, cue.event)
    ):
        return False
    told = set(tree.subtree(cue.clause)) - {
        n for kid in tree.kids_by(subject, "relcl", "acl") for n in tree.subtree(kid)
    }
    return (
        not any(tree.tags[n] in {"NNP", "NNPS", "CD"} and tree.low[n] != "one" for n in told)
        and tree.tags[subject] == "NN"
        and not any(
            tree.low[kid] in {"new", "second", "third", "further", "next", "fresh", "another", "future"}
            for kid in tree.kids_by(subject, "amod")
        )
    )


_ALLOWED_PASSIVE = words(
    """nominated fined reused used submitted filed obtained purchased applied amended appealed launched reimbursed
    returned waived sold fired fitted photographed copied reproduced quoted entered paid prosecuted disqualified
    imposed granted withheld carried accessed viewed booked"""
)
_FORBIDDEN = words(
    """discuss disclose enter use carry sell bring publish contact own smoke park touch share copy reproduce wear
    photograph hold drive serve marry exceed"""
)
"""What one "may not" do by a rule; of other verbs "may not" foretells."""
_NOTICE = re.compile(
    r"\b(?:entered into (?:a|the) (?:prize )?draw|"
    r"(?:corrections?|comments?|letters|submissions|replies|posts) will "
    r"(?:appear|be (?:published|moderated|deleted|removed|edited|closed)))\b"
)


def _permission(tree: Tree, cue: Cue) -> Verdict:
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
    passive = tree.kid(cue.event, "auxpass") is not None
    if cue.is_event_negated and has_future_time(tree, cue.event):
        return None  # "may not be used for another ten years"
    if tree.low[cue.event] in (_ALLOWED_PASSIVE if passive else _FORBIDDEN if cue.is_event_negated else ()):
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


def judge_generic(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Refuse claims about anybody, about the text itself, rules, permissions and polite speech."""
    subject = tree.low[cue.subject] if cue.subject is not None else ""
    quoted = context.quote_of[cue.first] is not None
    case = Case(tree, cue, embedding, has_condition, quoted, subject, tree.lemma(cue.event))
    if _is_shown(case) and _notice(case) is None and _if_you_do(case) is None:
        return None
    return next((verdict for rule in _RULES if (verdict := rule(case)) is not None), None)


def _is_shown(case: Case) -> bool:
    """ "One could envision a truce", "you will see prices fall next year": said to the reader, and yet a claim."""
    if not _speaks_to_anybody(case):
        return False
    if case.verb in {"envision", "imagine", "foresee"} and case.subject == "one":
        return True
    seen = case.tree.kid(case.cue.event, "dobj", "ccomp")
    shown = case.verb in {"see", "hear", "read"} and seen is not None and seen > case.cue.event
    return shown and case.subject == "you" and (case.is_dated or (case.is_quoted and case.cue.is_event_negated))


def _speaks_to_anybody(case: Case) -> bool:
    noun = case.cue.subject
    named_one = case.subject == "one" and noun is not None and bool(case.tree.kids[noun])
    return case.is_modal and case.subject in {"you", "one"} and not named_one


def _notice(case: Case) -> Verdict:
    """ "Letters will be edited"."""
    noticed = case.is_modal and _NOTICE.search(" ".join(case.tree.low))
    return ("furniture", "a notice to readers") if noticed else None


def _if_you_do(case: Case) -> Verdict:
    """ "The compiler will complain if you forget"."""
    anybody = case.cue.entry.term == "will" and case.has_condition and _if_you(case.tree, case.cue)
    return ("timeless", '"if you" speaks of anybody') if anybody else None


def _to_the_reader(case: Case) -> Verdict:
    """ "You will find the door locked", "one may wonder"."""
    if _speaks_to_anybody(case):
        return "timeless", f'"{case.subject} {case.tree.low[case.cue.first]}" speaks to the reader or of anybody'
    return None


def _polite(case: Case) -> Verdict:
    """ "I would argue", "he would love to"."""
    own = case.subject in FIRST_PERSON or case.verb in {"like", "love", "prefer", "rather", "hate"}
    if case.cue.entry.term == "would" and case.is_modal and case.verb in _POLITE and own:
        return "wish or fear", "a wish or a polite remark"
    return None


def _declined(case: Case) -> Verdict:
    """ "The office would not comment"."""
    tells = case.cue.entry.term == "would" and case.tree.low[case.cue.event] in _TELLING
    return ("backshifted", "what somebody declined to say") if tells and _tells_nothing(case.tree, case.cue) else None


def _suggests(case: Case) -> Verdict:
    """ "That would suggest that", "it would seem"."""
    if case.cue.entry.term == "would" and case.verb in {"suggest", "seem", "appear", "imply", "indicate"}:
        return "wish or fear", "a remark made politely"
    return None


def _anybody(case: Case) -> Verdict:
    """ "A shopkeeper will raise his prices when"."""
    if case.cue.kind in {"modal", "infinitive"} and _is_anybody(case.tree, case.cue):
        return "timeless", "true of anybody of that kind, not of a coming event"
    return None


def _left_open(case: Case) -> Verdict:
    """ "We will see whether", "time will tell"."""
    after = " ".join(case.tree.low[case.cue.event + 1 : case.cue.event + 3])
    if case.is_modal and case.verb in {"find", "see", "know", "tell"} and _OPEN_ENDED.match(after):
        return "uncommitted", "it is left open"
    return None


_OPEN_ENDED = re.compile(r"(?:out )?(?:whether|if|how|what|when|who|soon|\.|$)")


def _remarks(case: Case) -> Verdict:
    """ "It will be good to see"."""
    may = case.cue.entry.term in {"will", "may", "might", "could"} and case.is_modal
    return ("uncommitted", "a remark on the matter, no event") if may and _is_aside(case.tree, case.cue) else None


def _necessity(case: Case) -> Verdict:
    """ "He will have to address it", "that would mean"."""
    defines = case.cue.entry.term == "would" and case.verb in _DEFINING and case.embedding.hedge is None
    if case.cue.entry.term in {"will", "would"} and (defines or _is_necessity(case.tree, case.cue)):
        return "advice", "a necessity or a weight, no event"
    return None


def _hoped(case: Case) -> Verdict:
    """ "It will hopefully rain"."""
    adverbs = {case.tree.low[kid] for kid in case.tree.kids_by(case.cue.event, "advmod")}
    return ("wish or fear", "a hope is no claim") if "hopefully" in adverbs else None


def _turn_of_speech(case: Case) -> Verdict:
    """ "Boys will be boys"."""
    turned = case.is_modal and _is_turn_of_speech(case.tree, case.cue)
    return ("wish or fear", "a turn of speech") if turned else None


_FEELINGS = words("surprised shocked amazed astonished happy glad delighted remiss grateful inclined careful")


def _feeling(case: Case) -> Verdict:
    """ "She would be delighted"."""
    feeling = case.tree.kid(case.cue.event, "acomp")
    if case.cue.entry.term == "would" and feeling is not None and case.tree.low[feeling] in _FEELINGS:
        return "wish or fear", "a polite remark or a feeling"
    return None


def _tends(case: Case) -> Verdict:
    """ "Prices will tend to"."""
    return ("timeless", "a tendency, not an event") if case.is_modal and case.verb == "tend" else None


def _allowed(case: Case) -> Verdict:
    """ "Shall be referred", "no customer may"."""
    return _permission(case.tree, case.cue)


_RULES: tuple[Rule, ...] = (
    _notice,
    _if_you_do,
    _to_the_reader,
    *ABOUT_THE_TEXT,
    _polite,
    _declined,
    _suggests,
    _anybody,
    _left_open,
    _remarks,
    _necessity,
    _hoped,
    _turn_of_speech,
    _feeling,
    _tends,
    _allowed,
)
"""First match wins."""
