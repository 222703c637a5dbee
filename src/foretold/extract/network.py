"""The network of spaCy's English model: vectors of words in their context, and their tags. Its weights, our arithmetic.

The same sums as spaCy's, by numpy: its OpenBLAS has kernels for today's processors, the pieces of a maxout layer lie
apart so that they are compared whole, and each distinct word is embedded once, however often it stands in an archive.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from thinc.api import NumpyOps

from foretold.extract.model import Layer, Model

Floats = npt.NDArray[np.float32]

_LEAST = 64
"""Matrices of fewer rows are filled up: BLAS adds up small ones in another order, so that a sentence would be parsed
one way alone and, once in millions, another way in a batch."""
_GAP = -1
"""Stands between sentences for a word."""
_EPSILON = np.float32(1e-08)


def product(x: Floats, weights: Floats) -> Floats:
    """Return x·weights, the same for a row whatever stands beside it."""
    rows = len(x)
    if rows < _LEAST:
        x = np.concatenate([x, np.zeros((_LEAST - rows, x.shape[1]), dtype=np.float32)])
    found: Floats = np.dot(x, weights)
    return found[:rows]


def maxout_weights(layer: Layer) -> tuple[Floats, Floats]:
    """Return a maxout layer's weights and bias, the columns of each piece side by side."""
    weights, bias = layer["W"], layer["b"]
    width = weights.shape[-1]
    return np.ascontiguousarray(np.moveaxis(weights, -2, -3).reshape(-1, width).T), bias.T.reshape(-1).copy()


def maxout(x: Floats, pieces: int) -> Floats:
    """Return the greatest of each value's pieces."""
    parts = np.split(x, pieces, axis=1)
    found = np.maximum(parts[0], parts[1])
    for part in parts[2:]:
        np.maximum(found, part, out=found)
    return found


class _Maxout:
    """A maxout layer of three pieces and the normalisation after it."""

    def __init__(self, layer: Layer, norm: Layer) -> None:
        """Take the weights of both."""
        self.weights, self.bias = maxout_weights(layer)
        self.gain, self.shift = norm["G"], norm["b"]

    def __call__(self, x: Floats) -> Floats:
        """Return the layer's output."""
        y = product(x, self.weights)
        y += self.bias
        y = maxout(y, 3)
        y -= y.mean(axis=1, keepdims=True)
        variance = np.add.reduce(y * y, axis=1, keepdims=True) / np.float32(y.shape[1])
        y *= (variance + _EPSILON) ** np.float32(-0.5)
        y *= self.gain
        y += self.shift
        return y


class Network:
    """Word numbers to vectors in context and tags."""

    def __init__(self, model: Model) -> None:
        """Take the weights from the model."""
        self._ops = NumpyOps()
        self._tables = model.tok2vec["hashembed"]
        self._mixer, *self._layers = map(_Maxout, model.tok2vec["maxout"], model.tok2vec["layernorm"])
        (softmax,) = model.tagger["softmax"]
        self._tag_weights, self._tag_bias = softmax["W"].T.copy(), softmax["b"]
        self._tags = model.tags
        self._rows: list[npt.NDArray[np.uint64]] = []
        self._words: Floats = np.zeros((1, len(self._mixer.gain)), dtype=np.float32)
        """The vector of each known word, and after them that of no word."""

    def learn(self, rows: list[npt.NDArray[np.uint64]]) -> None:
        """Embed the words with these features: those that were added since, when the list is the same as before."""
        if rows is not self._rows:
            self._rows, self._words = rows, np.zeros((1, self._words.shape[1]), dtype=np.float32)
        known = len(self._words) - 1
        if known < len(rows):
            new = self._mixer(self._embedded(np.stack(rows[known:])))
            self._words = np.concatenate([self._words[:known], new, self._words[known:]])

    def _embedded(self, rows: npt.NDArray[np.uint64]) -> Floats:
        """Return what stands in the tables for each feature of each word, four rows added up, chosen by its hash."""
        found = []
        for table in self._tables:
            values = np.ascontiguousarray(rows[:, table["column"]])
            places = self._ops.hash(values, table["seed"]) % len(table["E"])
            found.append(self._ops.gather_add(table["E"], places))
        return np.concatenate(found, axis=1)

    def in_context(self, batches: Iterable[list[list[int]]]) -> Floats:
        """Return the vectors of all words, given by number, each knowing four words to either side in its sentence."""
        return np.concatenate([self._in_context(sentences) for sentences in batches])

    def _in_context(self, sentences: list[list[int]]) -> Floats:
        gap = [_GAP] * len(self._layers)  # each layer looks one word further
        numbers = list(gap)
        for sentence in sentences:
            numbers += sentence
            numbers += gap
        at = np.array(numbers)
        x = np.zeros((len(at) + 2, self._words.shape[1]), dtype=np.float32)
        inner = x[1:-1]
        inner[:] = self._words[at]
        for layer in self._layers:
            inner += layer(_windows(x))
        words: Floats = inner[at != _GAP]
        return words

    def tag(self, vectors: Floats) -> list[str]:
        """Return the likeliest tag of each word."""
        scores = product(vectors, self._tag_weights) + self._tag_bias
        return [self._tags[n] for n in scores.argmax(axis=1)]


def _windows(x: Floats) -> Floats:
    """Return each row but the first and last with the one before and after it."""
    width = x.shape[1]
    return np.lib.stride_tricks.sliding_window_view(x.reshape(-1), 3 * width)[::width]
