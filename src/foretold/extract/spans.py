"""Cut the quote: the clause that makes the claim, with its conditions and times, without what surrounds it."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: PLR0911

from __future__ import annotations

from foretold.extract.cue import Cue
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY, THINK

_ASIDE = frozenset(
    {"because", "since", "although", "though", "while", "whereas", "given", "as", "even", "but", "whilst"}
)
_TRIM = frozenset(
    {
        ",",
        ".",
        ";",
        ":",
        '"',
        "``",
        "''",
        "'",
        "-",
        "--",
        "(",
        ")",
        "?",
        "!",
        "and",
        "but",
        "or",
        "yet",
        "so",
        "that",
        "however",
        "therefore",
        "thus",
        "still",
        "moreover",
        "meanwhile",
        "consequently",
        "[",
        "]",
        "`",
    }
)


def claim_nodes(tree: Tree, cue: Cue, keep: tuple[int, int] | None = None) -> list[int]:
    """Return the words of the claim's clause in text order."""
    if cue.kind == "adverb":
        return [n for n in tree.subtree(cue.event) if n >= cue.first]
    top = _top(tree, cue)
    skip = _skipped(tree, top, cue, keep)
    nodes = tree.subtree(top, frozenset(skip))
    subject = cue.subject
    if subject is not None and subject not in nodes and abs(subject - cue.clause) < 60:
        if tree.deps[cue.clause] == "conj" and cue.kind == "modal":
            pass  # "… and would strengthen": the second claim begins at its own verb
        elif not cue.is_reduced:
            extra = [n for n in tree.subtree(subject, frozenset(skip)) if n < min(nodes)]
            if not extra or max(extra) + 4 >= min(nodes):
                nodes = sorted({*nodes, *extra})
    nodes = _after_colon(tree, cue, nodes, keep)
    stop = reason_after(tree, cue, nodes)
    if stop is not None and (keep is None or keep[0] < tree.starts[stop]):
        nodes = [n for n in nodes if n < stop]
    if cue.is_reduced and subject is not None:
        nodes = sorted({*nodes, *[n for n in tree.subtree(subject, frozenset({top})) if n < min(nodes)]})
    return nodes


def _after_colon(tree: Tree, cue: Cue, nodes: list[int], keep: tuple[int, int] | None) -> list[int]:
    """Drop what stands before a colon or semicolon that precedes the claim, and after one that follows it."""
    left = min(
        cue.first, cue.clause, cue.event, *([cue.subject] if cue.subject is not None and cue.subject in nodes else [])
    )
    right = max(cue.last, cue.clause, cue.event)
    before = [n for n in range(nodes[0], left) if tree.low[n] in {":", ";"}]
    if before and (keep is None or tree.starts[before[-1]] >= keep[1] or keep[0] > tree.starts[before[-1]]):
        nodes = [n for n in nodes if n > before[-1]]
    after = [n for n in range(right + 1, nodes[-1]) if tree.low[n] == ";"]
    return [n for n in nodes if n < after[0]] if after else nodes


def _top(tree: Tree, cue: Cue) -> int:
    node = cue.clause
    if cue.kind in {"noun", "value"} or tree.deps[node] == "conj":
        return node
    return node


def _skipped(tree: Tree, top: int, cue: Cue, keep: tuple[int, int] | None) -> set[int]:
    skip: set[int] = set()
    inner = set(_path(tree, cue.event, top)) | {cue.event, cue.first}
    for node in tree.subtree(top):
        if tree.deps[node] not in _BESIDE or node == top or node in inner:
            continue
        if keep is not None and keep[0] <= tree.starts[node] < keep[1]:
            continue
        if not skip.isdisjoint(tree.up(node)):
            continue
        if keep is not None and any(keep[0] <= tree.starts[n] < keep[1] for n in tree.subtree(node)):
            continue
        if _is_beside(tree, node, top, cue):
            skip.add(node)
    return skip


def _path(tree: Tree, node: int, top: int) -> list[int]:
    path = []
    for up in tree.up(node):
        path.append(up)
        if up == top:
            return path
    return []


_BESIDE = frozenset({"conj", "cc", "parataxis", "ccomp", "dep", "advcl", "advmod"})
"""How what stands beside a claim can hang on it."""


def _is_beside(tree: Tree, node: int, top: int, cue: Cue) -> bool:
    dep, head = tree.deps[node], tree.heads[node]
    finite = tree.is_finite(node)
    if (
        dep == "conj"
        and head in {top, cue.event}
        and finite
        and (tree.own_subject(node) is not None or any(tree.tags[aux] == "MD" for aux in tree.auxiliaries(node)))
    ):
        return True
    if dep == "conj" and head in {top, cue.event} and tree.tags[node] in {"VBZ", "VBP", "VBD"} and cue.kind == "modal":
        return True
    if dep == "cc" and head in {top, cue.event}:
        later = [kid for kid in tree.kids_by(head, "conj") if kid > node]
        return bool(later) and _is_beside(tree, later[0], top, cue)
    if (
        dep in {"parataxis", "ccomp", "dep"}
        and head == top
        and finite
        and (tree.lemma(node) in SAY or tree.lemma(node) in THINK)
    ):
        return node != cue.event and not (dep == "ccomp" and node > top and tree.kid(node, "mark") is not None)
    if dep == "parataxis" and finite:
        return True
    claims = tree.own_subject(node) is not None and any(tree.tags[aux] == "MD" for aux in tree.auxiliaries(node))
    if dep == "ccomp" and head == top and node < top and claims and tree.kid(node, "mark") is None:
        return True  # "The ships will be unloaded, the chips will be soldered": two claims side by side
    if dep == "advcl" and finite:
        mark = tree.kid(node, "mark")
        word = tree.low[mark] if mark is not None else ""
        measured = word == "as" and tree.low[head] in {"long", "soon", "far", "much"}  # "as long as the port is shut"
        return word in _ASIDE and not measured
    return bool(
        dep == "advmod"
        and head == top
        and node < top
        and tree.low[node] in {"however", "therefore", "meanwhile", "moreover", "instead"}
    )


def reason_after(tree: Tree, cue: Cue, nodes: list[int]) -> int | None:
    """Return the comma before a reason given in a clause of its own: "…, for the polls have narrowed"."""
    last = max(cue.event, cue.last)
    for n in nodes:
        if n <= last + 1 or tree.low[n] != "for" or tree.low[n - 1] != ",":
            continue
        verb = next(
            (v for v in range(n + 1, nodes[-1] + 1) if tree.is_finite(v) and tree.tags[v].startswith("VB")), None
        )
        subject = tree.own_subject(verb) if verb is not None else None
        relative = {"which", "who", "whom", "that"} & set(tree.low[n + 1 : (verb or n) + 1])
        if subject is not None and n < subject and not relative:
            return n - 1
    return None


def span(tree: Tree, nodes: list[int]) -> tuple[int, int]:
    """Return the offsets of the quote: from the first to the last word, punctuation trimmed."""
    first, last = 0, len(nodes) - 1
    while first < last and (
        tree.low[nodes[first]] in _TRIM or (tree.deps[nodes[first]] == "mark" and tree.low[nodes[first]] == "like")
    ):
        first += 1
    while last > first and tree.low[nodes[last]] in _TRIM - {"so", "that"}:
        last -= 1
    return tree.starts[nodes[first]], tree.ends[nodes[last]]


_DONE = frozenset(
    {
        "planned",
        "made",
        "agreed",
        "related",
        "linked",
        "promised",
        "announced",
        "begun",
        "started",
        "signed",
        "seen",
        "held",
    }
)
"""Participles that tell what has been: "an operation planned for a long time"."""


def _comparison_end(tree: Tree, than: int) -> int:
    """Return the last word of a comparison: a comma ends it, and "within", which compares with nothing."""
    last = max(tree.subtree(than if tree.deps[than] == "prep" else tree.heads[than]))
    stop = next((n for n in range(than + 2, last + 1) if tree.low[n] in {",", "within"}), last + 1)
    return max(than, stop - 1)


def described(tree: Tree, cue: Cue) -> list[tuple[int, int]]:
    """Return the offsets of comparisons and of clauses that describe the subject: their times are not the claim's."""
    found = [
        (tree.starts[n], tree.ends[_comparison_end(tree, n)])
        for n in range(cue.event, len(tree))
        if tree.low[n] == "than"
        and tree.heads[n] not in {cue.event, cue.clause}
        and tree.low[n + 1 : n + 2] != ["later"]
        and tree.low[max(n - 1, 0)] not in {"later", "earlier"}
    ]
    day = tree.kid(cue.subject, "poss") if cue.subject is not None else None
    if day is not None and tree.low[day].endswith(("day", "morning", "week")) and tree.lemma(cue.event) != "be":
        found.append((tree.starts[min(tree.subtree(day))], tree.ends[cue.subject or 0]))  # "Monday's ruling will …"
    for n in range(cue.event, len(tree)):
        if tree.low[n] in {"compared", "versus", "according", "unlike"} and tree.low[n - 1] == ",":
            found.append((tree.starts[n], max(tree.ends[k] for k in tree.subtree(n))))
    if cue.kind == "value":
        found.append((tree.starts[0], tree.starts[cue.first]))
    if cue.subject is None or cue.is_nominal:
        return found
    inner = [
        n
        for n in tree.subtree(cue.subject)
        if (tree.deps[n] == "relcl" or (tree.deps[n] in {"amod", "acl"} and tree.low[min(tree.subtree(n)) - 1] == ","))
        and cue.clause not in tree.subtree(n)
    ]
    told = {"relcl", "ccomp", "pcomp"}
    inner += [n for n in tree.subtree(cue.event) if n > cue.event and tree.deps[n] in told and tree.tags[n] == "VBD"]
    inner += [n for n in tree.subtree(cue.event) if tree.deps[n] == "acl" and tree.low[n] in _DONE]
    return found + [(tree.starts[nodes[0]], tree.ends[nodes[-1]]) for nodes in map(tree.subtree, inner)]
