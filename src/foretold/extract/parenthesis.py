"""Reporting clauses set off inside a claim: "the Danes, Mrs Quist-Moss said, won't sell theirs"."""

from __future__ import annotations

from dataclasses import dataclass

from foretold.extract.cue import Cue
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY, THINK

_LONGEST = 16
"""Words of a clause that is set off."""
_ADVERBS = frozenset({"also", "then", "still", "probably", "therefore", "never", "even", "just", "only", "now"})


@dataclass(frozen=True, slots=True)
class Parenthesis:
    """A reporting clause between marks, marks included; its verb and source; and the claim's subject before it."""

    first: int
    last: int
    verb: int
    source: int
    subject: list[int]


def parenthesis(tree: Tree, cue: Cue) -> Parenthesis | None:
    """Return the reporting clause that parts a cue from its subject; None: none does."""
    clause = [a for a in (cue.first, *tree.auxiliaries(cue.clause), cue.clause) if a <= cue.first]
    start = min(a for a in clause if a > cue.first - 4) if clause else cue.first
    last = start - 1
    while last > 0 and tree.low[last] in _ADVERBS:
        last -= 1
    if not _is_mark(tree, last):
        return None
    first = next((n for n in range(last - 1, max(-1, last - _LONGEST), -1) if _is_mark(tree, n)), None)
    if first is None:
        return None
    inner = range(first + 1, last)
    verb = next((n for n in inner if _reports(tree, n)), None)
    source = _source(tree, inner, verb) if verb is not None else None
    subject = _subject(tree, first)
    if verb is None or source is None or not subject:
        return None
    return Parenthesis(first, last, verb, source, subject)


def _is_mark(tree: Tree, word: int) -> bool:
    """Say whether a word is a mark that sets off; the hyphen of a name is none."""
    if tree.low[word] in {",", "(", ")"}:
        return True
    joined = 0 < word < len(tree) - 1 and tree.ends[word - 1] == tree.starts[word] == tree.starts[word + 1] - 1
    return tree.low[word] in {"-", "--", "–", "—"} and not joined


def _reports(tree: Tree, word: int) -> bool:
    said = tree.lemma(word) in SAY
    return (said or tree.lemma(word) in THINK) and tree.tags[word] in {"VBD", "VBZ", "VBP", "VBN" if said else ""}


def _source(tree: Tree, inner: range, verb: int) -> int | None:
    """Return the last word of who reports: before the verb ("she says"), or after it ("said Mrs Quist-Moss")."""
    if any(tree.tags[n] in {"WP", "WDT", "CC", "MD", "TO"} for n in inner):
        return None
    for words in (range(inner.start, verb), range(verb + 1, inner.stop)):
        nouns = [n for n in words if tree.tags[n] in {"NNP", "NNPS", "NN", "NNS", "PRP"}]
        if not nouns:
            continue
        named = nouns[0]
        while named + 1 in words and (
            tree.tags[named + 1] in {"NNP", "NNPS", "NN", "NNS"} or _is_hyphen(tree, named + 1)
        ):
            named += 1
        return named
    return None


def _is_hyphen(tree: Tree, word: int) -> bool:
    return tree.low[word] == "-" and not _is_mark(tree, word)


def _subject(tree: Tree, stop: int) -> list[int]:
    """Return the words of the noun phrase that ends before a mark, from the last mark or joint on."""
    begin = stop
    while (
        begin > 0 and tree.low[begin - 1] not in {",", ":", ";", ".", '"', "''", "``"} and not _is_mark(tree, begin - 1)
    ):
        begin -= 1
    words = list(range(begin, stop))
    while words and (tree.tags[words[0]] == "CC" or tree.low[words[0]] in {"that", "so", "then"}):
        words.pop(0)
    is_noun = any(tree.tags[n].startswith(("NN", "PRP", "CD", "DT")) for n in words)
    is_clause = any(tree.tags[n] in {"VBD", "VBZ", "VBP", "MD"} for n in words)
    opens = tree.tags[words[0]] if words else "IN"
    return words if is_noun and not is_clause and opens not in {"IN", "RB", "WRB"} and len(words) <= 14 else []
