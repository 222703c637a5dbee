"""Refuse what is true of anybody, of the text itself, of rules and of polite speech."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911, PLR0912

from __future__ import annotations

import re

from foretold.extract.condition_named import is_action
from foretold.extract.context import Context, Verdict
from foretold.extract.cue import Cue
from foretold.extract.governing_words import FIRST_PERSON, Embedding
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
_POLITE = words(
    """like love prefer rather hate welcome appreciate urge recommend suggest argue say think add note
    submit venture call describe go bet guess wager expect hope imagine want encourage ask advise"""
)


_TALK = words(
    "recall remember say object argue complain insist tell claim reply answer ask protest point note wonder retort"
)
GENERIC = frozenset({"you", "one", "anyone", "everyone", "someone", "people", "nobody", "whoever"})


def judge_generic(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
    """Refuse claims about anybody, about the text itself, rules, permissions and polite speech."""
    subject = tree.low[cue.subject] if cue.subject is not None else ""
    if cue.kind == "modal" and _NOTICE.search(" ".join(tree.low)):
        return "furniture", "a notice to readers"
    if cue.entry.term == "will" and has_condition and _if_you(tree, cue):
        return "timeless", '"if you" speaks of anybody'
    quoted = context.quote_of[cue.first] is not None
    named_one = subject == "one" and cue.subject is not None and bool(tree.kids[cue.subject])
    if cue.kind == "modal" and subject in {"you", "one"} and not named_one:
        if tree.lemma(cue.event) in {"envision", "imagine", "foresee"} and subject == "one":
            return None
        seen = tree.kid(cue.event, "dobj", "ccomp")
        shown = tree.lemma(cue.event) in {"see", "hear", "read"} and seen is not None and seen > cue.event
        if shown and subject == "you" and (has_future_time(tree, cue.event) or (quoted and cue.is_event_negated)):
            return None
        return "timeless", f'"{subject} {tree.low[cue.first]}" speaks to the reader or of anybody'
    speaks = tree.lemma(cue.event) in _TEXT_VERBS and not _sees(tree, cue)
    speaks = speaks and (tree.lemma(cue.event) in _WRITERS_WORK or not has_future_time(tree, cue.event))
    if subject in {"i", "we"} and not quoted and speaks and cue.kind in {"modal", "infinitive"}:
        return "about the text", "the author says what the text does"
    if cue.subject is not None and cue.kind == "modal" and _OF_THE_TEXT.search(words_of(tree, cue.subject)):
        return "about the text", "what the text itself does"
    if subject in _WRITINGS and tree.lemma(cue.event) in _TEXT_VERBS | {"assess", "cover", "covers", "change"}:
        return "about the text", "what the text itself does"
    said = tree.kid(cue.event, "dobj", "dative", "ccomp")
    to_you = tree.lemma(cue.event) in {"tell", "show"} and said is not None and "you" in tree.low[cue.event : said + 1]
    remark = to_you or tree.lemma(cue.event) in {"say", "repeat", "note", "add", "admit", "confess", "remind", "let"}
    if subject in {"i", "we"} and remark and cue.entry.term == "will" and not has_future_time(tree, cue.event):
        return "about the text", "what the speaker says is being said"
    talk = tree.lemma(cue.event) in _TALK and not has_future_time(tree, cue.event)
    if (
        cue.kind == "modal"
        and talk
        and cue.subject is not None
        and (
            (
                cue.subject == tree.own_subject(cue.clause)
                and tree.low[cue.subject] in _UNNAMED
                and not tree.kids[cue.subject]
            )
            or _is_bare_plural(tree, cue.subject)
            or tree.low[cue.subject] in {"reader", "cynic", "critic", "sceptic", "skeptic"}
        )
    ):
        return "about the text", "what people will say is said for the sake of the argument"
    if (
        subject == "it"
        and cue.kind == "modal"
        and tree.kid(cue.event, "auxpass") is not None
        and tree.lemma(cue.event) in _TEXT_VERBS | _TALK
        and tree.kid(cue.event, "ccomp") is not None
    ):
        return "about the text", "what may be said is said by the author"
    if tree.lemma(cue.event) in {"go", "dwell"} and subject in {"i", "we"} and cue.is_event_negated and not quoted:
        return "about the text", "the author says what the text does"
    if (
        cue.entry.term == "would"
        and cue.kind == "modal"
        and tree.lemma(cue.event) in _POLITE
        and (subject in FIRST_PERSON or tree.lemma(cue.event) in {"like", "love", "prefer", "rather", "hate"})
    ):
        return "wish or fear", "a wish or a polite remark"
    if cue.entry.term == "would" and tree.low[cue.event] in _TELLING and _tells_nothing(tree, cue):
        return "backshifted", "what somebody declined to say"
    if cue.entry.term == "would" and tree.lemma(cue.event) in {"suggest", "seem", "appear", "imply", "indicate"}:
        return "wish or fear", "a remark made politely"
    if cue.kind in {"modal", "infinitive"} and _is_anybody(tree, cue):
        return "timeless", "true of anybody of that kind, not of a coming event"
    if (
        cue.kind == "modal"
        and tree.lemma(cue.event) in {"find", "see", "know", "tell"}
        and re.match(
            r"(?:out )?(?:whether|if|how|what|when|who|soon|\.|$)", " ".join(tree.low[cue.event + 1 : cue.event + 3])
        )
    ):
        return "uncommitted", "it is left open"
    if cue.entry.term in {"will", "may", "might", "could"} and cue.kind == "modal" and _is_aside(tree, cue):
        return "uncommitted", "a remark on the matter, no event"
    defines = cue.entry.term == "would" and tree.lemma(cue.event) in _DEFINING and embedding.hedge is None
    if cue.entry.term in {"will", "would"} and (defines or _is_necessity(tree, cue)):
        return "advice", "a necessity or a weight, no event"
    if "hopefully" in {tree.low[kid] for kid in tree.kids_by(cue.event, "advmod")}:
        return "wish or fear", "a hope is no claim"
    if cue.kind == "modal" and _is_turn_of_speech(tree, cue):
        return "wish or fear", "a turn of speech"
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


_WEIGHTY = words("necessary crucial critical important vital key essential needed required indispensable pivotal")


_DEFINING = words("involve entail require necessitate mean constitute represent")
"""After "would" these tell what something is or takes."""


def words_of(tree: Tree, node: int) -> str:
    """Return a branch in lower case."""
    return " ".join(tree.low[n] for n in tree.subtree(node))


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


def _is_bare_plural(tree: Tree, noun: int) -> bool:
    """Say whether a noun names people of a kind: "critics", "defenders of the bill", "many readers"."""
    return (
        tree.tags[noun] == "NNS"
        and tree.kid(noun, "poss", "nummod") is None
        and not any(tree.low[kid] in _PARTICULAR for kid in tree.kids_by(noun, "det"))
        and not any(tree.tags[kid] == "NNP" for kid in tree.kids[noun])
    )


def _sees(tree: Tree, cue: Cue) -> bool:
    """Say whether "we will see" has something that will be seen: "we will see more of this"."""
    seen = tree.kid(cue.event, "dobj", "ccomp")
    if tree.lemma(cue.event) != "see" or seen is None or seen < cue.event:
        return False
    return tree.tags[seen] not in {"DT", "PRP", "WP"} and tree.tags[min(tree.subtree(seen))] not in {"WRB", "WP", "WDT"}


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


_PARTICULAR = words(
    """the this that these those our their its his her my your it he she they we i now today here such"""
)


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
    if any(tree.low[n] in _PARTICULAR for kid in tree.kids_by(subject, "prep") for n in tree.subtree(kid)[1:3]):
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
