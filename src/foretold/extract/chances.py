"""How strong a chance is, by the words around the noun: "a slim chance", "every chance", "no chance"."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901, PLR0911, PLR0912

from __future__ import annotations

from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.records import Band

HARDLY = words("hardly scarcely barely")
"""Adverbs that turn a word of likelihood round."""

CHANCES = words("""chance chances probability likelihood odds possibility risk danger prospect prospects""")


def chance_band(tree: Tree, noun: int) -> tuple[str, Band]:
    """Return term and band of "a slim chance", "every chance" and the like, from the words around the noun."""
    own = [kid for kid in tree.kids[noun] if tree.deps[kid] != "conj"]
    around = {tree.low[kid] for kid in own} | {tree.low[grand] for kid in own for grand in tree.kids[kid]}
    near = {tree.low[n] for n in range(max(0, noun - 4), noun)} & (
        {"no", "little", "slim", "slight", "every", "good", "even", "better", "remote", "zero"}
    )
    head = tree.heads[noun]
    if tree.lemma(head) in {"be", "look", "seem", "appear", "remain"}:
        for kid in tree.kids_by(head, "acomp", "attr", "oprd"):
            around |= {tree.low[kid]} | {tree.low[grand] for grand in tree.kids[kid]}
        if tree.is_negated(head):
            around.add("no")
        if "none" in tree.low[head:][:6]:
            around.add("none")  # "slim to none"
    denied = tree.lemma(head) in {"have", "stand", "give", "see"} and tree.is_negated(head)
    around |= near | ({"no"} if denied else set())
    word = tree.low[noun]
    if HARDLY & set(tree.low[max(0, noun - 3) : noun]):
        return ("little chance", Band.UNLIKELY)
    if around & {"no", "zero", "none"}:
        return ("almost no chance", Band.UNLIKELY)
    if around & {"remote", "vanishing", "vanishingly", "infinitesimal", "negligible", "minuscule", "minute"}:
        return ("remote chance", Band.UNLIKELY)
    if around & {
        "slim",
        "slight",
        "small",
        "outside",
        "low",
        "minimal",
        "dim",
        "poor",
        "slender",
        "bleak",
        "nil",
        "scant",
    }:
        return ("slight chance", Band.UNLIKELY)
    if "little" in around or (word == "odds" and "long" in around):
        return ("little chance", Band.UNLIKELY)
    if "every" in around or (around & {"good", "strong", "high", "excellent", "great"} and "very" in around):
        return ("very good chance", Band.LIKELY)
    if around & {
        "good",
        "strong",
        "high",
        "excellent",
        "great",
        "decent",
        "solid",
        "overwhelming",
        "best",
    } and word not in {"risk", "danger"}:
        return ("likely", Band.LIKELY)
    if {"better", "even"} <= around:
        return ("better than even", Band.LIKELY)
    if around & {"even", "50-50", "fifty-fifty"}:
        return ("even chance", Band.POSSIBLE)
    if around & {"realistic", "real", "distinct", "fair", "reasonable", "serious"}:
        return ("realistic possibility", Band.POSSIBLE)
    return ("risk" if word in {"risk", "danger"} else "possible", Band.POSSIBLE)
