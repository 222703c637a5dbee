"""Trees are those of spaCy's own pipeline, the same alone and among others; branches are found with and without gaps."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

import pytest
import spacy

from foretold.errors import SettingsError
from foretold.extract import model
from foretold.extract.parser import _parser, parse
from foretold.extract.tree import Tree

SENTENCES = [
    "Nor will the council relent.",
    "It will rain in June.",
    "If turnout  drops below half, the governor is finished, Ms Ruiz said on Tuesday.",
    "Prices",
    "What should a reader look for, then, when the chart turns up next week?",  # an arc that crosses another
    "He said: it is over. Prices fell; they will fall again (they always do), the bank's own staff wrote in May.",
    "“The strike won't end before Easter,” he wrote, “and nobody at the port believes it will.”",
]


def _alone(sentence: str, offset: int = 0) -> Tree:
    (tree,) = parse([(sentence, offset)])
    return tree


def _rows(trees: Iterable[Tree]) -> list[dict[str, Any]]:
    """Return what stands in trees: a tree itself equals no other."""
    return list(map(asdict, trees))


def test_trees_are_those_of_spacy_alone_and_in_a_batch() -> None:
    together = _rows(parse([(sentence, 0) for sentence in SENTENCES * 40]))
    alone = [_alone(sentence) for sentence in SENTENCES]
    assert together[: len(SENTENCES)] == together[-len(SENTENCES) :] == _rows(alone)
    whole = spacy.load(model.NAME, exclude=["ner", "lemmatizer", "attribute_ruler"])
    for tree, sentence in zip(alone, SENTENCES, strict=True):
        words = [token for token in whole(sentence) if not token.is_space]
        assert tree.words == [token.text for token in words]
        assert tree.deps == [token.dep_ for token in words]
        assert tree.tags == [token.tag_ for token in words]
        assert [tree.words[head] for head in tree.heads] == [token.head.text for token in words]


def test_branches_and_ancestors_in_a_tree_with_a_gap() -> None:
    heads = [1, 3, 0, 3, 1]  # the branch of 1 is 0, 1, 2, 4: it has a gap at 3
    tree = Tree(list("abcde"), ["NN"] * 5, ["dep"] * 5, heads, [0, 1, 2, 3, 4], [1, 2, 3, 4, 5])
    assert [tree.subtree(node) for node in range(5)] == [[0, 2], [0, 1, 2, 4], [2], [0, 1, 2, 3, 4], [4]]
    assert tree.subtree(3, frozenset({0})) == [1, 3, 4]
    assert [tree.up(node) for node in range(5)] == [[1, 3], [3], [0, 1, 3], [], [1, 3]]


def test_new_words_are_forgotten_and_threads_may_share_the_parser() -> None:
    parse([(SENTENCES[0], 0)])
    known = len(_parser().tokens.vocab.strings)
    texts = [f"The quorbly{n} will zimble the flurg{n} in June." for n in range(60)]
    alone = [_alone(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert _rows(pool.map(_alone, texts)) == _rows(alone)
    assert len(_parser().tokens.vocab.strings) == known


def test_a_sentence_that_only_states_a_chance_has_no_words_and_hurts_no_other() -> None:
    rain, chance, dam = parse([("It will rain.", 0), ("with a probability of .7", 20), ("The dam will fail.", 50)])
    assert _alone("with a probability of .7").words == chance.words == []
    assert _rows([rain, dam]) == _rows([_alone("It will rain."), _alone("The dam will fail.", 50)])


def test_a_missing_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "NAME", "en_core_web_none")
    with pytest.raises(SettingsError, match="en_core_web_none is not installed"):
        model.load()
