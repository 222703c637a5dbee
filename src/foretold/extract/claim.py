"""Put a forecast into plain, checkable words: hedge off, negation kept, pronouns resolved where sure."""

# Rules read best as a flat list of cases, first match wins: hence many returns.
# ruff: noqa: PLR0911

from __future__ import annotations

import re
from dataclasses import dataclass

from foretold.extract.claim_cuts import subject_before, text_of, without_asides
from foretold.extract.cue import Cue, match
from foretold.extract.cue_odds import without_odds
from foretold.extract.future import rest_in_future
from foretold.extract.parenthesis import parenthesis
from foretold.extract.polish import polished
from foretold.extract.strength import Strength
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.extract.verbs import LEMMA

_JOINTS = words("well yet therefore however also then indeed now still")
"""Words that join a claim to what stands before it, and leave it as hedges do."""
_NEED_SUBJECT = frozenset({"modal", "infinitive", "verb"})
_PRONOUNS = frozenset({"he", "she", "it", "they", "this", "that", "these", "those"})


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim's words, and whether a pronoun in its subject could not be resolved."""

    words: str
    is_unresolved: bool


def claim_of(
    tree: Tree, cue: Cue, nodes: list[int], strength: Strength, stands_for: str | None, outside: tuple[int, int] | None
) -> Claim:
    """Return the claim. ``stands_for`` is what its pronoun means, if sure; ``outside`` are the condition's offsets."""
    kept = [n for n in nodes if outside is None or not outside[0] <= tree.starts[n] < outside[1]]
    kept = without_asides(tree, cue, without_odds(tree, cue, kept, strength.odds))
    parted = parenthesis(tree, cue)
    if parted is not None:
        kept = [n for n in kept if not parted.first <= n <= parted.last]
    build = {"modal": _modal, "infinitive": _infinitive, "verb": _verb, "that": _complement, "noun": _noun}.get(
        cue.kind, _other
    )
    subject, rest = build(tree, cue, kept, "will not" if strength.is_event_negated else "will")
    unresolved = False
    if subject.strip().lower() in {"which", "who", "that"}:
        subject = _antecedent(tree, cue) or subject
    if parted is not None:
        subject = text_of(tree, parted.subject)
        unresolved = subject.lower() in _PRONOUNS
    elif _is_pronoun(tree, cue, subject):
        if stands_for:
            subject = stands_for
        else:
            unresolved = True
    elif not subject.strip() and rest[:6] != "there " and cue.kind in _NEED_SUBJECT and not cue.is_nominal:
        before = subject_before(tree, cue)
        subject = text_of(tree, before)
        unresolved = not subject
    claimed = polished(f"{subject} {rest}")
    return Claim(claimed, unresolved or _OPEN.match(claimed) is not None or _points_back(tree, cue))


_OPEN = re.compile(
    r"(?:(?:in|on|by|this|next|last) [^,]{2,30}, )?(?:it|they|he|she|this|that|these|those|which|who|some of which)"
    r"(?:,| (?:will|also|still|\w+ly)\b)",
    re.IGNORECASE,
)
"""How a claim begins whose subject stands in another sentence."""


def _antecedent(tree: Tree, cue: Cue) -> str | None:
    """Return the noun that a relative clause describes: "the steps, which will follow" claims it of "the steps"."""
    if cue.subject is None or tree.tags[cue.subject] not in {"WDT", "WP"}:
        return None
    clause = next((up for up in [cue.clause, *tree.up(cue.clause)] if tree.deps[up] == "relcl"), None)
    if clause is None or not tree.tags[tree.heads[clause]].startswith(("NN", "CD")):
        return None
    nodes = [n for n in tree.subtree(tree.heads[clause], frozenset([clause])) if n < cue.subject]
    while nodes and tree.low[nodes[-1]] in {",", "-", "--", "("}:
        nodes.pop()
    return text_of(tree, nodes) if 0 < len(nodes) <= 16 else None


def _is_pronoun(tree: Tree, cue: Cue, subject: str) -> bool:
    """Say whether the claim's subject is a bare pronoun."""
    return (
        cue.subject is not None
        and tree.low[cue.subject] in _PRONOUNS
        and not cue.is_nominal
        and tree.tags[cue.subject] in {"PRP", "DT"}
        and subject.strip().lower().removesuffix(" herself").removesuffix(" himself") in _PRONOUNS
    )


def _points_back(tree: Tree, cue: Cue) -> bool:
    """Say whether the event itself stands elsewhere: "she will on the price", "they will do so", "predicted one"."""
    if tree.low[cue.event] == "one" and cue.is_nominal:
        return True
    if cue.kind != "modal":
        return False
    elided = tree.tags[cue.event] == "MD"
    return elided or (tree.low[cue.event] == "do" and tree.low[cue.event + 1 : cue.event + 2] in (["so"], ["likewise"]))


def _drop_hedges(tree: Tree, nodes: list[int], cue: Cue) -> list[int]:
    result, skip_to = [], -1
    begin = min(cue.first, cue.clause) - 3
    for node in nodes:
        if node <= skip_to:
            continue
        if begin <= node <= cue.event or node <= nodes[0] + 2:
            hedge = match(tree, node, "adverb")
            last = hedge[1] if hedge is not None else node
            own = (
                tree.heads[node] in {cue.clause, cue.event, cue.first} or node <= nodes[0] + 1 or node >= cue.first - 1
            )
            is_hedge = hedge is not None or (tree.low[node] in _JOINTS and own)
            if is_hedge and tree.deps[node] in {"advmod", "prep", "det", "ROOT", "npadvmod", "intj", "neg"}:
                skip_to = last
                continue
        result.append(node)
    return result


def _split(tree: Tree, cue: Cue, nodes: list[int], cut: int) -> tuple[list[int], list[int], list[int]]:
    """Split into what stands before the subject, the subject, and what follows the cue."""
    subject = [
        n for n in nodes if cue.subject is not None and (n == cue.subject or cue.subject in tree.up(n)) and n < cut
    ]
    if cue.subject is not None and cue.subject in nodes and cue.subject not in subject:
        subject = [n for n in nodes if n == cue.subject or cue.subject in tree.up(n)]
    if subject and cue.subject is not None and tree.deps[cue.subject] == "csubj" and subject[0] < cue.first:
        subject = [n for n in nodes if subject[0] <= n < min(cue.first, cut)]  # the parser may part it from its object
    # "Ward 1 will …": a number after the subject is its own, though the parser hangs it on the verb.
    subject = sorted({*subject, *(n for n in nodes if n - 1 in subject and n < cut and tree.tags[n] == "CD")})
    begin = subject[0] if subject else 0
    frame = max((n for n in nodes if n < begin and _is_mark(tree, n)), default=-1)
    before = [n for n in nodes if frame < n < cut and n not in subject]  # "high confidence that it …": the claim only
    after = [n for n in nodes if n > cut and n not in subject]
    return before, subject, after


def _negations(tree: Tree, cue: Cue) -> set[int]:
    spots = {cue.clause, cue.event, cue.first, *tree.auxiliaries(cue.clause)}
    return {
        kid for spot in spots for kid in tree.kids[spot] if tree.deps[kid] == "neg" or tree.low[kid] in {"n't", "nor"}
    }


_CONNECTIVES = frozenset({"nor", "neither", "and", "but", "that", "so", "if", "as", "because", "like", ",", "-"})


def _is_as_what(tree: Tree, word: int) -> bool:
    """Say whether a word is the "as" of "as chairman": no joint, but part of what is claimed."""
    return tree.low[word] == "as" and tree.deps[word] == "prep" and tree.kid(word, "pobj") is not None


_ENVISION = frozenset({"envision", "envisage", "imagine", "foresee"})


def _modal(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    nodes = _drop_hedges(tree, nodes, cue)
    before, subject, after = _split(tree, cue, nodes, cue.first)
    negations = _negations(tree, cue)
    after = [n for n in after if n not in negations and tree.low[n] != "necessarily"]
    while before and tree.low[before[0]] in _CONNECTIVES and not _is_as_what(tree, before[0]):
        before.pop(0)
    before = [n for n in before if _is_as_what(tree, n) or tree.low[n] not in _CONNECTIVES - {",", "-", "and", "that"}]
    if cue.subject is not None and cue.subject > cue.first and tree.tags[cue.subject] == "PRP":
        return "", f"{will} {text_of(tree, after)}"
    if tree.lemma(cue.event) in _ENVISION and subject and tree.low[subject[0]] in {"one", "i", "we"}:
        return "", f"there {will} be {text_of(tree, [n for n in after if n > cue.event])}"
    if cue.subject is None or (cue.subject not in nodes):
        own = text_of(tree, tree.subtree(cue.subject)) if cue.subject is not None else ""
        return own, f"{will} {text_of(tree, after)}"
    own_negative = any(tree.low[n] in {"no", "nobody", "none", "nothing", "neither"} for n in subject)
    verb = "will" if own_negative else will
    return text_of(tree, [*before, *subject]) if before and max(before) < min(subject) else text_of(
        tree, subject
    ), f"{verb} {text_of(tree, after)}"


def _infinitive(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    to = next((n for n in range(cue.last, cue.event) if tree.low[n] in {"to", "na"}), cue.last)
    nodes = _drop_hedges(tree, nodes, cue)
    before, subject, after = _split(tree, cue, nodes, to)
    drop = {cue.clause, *tree.auxiliaries(cue.clause), *range(cue.first, to + 1), *_negations(tree, cue)}
    before = [
        n
        for n in before
        if n not in drop and tree.heads[n] not in {cue.first, cue.clause} and tree.low[n] not in {",", "and", "but"}
    ]
    own = text_of(tree, [n for n in subject if n not in drop]) or (
        text_of(tree, tree.subtree(cue.subject)) if cue.subject is not None else ""
    )
    return own, f"{will} {text_of(tree, after)}"


def _verb(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    if cue.is_nominal and cue.entry.term != "risk":
        return "", f"there {will} be {_noun_phrase(tree, cue, nodes)}"
    event = [n for n in tree.subtree(cue.event) if n in nodes and n != cue.first]
    if cue.entry.term == "risk":
        own = text_of(tree, list(tree.subtree(cue.subject))) if cue.subject is not None else ""
        if cue.is_nominal:
            return own, f"{will} face {text_of(tree, event)}"
        return own, f"{will} {_bare(tree, cue.event, event)}"
    return _with_will(tree, cue, event, will)


def _noun_phrase(tree: Tree, cue: Cue, nodes: list[int]) -> str:
    """Return a claimed noun with what follows it in the clause: "a decision before the autumn"."""
    own = [n for n in tree.subtree(cue.event) if n in nodes]
    tail = [n for n in nodes if n > max(own, default=cue.last) and n > cue.last and tree.low[n] != "to"]
    if cue.event < cue.first:
        own = [n for n in own if n < cue.first]
        tail = [n for n in nodes if n > cue.last and n != cue.clause]
    words = text_of(tree, own).strip()
    if own and tree.tags[own[0]] in {"DT", "CD", "JJ"} and tree.tags[cue.event] not in {"NNP", "NNPS"}:
        words = words[:1].lower() + words[1:]
    return f"{words} {text_of(tree, tail)}"


def _bare(tree: Tree, verb: int, nodes: list[int]) -> str:
    """Return a participle's phrase with its base form: "losing" as "lose"."""
    nodes = [n for n in nodes if not (tree.low[n] == "to" and n < verb)]
    base = tree.words[verb]
    progressive = any(tree.low[kid] == "be" and kid in nodes for kid in tree.auxiliaries(verb))
    if (tree.tags[verb] == "VBG" or tree.low[verb].endswith("ing")) and not progressive:
        base = LEMMA.get(tree.low[verb], "end up " + tree.words[verb])
    before, after = [n for n in nodes if n < verb], [n for n in nodes if n > verb]
    return f"{text_of(tree, before)} {base} {text_of(tree, after)}"


def _with_will(tree: Tree, cue: Cue, event: list[int], will: str) -> tuple[str, str]:
    subject = [n for n in event if cue.subject is not None and (n == cue.subject or cue.subject in tree.up(n))]
    rest = [
        n for n in event if (n not in subject and tree.low[n] not in {"that", "to"} | {"n't", "not"}) or n > cue.event
    ]
    finite = tree.tags[cue.event] in {"VBZ", "VBP"}
    if finite or (tree.tags[cue.event] != "VB" and not subject):
        return _in_future(tree, cue, subject, rest)
    if not subject and tree.deps[cue.event] == "xcomp":
        own = tree.own_subject(cue.first)
        subject = tree.subtree(own) if own is not None else []
    return text_of(tree, subject), f"{will} {_bare(tree, cue.event, rest)}"


def _in_future(tree: Tree, cue: Cue, subject: list[int], rest: list[int], event: int | None = None) -> tuple[str, str]:
    """Return subject and predicate with a tensed verb put into the future: "it breaks" as "it will break"."""
    found = rest_in_future(tree, cue.event if event is None else event, rest)
    if found is None:
        return text_of(tree, subject), text_of(tree, rest)
    before, verb, after = found
    if subject and before and max(before) < min(subject):
        return f"{text_of(tree, before)} {text_of(tree, subject)}", f"{verb} {text_of(tree, after)}"
    return text_of(tree, subject), f"{text_of(tree, before)} {verb} {text_of(tree, after)}"


def _complement(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    event = [n for n in tree.subtree(cue.event) if n in nodes]
    subject = [n for n in event if cue.subject is not None and (n == cue.subject or cue.subject in tree.up(n))]
    rest = [n for n in event if n not in subject and tree.deps[n] != "mark"]
    return _in_future(tree, cue, subject, rest)


def _is_mark(tree: Tree, word: int) -> bool:
    return tree.deps[word] == "mark" or (tree.low[word] == "that" and tree.tags[word] in {"IN", "WDT"})


def _staked(tree: Tree, cue: Cue) -> int | None:
    """Return the verb of what odds are given on: "odds of 3 to 1 that the mayor quits"."""
    for clause in tree.kids_by(cue.first, "relcl", "acl", "ccomp"):
        first, subject = min(tree.subtree(clause)), tree.own_subject(clause)
        if tree.low[first] == "that" and subject is not None and subject > first and cue.first < first:
            return clause
    return None


def _noun(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    event = [n for n in tree.subtree(cue.event) if n in nodes]
    staked = _staked(tree, cue) if cue.is_nominal else None
    if staked is not None:
        inner = [n for n in tree.subtree(staked) if not _is_mark(tree, n)]
        subject = [n for n in inner if n in tree.subtree(tree.own_subject(staked) or staked) and n < staked]
        return _in_future(tree, cue, subject, [n for n in inner if n not in subject], staked)
    if cue.is_nominal:
        return "", f"there {will} be {_noun_phrase(tree, cue, nodes)}"
    modal = next((a for a in tree.auxiliaries(cue.event) if tree.tags[a] == "MD"), None)
    if modal is not None:
        event = [n for n in event if n != modal and n not in _negations(tree, cue)]
        subject = [n for n in event if cue.subject is not None and (n == cue.subject or cue.subject in tree.up(n))]
        rest = [n for n in event if n not in subject and not _is_mark(tree, n)]
        return text_of(tree, subject), f"{will} {text_of(tree, rest)}"
    own = text_of(tree, tree.subtree(cue.subject)) if cue.subject is not None else ""
    rest = [n for n in event if cue.subject is None or (n != cue.subject and cue.subject not in tree.up(n))]
    if tree.is_finite(cue.event) and not tree.is_past(cue.event):
        tensed = rest_in_future(tree, cue.event, [n for n in rest if not _is_mark(tree, n)])
        if tensed is not None:
            return own, f"{text_of(tree, tensed[0])} {tensed[1]} {text_of(tree, tensed[2])}"
        return own, text_of(tree, [n for n in rest if not _is_mark(tree, n)])
    return own, f"{will} {_bare(tree, cue.event, [n for n in rest if tree.deps[n] != 'mark'])}"


def _other(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    event = [n for n in tree.subtree(cue.event) if n in nodes] or nodes
    if cue.kind == "predicate":
        return _predicate(tree, cue, nodes, event, will)
    if cue.kind == "present" and cue.subject is not None:
        nodes = [n for n in nodes if not (tree.deps[n] == "mark" and n < cue.event)]
        subject = [n for n in nodes if n == cue.subject or cue.subject in tree.up(n)]
        return _in_future(tree, cue, subject, [n for n in nodes if n not in subject])
    if cue.kind == "value":
        return _value(tree, cue)
    if cue.kind == "toward" and cue.entry.term == "expected":
        return "", f"there {will} be {text_of(tree, event)}"
    if cue.kind == "toward":
        own = text_of(tree, tree.subtree(cue.subject)) if cue.subject is not None else ""
        is_date = any(_DATE.match(tree.low[n]) for n in event)
        return own, f"{will} {'take place on' if is_date else 'face'} {text_of(tree, event)}"
    if cue.kind == "adverb":
        return "", f"there {will} be {text_of(tree, [n for n in event if n > cue.last])}"
    return "", text_of(tree, nodes)


_DATE = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day$|(?:january|february|march|april|june|july|august|september|october|"
    r"november|december|20\d\d)$"
)


def _predicate(tree: Tree, cue: Cue, nodes: list[int], event: list[int], will: str) -> tuple[str, str]:
    """Read what is called likely, doomed, a matter of time: an event by its noun, or a subject by its infinitive."""
    words = tree.low[cue.first : cue.last + 1]
    after = [n for n in nodes if n > cue.last and n not in event]
    to = next((n for n in after[:6] if tree.tags[n] == "TO"), None)
    if to is not None and event and max(event) < cue.first:
        return text_of(tree, event), f"{will} {text_of(tree, [n for n in after if n > to])}"
    if tree.is_finite(cue.event) and tree.tags[cue.event].startswith("VB"):
        inner = [n for n in tree.subtree(cue.event) if n > cue.last and tree.low[n] not in {"before", "until", "that"}]
        own = tree.own_subject(cue.event)
        subject = [n for n in inner if own is not None and (n == own or own in tree.up(n))]
        return _in_future(tree, cue, subject, [n for n in inner if n not in subject])
    if "coming" in words:
        return text_of(
            tree, event
        ), f"{will} {' '.join(['come', *words[words.index('coming') + 1 :]])} {text_of(tree, after)}"
    if "doomed" in words:
        return text_of(tree, event), f"will not survive {text_of(tree, [n for n in after if tree.tags[n] != 'TO'])}"
    times = [n for n in after if tree.deps[n] != "punct" and tree.low[tree.heads[n]] != "than"]
    return text_of(tree, event), f"{will} come about {text_of(tree, times)}"


def _value(tree: Tree, cue: Cue) -> tuple[str, str]:
    """Return "UK growth" and "will be 0.3 percent" for "cut its forecast for UK growth to 0.3 percent"."""
    noun = cue.first
    about = next(
        (tree.kid(prep, "pobj") for prep in tree.kids_by(noun, "prep") if tree.low[prep] in {"for", "on"}), None
    )
    modifiers = [
        n for n in range(max(0, noun - 4), noun) if tree.deps[n] in {"compound", "amod", "nmod"} and tree.heads[n] > n
    ]
    subject = tree.subtree(about) if about is not None else modifiers
    places = [
        n
        for n in range(noun, len(tree))
        if tree.low[n] in {"to", "at", "of"} and any(tree.tags[k] == "CD" for k in range(n + 1, min(n + 4, len(tree))))
    ]
    if not places:
        return "", text_of(tree, tree.subtree(noun))
    start = last = places[0] + 1
    units = {"%", "percent", "per", "cent", "points"}
    while last + 1 < len(tree) and (tree.tags[last + 1] in {"CD", "NN", "NNS", "$"} or tree.low[last + 1] in units):
        last += 1
    subject = [n for n in subject if n < start - 1 or n > last]
    return text_of(tree, subject) or "the figure", f"will be {text_of(tree, list(range(start, last + 1)))}"
