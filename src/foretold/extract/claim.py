"""Put a forecast into plain, checkable words: hedge off, negation kept, pronouns resolved where sure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foretold.extract.cue import Cue
from foretold.extract.lexicon import by_kind
from foretold.extract.strength import Strength
from foretold.extract.tree import Tree
from foretold.extract.verbs import LEMMA

_HEDGES = frozenset(phrase for phrase in by_kind("adverb")) | {
    ("well",),
    ("yet",),
    ("therefore",),
    ("however",),
    ("also",),
    ("then",),
    ("indeed",),
    ("now",),
    ("still",),
}
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
    while kept and tree.low[kept[-1]] in {".", ",", ";", ":", "!", '"', "''", "'"}:
        kept.pop()
    will = "will not" if strength.is_event_negated else "will"
    build = {"modal": _modal, "infinitive": _infinitive, "verb": _verb, "that": _complement, "noun": _noun}.get(
        cue.kind, _other
    )
    subject, rest = build(tree, cue, kept, will)
    unresolved = False
    if (
        cue.subject is not None
        and tree.low[cue.subject] in _PRONOUNS
        and not cue.is_nominal
        and tree.tags[cue.subject] in {"PRP", "DT"}
    ):
        if stands_for:
            subject = stands_for
        else:
            unresolved = True
    words = re.sub(r"\s+", " ", f"{subject} {rest}").strip()
    words = re.sub(r"\s+([,.;:!?%)])", r"\1", words).strip(" ,.;:-–—\"'“”‘’")
    words = re.sub(r"(?:^|(?<= ))[,;] ", "", words).removeprefix("that ")
    return Claim(words[:1].upper() + words[1:] if words else words, unresolved)


def _text(tree: Tree, nodes: list[int]) -> str:
    """Join words as they stood: no gap where the text has none."""
    parts: list[str] = []
    nodes = [node for node in nodes if tree.low[node] not in {'"', "``", "''"}]
    for place, node in enumerate(nodes):
        glued = place > 0 and nodes[place - 1] == node - 1 and tree.ends[node - 1] == tree.starts[node]
        parts.append(tree.words[node] if glued or not parts else " " + tree.words[node])
    return "".join(parts)


def _drop_hedges(tree: Tree, nodes: list[int], cue: Cue) -> list[int]:
    result, skip_to = [], -1
    for node in nodes:
        if node <= skip_to:
            continue
        if min(cue.first, cue.clause) - 3 <= node <= cue.event or (nodes and node <= nodes[0] + 2):
            phrase = next((p for p in _HEDGES if tuple(tree.low[node : node + len(p)]) == p), None)
            if phrase is not None and tree.deps[node] in {"advmod", "prep", "det", "ROOT", "npadvmod", "intj"}:
                skip_to = node + len(phrase) - 1
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
    before = [n for n in nodes if n < cut and n not in subject]
    after = [n for n in nodes if n > cut and n not in subject]
    return before, subject, after


def _negations(tree: Tree, cue: Cue) -> set[int]:
    spots = {cue.clause, cue.event, cue.first, *tree.auxiliaries(cue.clause)}
    return {
        kid for spot in spots for kid in tree.kids[spot] if tree.deps[kid] == "neg" or tree.low[kid] in {"n't", "nor"}
    }


def _modal(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    nodes = _drop_hedges(tree, nodes, cue)
    before, subject, after = _split(tree, cue, nodes, cue.first)
    negations = _negations(tree, cue)
    after = [n for n in after if n not in negations and tree.low[n] != "necessarily"]
    before = [
        n for n in before if tree.low[n] not in {"nor", "neither", "and", "but", "that", "so", "if", "as", "because"}
    ]
    while before and tree.low[before[0]] in {",", "-"}:
        before.pop(0)
    if cue.subject is None or (cue.subject not in nodes):
        own = _text(tree, tree.subtree(cue.subject)) if cue.subject is not None else ""
        return own, f"{will} {_text(tree, after)}"
    own_negative = any(tree.low[n] in {"no", "nobody", "none", "nothing", "neither"} for n in subject)
    verb = "will" if own_negative else will
    return _text(tree, [*before, *subject]) if before and max(before) < min(subject) else _text(
        tree, subject
    ), f"{verb} {_text(tree, after)}"


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
    own = _text(tree, [n for n in subject if n not in drop]) or (
        _text(tree, tree.subtree(cue.subject)) if cue.subject is not None else ""
    )
    return own, f"{will} {_text(tree, after)}"


def _verb(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    if cue.is_nominal and cue.entry.term != "risk":
        return "", f"there {will} be {_text(tree, [n for n in tree.subtree(cue.event) if n in nodes])}"
    event = [n for n in tree.subtree(cue.event) if n in nodes and n != cue.first]
    if cue.entry.term == "risk":
        own = _text(tree, list(tree.subtree(cue.subject))) if cue.subject is not None else ""
        if cue.is_nominal:
            return own, f"{will} face {_text(tree, event)}"
        return own, f"{will} {_bare(tree, cue.event, event)}"
    return _with_will(tree, cue, event, will)


def _bare(tree: Tree, verb: int, nodes: list[int]) -> str:
    """Return a participle's phrase with its base form: "losing" as "lose"."""
    nodes = [n for n in nodes if not (tree.low[n] == "to" and n < verb)]
    base = tree.words[verb]
    if tree.tags[verb] == "VBG":
        base = LEMMA.get(tree.low[verb], "end up " + tree.words[verb])
    before, after = [n for n in nodes if n < verb], [n for n in nodes if n > verb]
    return f"{_text(tree, before)} {base} {_text(tree, after)}"


def _with_will(tree: Tree, cue: Cue, event: list[int], will: str) -> tuple[str, str]:
    subject = [n for n in event if cue.subject is not None and (n == cue.subject or cue.subject in tree.up(n))]
    rest = [
        n for n in event if (n not in subject and tree.low[n] not in {"that", "to"} | {"n't", "not"}) or n > cue.event
    ]
    finite = tree.tags[cue.event] in {"VBZ", "VBP"}
    if finite or (tree.tags[cue.event] != "VB" and not subject):
        return _text(tree, subject), _text(tree, rest)
    return _text(tree, subject), f"{will} {_bare(tree, cue.event, rest)}"


def _complement(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    event = [n for n in tree.subtree(cue.event) if n in nodes]
    subject = [n for n in event if cue.subject is not None and (n == cue.subject or cue.subject in tree.up(n))]
    return _text(tree, subject), _text(tree, [n for n in event if n not in subject and tree.deps[n] != "mark"])


def _noun(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    event = [n for n in tree.subtree(cue.event) if n in nodes]
    if cue.is_nominal:
        return "", f"there {will} be {_text(tree, event)}"
    modal = next((a for a in tree.auxiliaries(cue.event) if tree.tags[a] == "MD"), None)
    if modal is not None:
        event = [n for n in event if n != modal and n not in _negations(tree, cue)]
        subject = [n for n in event if cue.subject is not None and (n == cue.subject or cue.subject in tree.up(n))]
        rest = [n for n in event if n not in subject and tree.deps[n] != "mark"]
        return _text(tree, subject), f"{will} {_text(tree, rest)}"
    own = _text(tree, tree.subtree(cue.subject)) if cue.subject is not None else ""
    rest = [n for n in event if cue.subject is None or (n != cue.subject and cue.subject not in tree.up(n))]
    if tree.tags[cue.event] in {"VBZ", "VBP"}:
        return own, _text(tree, [n for n in rest if tree.deps[n] != "mark"])
    return own, f"{will} {_bare(tree, cue.event, [n for n in rest if tree.deps[n] != 'mark'])}"


def _other(tree: Tree, cue: Cue, nodes: list[int], will: str) -> tuple[str, str]:
    event = [n for n in tree.subtree(cue.event) if n in nodes] or nodes
    if cue.kind == "predicate":
        return _text(tree, event), f"{will} come about"
    if cue.kind == "value":
        return _value(tree, cue)
    if cue.kind == "toward":
        own = _text(tree, tree.subtree(cue.subject)) if cue.subject is not None else ""
        return own, f"{will} face {_text(tree, event)}"
    if cue.kind == "adverb":
        return "", f"there {will} be {_text(tree, [n for n in event if n > cue.last])}"
    return "", _text(tree, nodes)


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
        return "", _text(tree, tree.subtree(noun))
    start = last = places[0] + 1
    units = {"%", "percent", "per", "cent", "points"}
    while last + 1 < len(tree) and (tree.tags[last + 1] in {"CD", "NN", "NNS", "$"} or tree.low[last + 1] in units):
        last += 1
    subject = [n for n in subject if n < start - 1 or n > last]
    return _text(tree, subject) or "the figure", f"will be {_text(tree, list(range(start, last + 1)))}"
