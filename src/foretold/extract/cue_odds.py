"""Which of the chances that a sentence states is that of a cue's event; claim and quote without it and with it."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from foretold.extract.cue import Cue
from foretold.extract.stated import Stated
from foretold.extract.text import words
from foretold.extract.tree import Tree


def stated_chance(tree: Tree, cue: Cue) -> Stated | None:
    """Return the chance that the text states in numbers for a cue's event as claimed: the one that stands nearest."""
    near = [one for one in tree.odds if not is_parted(tree, word_at(tree, one.anchor), cue.first)]
    here = tree.starts[cue.first]
    return min(near, key=lambda one: (abs(one.anchor - here), abs(one.start - here)), default=None)


def word_at(tree: Tree, offset: int) -> int:
    """Return the last word that begins at an offset or before it."""
    return max(bisect_right(tree.starts, offset) - 1, 0)


_PARTING = frozenset({"though", "although", "but", "while", "whereas", "yet"})


def is_parted(tree: Tree, one: int, other: int) -> bool:
    """Say whether two words stand in clauses of their own: the chance of one event is not that of the other."""
    first, last = min(one, other), max(one, other)
    between = tree.low[first:last]
    if ";" in between or any(b in _PARTING and a == "," for a, b in pairwise(between)):
        return True
    paths = [[one, *tree.up(one)], [other, *tree.up(other)]]
    shared = set(paths[0]) & set(paths[1])
    apart = [node for path in paths for node in path if node not in shared]
    return any(tree.deps[node] == "conj" and tree.own_subject(node) is not None for node in apart)


_TELLING = words(
    "at to of about around is are was were be stands stand remains remain : around roughly only just = near"
)
"""What leads to a number: "the chance of a split is about" a third."""


def without_odds(tree: Tree, cue: Cue, nodes: list[int], odds: Stated | None) -> list[int]:
    """Drop the number that a claim's chance is said to have, with what leads to it, and the chance of another claim."""
    if odds is None:
        return nodes
    first, last = odds.start, odds.end
    others = {word_at(tree, one.anchor) for one in tree.odds if one is not odds}
    beside = {k for n in others if tree.deps[n] == "conj" and n > cue.event for k in tree.subtree(n)}
    nodes = [n for n in nodes if n not in beside]
    kept = [n for n in nodes if not first <= tree.starts[n] < last]
    if cue.kind == "noun" and cue.first < cue.clause and last > tree.starts[cue.clause] and len(kept) < len(nodes):
        told = min([cue.clause, *tree.auxiliaries(cue.clause)])
        return [n for n in kept if n < told]  # "the risk of a default has risen to" one in three
    if len(kept) == len(nodes) or any(tree.starts[n] >= last and tree.deps[n] != "punct" for n in kept):
        return kept
    while kept and (tree.low[kept[-1]] in _TELLING or tree.deps[kept[-1]] == "punct"):
        kept.pop()
    return kept


def with_odds(tree: Tree, raw: str, end: int, odds: Stated | None) -> int:
    """Return the end of a quote that takes in the number behind its last word: "is unlikely, at one in six"."""
    if odds is None or not end <= odds.start <= end + 30:
        return end
    if any(end <= tree.starts[n] < odds.end and tree.deps[n] != "punct" for n in range(len(tree))):
        return end
    return odds.end + raw.startswith(")", odds.end)
