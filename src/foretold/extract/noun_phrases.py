"""Where a noun phrase, and the proper name in it, begin and end."""

from __future__ import annotations

import re

from foretold.extract.names import is_body
from foretold.extract.text import words
from foretold.extract.titles import is_title
from foretold.extract.tree import Tree

_KEPT = frozenset({"of", "for", "at", "in"})


def noun_phrase(tree: Tree, noun: int) -> tuple[int, int]:
    """Return the first and last word of a noun phrase without clauses and appositions that hang on it."""
    skip = frozenset(tree.kids_by(noun, "relcl", "appos", "acl", "punct", "cc", "conj", "advcl", "parataxis", "ccomp"))
    preps = [
        kid
        for kid in tree.kids_by(noun, "prep")
        if tree.low[kid] not in _KEPT | ({"around", "near"} if tree.low[noun] == "those" else set())
    ]
    if tree.tags[noun] in {"NNS", "NNPS"}:  # "countries like Peru", "banks such as Hale and Moss"
        preps = [kid for kid in preps if tree.low[kid] not in {"like", "as"} or kid > noun + 2]
    nodes = tree.subtree(noun, skip | frozenset(preps))
    first = last = noun
    while first - 1 in nodes:
        first -= 1
    while (
        last + 1 in nodes
        and tree.tags[last + 2 : last + 3] not in (["WDT"], ["WP"])
        and not (
            tree.tags[last + 1] in {"IN", "JJ", "VBN", "VBG"}
            and tree.low[last + 1] not in {"of", "like", "such", "as"}
            and tree.tags[noun] in {"NN", "NNS"}
            and _is_quantity(tree, noun) is False
        )
    ):
        last += 1
    while (
        first > 0
        and tree.ends[first - 1] == tree.starts[first]
        and tree.tags[first - 1] not in {"``", '"'}
        and tree.words[first - 1] not in "“\"‘'("
    ):
        first -= 1
    while (
        last + 1 < len(tree)
        and tree.starts[last + 1] == tree.ends[last]
        and (tree.words[last + 1] == "-" or tree.words[last] == "-")
    ):
        last += 1
    return first, last


def _is_quantity(tree: Tree, noun: int) -> bool:
    return tree.low[noun] in {
        "staff",
        "one",
        "many",
        "most",
        "some",
        "number",
        "person",
        "several",
        "majority",
        "members",
    }


def proper_name(tree: Tree, noun: int) -> tuple[int, int] | None:
    """Return the proper name at the head of a noun phrase, or in apposition to it ("IMF economist Ana Ruiz")."""
    named = tree.kids_by(noun, "appos")
    if tree.low[noun] == "one":
        named += [n for n in tree.subtree(noun) if tree.deps[n] == "appos"]
    for head in [noun, *named]:
        if tree.tags[head] not in {"NNP", "NNPS"}:
            continue
        first = head
        while (
            first - 1 >= 0
            and (
                (tree.tags[first - 1] in {"NNP", "NNPS"} and _within(tree, first - 1, head))
                or tree.low[first - 1] in {"de", "van", "von", "bin", "al", "del"}
            )
            and not (tree.kid(first - 1, "case") is not None)
        ):
            first -= 1
        last = head
        while first > 1 and tree.words[first - 1] == "-" and tree.ends[first - 2] == tree.starts[first - 1]:
            first -= 2
        while (
            last + 2 < len(tree)
            and tree.words[last + 1] == "-"
            and tree.starts[last + 2] == tree.ends[last + 1] == tree.ends[last] + 1
        ):
            last += 2
        while last + 1 < len(tree) and tree.tags[last + 1] in {"NNP", "NNPS"} and tree.heads[last + 1] == head:
            last += 1
        last = _field_of(tree, head, last)
        return _whole_name(tree, head, first, last)
    return None


_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day$|(?:jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec)")
_FIELDS = words("panel council committee institute center centre office campaign coalition board society association")


def _field_of(tree: Tree, head: int, last: int) -> int:
    """Return where the name of a body ends: "Bank of Weller", "Council on Foreign Trade"."""
    prepositions = {"of", "on", "for"} if tree.low[head] in _FIELDS else {"of"}
    of = next((k for k in tree.kids_by(head, "prep") if k == last + 1 and tree.low[k] in prepositions), None)
    field = tree.kid(of, "pobj") if of is not None else None
    if field is None or tree.tags[field] not in {"NNP", "NNPS"} or field - last > 4 or _DAY.match(tree.low[field]):
        return last
    return field if is_body(tree.words[head]) or tree.low[head] in _FIELDS else last


def _whole_name(tree: Tree, head: int, first: int, last: int) -> tuple[int, int]:
    """Widen a name to all of a body's: "Lord & Taylor", "Moody's" where nothing is owned, "Prime Minister's Office"."""
    owner = tree.kid(head, "poss")
    if owner is not None and is_title(tree.words[owner]) and is_body(tree.words[head]):
        first = min(first, *(n for n in tree.subtree(owner) if tree.tags[n] in {"NNP", "NNPS"}))
    while first > 1 and tree.words[first - 1] == "&" and tree.tags[first - 2] in {"NNP", "NNPS"}:
        first -= 2
    while last + 2 < len(tree) and tree.words[last + 1] == "&" and tree.tags[last + 2] in {"NNP", "NNPS"}:
        last += 2
        while last + 1 < len(tree) and tree.tags[last + 1] in {"NNP", "NNPS"}:
            last += 1
    owns = tree.deps[head] == "poss" or tree.tags[last + 1 : last + 2] != ["POS"]
    return first, last if owns or tree.heads[last + 1] != head else last + 1


def _within(tree: Tree, node: int, head: int) -> bool:
    return tree.heads[node] == head or any(up == head for up in tree.up(node)[:3])
