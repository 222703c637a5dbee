"""A parsed sentence as plain lists: what the rules read, whichever parser made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from foretold.extract.stated import Stated
from foretold.extract.verbs import LEMMA

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


@dataclass(eq=False)
class Tree:
    """Words of one sentence with tag, dependency and head; offsets count from the start of the capture's text.

    A tree equals only itself, so that what is worked out of it can be kept for it (``lru_cache``).
    """

    words: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    ends: list[int]
    odds: list[Stated] = field(default_factory=list)
    """The chances that it states in numbers; those beside the words that they grade are none of its words."""
    kids: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        """Derive the children of each word."""
        leaf: list[int] = []  # shared: the garbage collector looks through every list
        self.kids = [leaf] * len(self.words)
        for index, head in enumerate(self.heads):
            if head == index:
                continue
            if self.kids[head] is leaf:
                self.kids[head] = [index]
            else:
                self.kids[head].append(index)

    def __len__(self) -> int:
        """Count the words."""
        return len(self.words)

    @cached_property
    def low(self) -> list[str]:
        """The words in lower case."""
        return [word.lower() for word in self.words]

    @cached_property
    def lemmas(self) -> list[str]:
        """The base form of each known verb, and the other words in lower case."""
        return [LEMMA.get(word, word) for word in self.low]

    def lemma(self, index: int) -> str:
        """Return the base form of a known verb, else the word in lower case."""
        return self.lemmas[index]

    @cached_property
    def _order(self) -> list[int]:
        """The words, each head before what hangs on it."""
        found = [index for index, head in enumerate(self.heads) if head == index]
        for node in found:
            found.extend(self.kids[node])
        return found

    @cached_property
    def _reach(self) -> list[tuple[int, int]]:
        """The first and last word of each word's branch where the branch has no gap, else (-1, -1)."""
        size = [1] * len(self.words)
        first, last = list(range(len(size))), list(range(len(size)))
        for node in reversed(self._order):
            head = self.heads[node]
            if head != node:
                size[head] += size[node]
                first[head] = min(first[head], first[node])
                last[head] = max(last[head], last[node])
        return [(a, b) if b - a + 1 == n else (-1, -1) for a, b, n in zip(first, last, size, strict=True)]

    def subtree(self, index: int, skip: frozenset[int] = frozenset()) -> list[int]:
        """Return the words under ``index`` in text order, without the branches in ``skip``."""
        first, last = self._reach[index]
        if first >= 0 and (not skip or skip.isdisjoint(range(first, last + 1))):
            return list(range(first, last + 1))
        found, todo = [], [index]
        while todo:
            node = todo.pop()
            found.append(node)
            todo.extend(kid for kid in self.kids[node] if kid not in skip)
        return sorted(found)

    def kid(self, index: int, *deps: str) -> int | None:
        """Return the first child with one of these dependencies."""
        for kid in self.kids[index]:
            if self.deps[kid] in deps:
                return kid
        return None

    def kids_by(self, index: int, *deps: str) -> list[int]:
        """Return the children with one of these dependencies."""
        return [kid for kid in self.kids[index] if self.deps[kid] in deps]

    @cached_property
    def _above(self) -> list[list[int]]:
        """The ancestors of each word, nearest first."""
        root: list[int] = []
        found = [root] * len(self.words)
        for head in self._order:
            if self.kids[head]:
                above = [head, *found[head]]
                for node in self.kids[head]:
                    found[node] = above
        return found

    def up(self, index: int) -> list[int]:
        """Return the ancestors of a word, nearest first."""
        return self._above[index]

    @cached_property
    def _subjects(self) -> list[int | None]:
        """The own subject of each word."""
        found: list[int | None] = [None] * len(self.words)
        for index, dep in enumerate(self.deps):
            head = self.heads[index]
            if dep in _SUBJECTS and head != index and found[head] is None:
                found[head] = index
        return found

    def own_subject(self, verb: int) -> int | None:
        """Return the subject of this verb itself."""
        return self._subjects[verb]

    def subject(self, verb: int) -> int | None:
        """Return the verb's subject, or the one it shares through coordination or raising."""
        seen = 0
        while seen < 8:
            found = self.own_subject(verb)
            if found is not None:
                return found
            head = self.heads[verb]
            if head == verb or self.deps[verb] not in {"conj", "xcomp", "acomp", "aux", "ccomp", "dep", "attr"}:
                return None
            if self.deps[verb] == "ccomp" and self.tags[verb] not in {"VB", "VBG", "VBN", "JJ"}:
                return None
            verb, seen = head, seen + 1
        return None

    @cached_property
    def _auxiliaries(self) -> dict[int, list[int]]:
        """The auxiliaries of the words that have any."""
        found: dict[int, list[int]] = {}
        for index, dep in enumerate(self.deps):
            if dep in {"aux", "auxpass"} and self.heads[index] != index:
                found.setdefault(self.heads[index], []).append(index)
        return found

    def auxiliaries(self, verb: int) -> list[int]:
        """Return the verb's auxiliaries in text order."""
        return self._auxiliaries.get(verb, [])

    def is_negated(self, verb: int) -> bool:
        """Say whether the verb or one of its auxiliaries is negated; "more likely than not that it falls" is not."""
        nodes = [verb, *self.auxiliaries(verb)]
        return any(
            (self.deps[kid] == "neg" or self.low[kid] in {"n't", "never"}) and self.low[kid - 1 : kid] != ["than"]
            for node in nodes
            for kid in self.kids[node]
        )

    def is_finite(self, verb: int) -> bool:
        """Say whether the verb carries tense, by itself or by an auxiliary."""
        return self.tags[verb] in {"VBD", "VBZ", "VBP", "MD"} or any(
            self.tags[aux] in {"VBD", "VBZ", "VBP", "MD"} for aux in self.auxiliaries(verb)
        )

    def is_past(self, verb: int) -> bool:
        """Say whether the verb is in the simple past or past perfect."""
        return self.tags[verb] == "VBD" or any(self.tags[aux] == "VBD" for aux in self.auxiliaries(verb))

    @cached_property
    def finite_clauses(self) -> frozenset[int]:
        """The verbs of the finite clauses that hang on another word."""
        hung = {"ccomp", "relcl", "advcl", "parataxis"}
        return frozenset(node for node, dep in enumerate(self.deps) if dep in hung and self.is_finite(node))
