"""What a claim leaves out: asides, reasons and closing remarks; and the subject that the parser missed."""

from __future__ import annotations

from itertools import pairwise

from foretold.extract.cue import Cue
from foretold.extract.spans import reason_after
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY


def text_of(tree: Tree, nodes: list[int]) -> str:
    """Join words as they stood: no gap where the text has none."""
    parts: list[str] = []
    nodes = [node for node in nodes if tree.low[node] not in {'"', "``", "''"}]
    for place, node in enumerate(nodes):
        glued = place > 0 and nodes[place - 1] == node - 1 and tree.ends[node - 1] == tree.starts[node]
        parts.append(tree.words[node] if glued or not parts else " " + tree.words[node])
    return "".join(parts)


_REMARKS = frozenset({"opinion", "view", "reckoning", "judgment", "judgement", "estimation", "telling", "arithmetic"})


def without_asides(tree: Tree, cue: Cue, nodes: list[int]) -> list[int]:
    """Drop "according to …", "by her reckoning", reasons after ", for" and closing remarks ", which …"."""
    core = {cue.event, cue.clause, cue.first, *([cue.subject] if cue.subject is not None else [])}
    drop: set[int] = set()
    for n in nodes:
        branch: list[int] = []
        if tree.low[n] == "according":
            branch = tree.subtree(n)
        elif tree.low[n] in _REMARKS and tree.deps[n] == "pobj" and tree.kid(n, "poss") is not None:
            branch = tree.subtree(tree.heads[n])
        elif tree.deps[n] == "relcl" and n > cue.event:
            inner = tree.subtree(n)
            if tree.low[inner[0]] in {"which", "who"} and inner[0] > 0 and tree.low[inner[0] - 1] == ",":
                branch = inner
        if branch and not core & set(branch):
            drop.update(branch)
    kept = [n for n in nodes if n not in drop]
    stop = reason_after(tree, cue, kept)
    kept = [n for n in kept if stop is None or n < stop]
    kept = _before_remarks(tree, cue, kept, max(core))
    while kept and (tree.low[kept[-1]] in {".", ",", ";", ":", "!", '"', "''", "'", "and"}):
        kept.pop()
    return kept


def _before_remarks(tree: Tree, cue: Cue, nodes: list[int], core: int) -> list[int]:
    """Drop what only comments: ", which pleases nobody", and what is left of ", as …" or ", though …" from there on.

    Words for the time that follow a comment ("…, which is old, by May") stay.
    """
    for place, n in enumerate(nodes):
        if n <= core or n == 0 or tree.low[n - 1] != ",":
            continue
        comment = tree.low[n] == "which" and not any(tree.tags[m] == "MD" for m in nodes[place + 1 : place + 3])
        second = tree.low[n] == "that" and tree.tags[n] == "IN"
        if comment or second:
            comma = next((m for m in nodes[place:] if tree.low[m] == ","), None)
            tail = [m for m in nodes if comma is not None and m >= comma]
            finite = any(tree.tags[m] in {"VBD", "VBZ", "VBP", "MD"} for m in tail)
            return nodes[:place] + ([] if finite or second or len(tail) > 6 else tail)
    gaps = (b for a, b in pairwise(nodes) if a >= core and b > a + 1)
    for after in gaps:
        gone = range(max(n for n in nodes if n < after) + 1, after)
        marks = [g for g in gone if tree.low[g] in _CONCESSIONS and tree.deps[g] in {"mark", "prep"}]
        left = [n for n in nodes if n >= after]
        clause = any(tree.tags[n] in {"VBD", "VBZ", "VBP", "MD"} for n in left)
        if marks and clause:
            return [n for n in nodes if n < after]
    return nodes


_CONCESSIONS = frozenset({"as", "though", "although", "because", "since", "while"})


def subject_before(tree: Tree, cue: Cue) -> list[int]:
    """Return the words before a cue whose subject the parser missed: "yields, he said, “will not get to 3 percent""."""
    stop = cue.first
    while stop > 0 and tree.low[stop - 1] in {'"', "``", "''", "'", ","} | _ADVERBS:
        stop -= 1
    begin = _boundary(tree, stop)
    if any(tree.lemma(n) in SAY for n in range(begin, stop)):
        stop = begin - 1  # a remark between commas: the subject stands before it
        begin = _boundary(tree, stop)
    nodes = [n for n in range(begin, stop) if tree.low[n] not in {"and", "but", "so", "then", "that"}]
    is_noun = any(tree.tags[n].startswith(("NN", "PRP", "CD")) or tree.tags[n] == "UH" for n in nodes)
    opens = tree.low[nodes[0]] if nodes else ""
    sure = is_noun and len(nodes) <= 14 and opens not in {"if", "when", "unless", "once", "in", "by", "as", "should"}
    return nodes if sure else []


_ADVERBS = frozenset({"also", "then", "still", "probably", "therefore", "never", "even", "just", "only"})


def _boundary(tree: Tree, stop: int) -> int:
    begin = stop
    while begin > 0 and tree.low[begin - 1] not in {",", ":", ";", "-", "--", "."}:
        begin -= 1
    return max(0, begin)
