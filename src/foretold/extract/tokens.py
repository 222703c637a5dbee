"""Words of a text as spaCy's tokenizer cuts them, each stretch between spaces cut only once.

A word is known by its row of features (norm, prefix, suffix, shape, whether a space follows, whether it is one), the
only thing the parser's network sees of it. What is learnt of words is kept up to a bound, so that memory stays flat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.attrs import IDS

from foretold.extract.model import Model

_MOST = 50_000
"""Stretches or words kept at most: past it, all are forgotten and learnt anew."""
_BREAK = "\n"
"""Stands between stretches that are cut together; no plain text holds it."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What stands between two spaces: the length of each of its words, and their numbers."""

    lengths: tuple[int, ...]
    numbers: tuple[int, ...]
    spaced: tuple[int, ...]
    """The numbers when a space follows."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into words: their numbers, and the offsets where each begins and ends."""

    numbers: list[int]
    starts: list[int]
    ends: list[int]


class Tokens:
    """Cuts texts into words and numbers the distinct ones."""

    def __init__(self, model: Model) -> None:
        """Take the tokenizer of the model, and the features that its network reads."""
        self._tokenizer = model.tokenizer
        self.vocab: Any = model.tokenizer.vocab
        (features,) = model.tok2vec["extract_features"]
        self._columns: list[str] = features["columns"]
        # spaCy works out 22 features of each new word; the others are never asked for.
        getters = self.vocab.lex_attr_getters
        for unused in getters.keys() - {IDS[column] for column in self._columns}:
            del getters[unused]
        self._is_followed = self._columns.index("SPACY")
        self._is_space = self._columns.index("IS_SPACE")
        self.forget()

    def forget(self) -> None:
        """Drop all that was learnt."""
        self._stretches: dict[str, _Stretch] = {}
        self._numbers: dict[bytes, int] = {}
        self.rows: list[Any] = []
        """The features of each word, by its number."""
        self.spaces: set[int] = set()
        """The numbers of words that are white space."""

    def cut(self, texts: list[str]) -> list[Cut]:
        """Return the words of each text."""
        if max(len(self._stretches), len(self.rows)) > _MOST:
            self.forget()
        split = [_split(text) for text in texts]
        new = {piece for pieces in split for piece, _ in pieces} - self._stretches.keys()
        apart = {piece for piece in new if piece[0].isspace() or piece[-1].isspace()}
        # What spaCy learns about new words is forgotten at the end: an archive would fill the memory with them.
        with self.vocab.memory_zone():
            for piece in sorted(apart):
                self._learn([piece])
            self._learn(sorted(new - apart))
        return [self._laid_out(pieces) for pieces in split]

    def _laid_out(self, pieces: list[tuple[str, bool]]) -> Cut:
        numbers: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        place = 0
        for piece, is_followed in pieces:
            stretch = self._stretches[piece]
            numbers += stretch.spaced if is_followed else stretch.numbers
            for length in stretch.lengths:
                starts.append(place)
                place += length
                ends.append(place)
            place += is_followed
        return Cut(numbers, starts, ends)

    def _learn(self, pieces: list[str]) -> None:
        """Cut new stretches, all in one go."""
        doc = self._tokenizer(_BREAK.join(pieces))
        rows, lengths = doc.to_array(self._columns), doc.to_array(["LENGTH"]).tolist()
        numbers = self._numbered(rows)
        rows[:, self._is_followed] = 1
        spaced = self._numbered(rows)
        first = 0
        for piece in pieces:
            end, rest = first, len(piece)
            while rest:
                rest -= lengths[end]
                end += 1
            self._stretches[piece] = _Stretch(
                tuple(lengths[first:end]), tuple(numbers[first:end]), (*numbers[first : end - 1], spaced[end - 1])
            )
            first = end + 1

    def _numbered(self, rows: Any) -> list[int]:
        """Return the numbers of words with these features."""
        keys = np.ascontiguousarray(rows).view(f"V{rows.itemsize * rows.shape[1]}").ravel().tolist()
        found = []
        for at, key in enumerate(keys):
            number = self._numbers.setdefault(key, len(self.rows))
            if number == len(self.rows):
                self.rows.append(rows[at].copy())
                if rows[at, self._is_space]:
                    self.spaces.add(number)
            found.append(number)
        return found


def _split(text: str) -> list[tuple[str, bool]]:
    """Split a text at single spaces, as spaCy does: of more spaces, all but the first are a word of their own."""
    found: list[tuple[str, bool]] = []
    spaces = 0
    for piece in text.split(" "):
        if not piece:
            spaces += 1
            continue
        if spaces:
            found.append((" " * spaces, False))
            spaces = 0
        found.append((piece, True))
    if spaces > 1:
        found.append((" " * (spaces - 1), False))
    elif not spaces and found:
        found[-1] = (found[-1][0], False)
    return found
