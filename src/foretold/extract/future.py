"""Turn the verb of a complement or of a foretelling present into its base form: "it breaks", "they signed"."""

from __future__ import annotations

from foretold.extract.tree import Tree
from foretold.extract.verbs import LEMMA

_BE = frozenset({"is", "are", "was", "were", "'s", "'re", "be", "am", "'m"})
_SIBILANT = ("ches", "shes", "sses", "xes", "zzes", "oes")


def base_form(tree: Tree, verb: int) -> str | None:
    """Return the base form of a finite verb; None where the form is not sure."""
    word, tag = tree.low[verb], tree.tags[verb]
    if word in _BE:
        return "be"
    if word in LEMMA:
        return LEMMA[word]
    if tag == "VBP":
        return word
    return _singular(word) if tag == "VBZ" else None


def _singular(word: str) -> str:
    """Return a regular third person without its ending: "flips" as "flip"."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(_SIBILANT) else word.removesuffix("s")


def finite_verb(tree: Tree, event: int) -> int | None:
    """Return the word that carries the tense of a predicate: the verb, or its first auxiliary; None: no tense."""
    tensed = [n for n in (*tree.auxiliaries(event), event) if tree.tags[n] in {"VBZ", "VBP", "VBD", "MD"}]
    return min(tensed) if tensed else None


def rest_in_future(tree: Tree, event: int, rest: list[int]) -> tuple[list[int], str, list[int]] | None:
    """Return what stands before the verb, "will …" and what follows; None where the verb cannot be put so."""
    verb = finite_verb(tree, event)
    if verb is None or verb not in rest or tree.tags[verb] == "MD":
        return None
    negations = {n for n in rest if tree.deps[n] == "neg" and tree.heads[n] in {event, verb}}
    will = "will not" if negations else "will"
    rest = [n for n in rest if n not in negations]
    base = base_form(tree, verb)
    if tree.low[verb] in {"do", "does", "did"} and verb != event:
        base = tree.words[event]
        rest = [n for n in rest if n != event]
    if base is None:
        return None
    before, after = [n for n in rest if n < verb], [n for n in rest if n > verb]
    return before, f"{will} {base}", after
