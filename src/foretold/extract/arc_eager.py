"""The greedy arc-eager parser of spaCy's English model, all sentences of a batch a step further at a time.

The same states, moves and scores as in spaCy (Honnibal and Johnson 2015: a word without a head goes back from the stack
to the buffer), in numpy over whole batches. Stacks and buffers are chains: each word knows the word below or after it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from foretold.extract.model import Model
from foretold.extract.network import Floats, maxout, maxout_weights, product

Ints = npt.NDArray[np.intp]

_SHIFT, _REDUCE, _LEFT, _RIGHT, _BREAK = range(5)
_MOVES = "SDLRB"
_FEATURES = 8


class ArcEager:
    """Vectors of words to heads and dependencies."""

    def __init__(self, model: Model) -> None:
        """Take the weights and moves from the model."""
        (lower,), (upper, narrow) = model.parser["precomputable_affine"], model.parser["linear"]
        self._narrow, self._narrow_bias = narrow["W"].T.copy(), narrow["b"]
        self._lower, self._bias = maxout_weights(lower)
        self._pad = np.moveaxis(lower["pad"][0], -1, -2).reshape(_FEATURES, -1)
        self._upper, upper_bias = upper["W"].T.copy(), upper["b"]
        names = model.moves
        self._move = np.array([_MOVES.index(name[0]) for name in names])
        self._labels = [name.partition("-")[2] for name in names]
        self._root = names.index("B-ROOT")
        # By the moves that are open (a bit each), what a score gets on top: the bias, or minus infinity.
        is_open = (np.arange(1 << len(_MOVES))[:, None] >> self._move) & 1
        self._added = np.where(is_open, upper_bias, np.float32(-np.inf)).astype(np.float32)

    def __call__(self, vectors: Floats, lengths: Sequence[int]) -> tuple[list[int], list[str]]:
        """Return the head of each word, counted over all sentences, and its dependency; a root is its own head."""
        features = self._features(vectors)
        state = _States(lengths)
        while len(state.top):
            hidden = np.take(features, state.places(), axis=0).reshape(len(state.top), _FEATURES, -1).sum(axis=1)
            hidden += self._bias
            scores = product(maxout(hidden, 2), self._upper)
            scores += self._added[state.open_moves()]
            chosen = scores.argmax(axis=1)
            state.go(self._move[chosen], chosen)
        heads, moves = state.heads[: len(vectors)], state.labels[: len(vectors)]
        roots = np.flatnonzero(heads < 0)
        heads[roots], moves[roots] = roots, self._root
        return heads.tolist(), [self._labels[n] for n in moves]

    def _features(self, vectors: Floats) -> Floats:
        """Return what each word adds to the hidden layer in each of its places, a row for a word in a place."""
        narrow = product(vectors, self._narrow) + self._narrow_bias
        nothing = np.zeros_like(narrow, shape=(1, narrow.shape[1]))
        found = product(np.concatenate([narrow, nothing]), self._lower).reshape(-1, self._pad.shape[1])
        found[-_FEATURES:] = self._pad
        return found


class _States:
    """Stack, buffer and arcs of each sentence that is not done; word number ``none`` stands for no word."""

    def __init__(self, lengths: Sequence[int]) -> None:
        ends = np.cumsum(lengths)
        none = self.none = int(ends[-1])
        self.after = np.arange(1, none + 2)
        self.after[ends - 1] = self.after[none] = none
        self.below = np.full(none + 1, none)
        self.heads = np.full(none + 1, -1)
        self.labels = np.full(none + 1, -1)
        self.left = np.full(none + 1, none)
        """The last word to the left that hangs on a word."""
        self.right = np.full(none + 1, none)
        self.sibling = np.full(none + 1, none)
        """What ``right`` was before this word was hung there."""
        self.begins = np.zeros(none + 1, dtype=bool)
        """A sentence begins here. The first word of all is left out: it can only be shifted."""
        self.went_back = np.zeros(none + 1, dtype=bool)
        self.next = ends - np.asarray(lengths)
        """The first word of the buffer, by sentence."""
        self.top = np.full(len(ends), none)
        """The top of the stack, by sentence."""

    def places(self) -> Ints:
        """Return the rows of the features of each state."""
        second = self.below[self.top]
        words = np.stack(
            (
                self.next,
                self.after[self.next],
                self.top,
                second,
                self.below[second],
                self.left[self.next],
                self.left[self.top],
                self.right[self.top],
            ),
            axis=1,
        )
        words *= _FEATURES
        words += np.arange(_FEATURES)
        return words.reshape(-1)

    def open_moves(self) -> Ints:
        """Return the moves that each state allows, a bit each."""
        none, second = self.none, self.after[self.next]
        stacked, has_next, has_second = self.top != none, self.next != none, second != none
        goes_on = ~self.begins[self.next]
        shift = ~stacked | (has_second & goes_on & ~self.went_back[self.next])
        arc = stacked & has_next & goes_on
        breaks = has_second & (second == self.next + 1) & ~self.begins[second]
        found: Ints = shift | stacked * 2 | arc * 12 | breaks * 16
        return found

    def go(self, moves: Ints, labels: Ints) -> None:
        """Make the chosen move in each state, and drop the states that are done."""
        top, first = self.top, self.next
        self.begins[self.after[first[moves == _BREAK]]] = True
        left = moves == _LEFT
        self._hang_left(top[left], first[left], labels[left])
        right = moves == _RIGHT
        self._hang_right(first[right], top[right], labels[right])
        under = self.below[top]
        headless = (moves == _REDUCE) & (self.heads[top] < 0) & (under != self.none)
        pop = left | ((moves == _REDUCE) & ~headless)
        push = right | (moves == _SHIFT)
        self.below[first[push]] = top[push]
        back = top[headless]
        self.went_back[back] = True
        self.after[back] = first[headless]
        self.top = np.where(pop | headless, under, np.where(push, first, top))
        self.next = np.where(push, self.after[first], np.where(headless, top, first))
        goes_on = (self.top != self.none) | (self.next != self.none)
        if not goes_on.all():
            self.top, self.next = self.top[goes_on], self.next[goes_on]

    def _hang_left(self, words: Ints, heads: Ints, labels: Ints) -> None:
        """Hang the top of the stack on the next word, off its old head if it had one."""
        old = self.heads[words]
        had = old >= 0
        self.right[old[had]] = self.sibling[words[had]]
        self.heads[words], self.labels[words] = heads, labels
        self.left[heads] = words
        self.went_back[heads] = False

    def _hang_right(self, words: Ints, heads: Ints, labels: Ints) -> None:
        """Hang the next word on the top of the stack."""
        self.heads[words], self.labels[words] = heads, labels
        self.sibling[words] = self.right[heads]
        self.right[heads] = words


def lifted(heads: list[int], deps: list[str]) -> tuple[list[int], list[str]]:
    """Return a sentence's tree with crossing arcs restored (Nivre and Nilsson 2005).

    The parser makes trees without crossing arcs, and says "relcl||dobj" of a word whose head hangs there as "dobj".
    """
    for word, dep in enumerate(deps):
        if "||" in dep:
            deps[word], _, sought = dep.partition("||")
            heads[word] = _found_below(heads[word], sought, word, heads, deps)
    return heads, deps


def _found_below(head: int, sought: str, word: int, heads: list[int], deps: list[str]) -> int:
    """Return the first word below ``head`` that hangs as ``sought``, the nearest level first; else ``head``."""
    level = [head]
    while level:
        kids = [kid for up in level for kid, at in enumerate(heads) if at == up and kid not in {up, word}]
        found = next((kid for kid in kids if deps[kid] == sought), None)
        if found is not None:
            return found
        level = kids
    return head
