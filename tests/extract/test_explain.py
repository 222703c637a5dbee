"""`foretold explain` says of each sentence what was found in it, or by which rule it was turned down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foretold import extract
from foretold.cli import main
from foretold.extract.engine import read_documents
from foretold.extract.exam import as_document
from foretold.extract.refusals import REFUSALS, Refusal

TRAIN = Path(__file__).parents[2] / "corpus" / "gold" / "train.jsonl"

TEXT = """\
---
title: Ports
published: 2024-03-05
---
The sun shone on the quays.

If the army stays out, the strike will probably end before Easter, Ada Lorne said. Will it? Ministers should resign.
"""


def test_every_sentence_is_explained_with_its_line_and_rule(tmp_path: Path) -> None:
    file = tmp_path / "ports.md"
    file.write_text(TEXT, encoding="utf-8")
    told = CliRunner().invoke(main, ["explain", str(file)]).stdout
    assert "published 2024-03-05" in told
    assert "    5  - The sun shone on the quays.\n         no cue: " in told
    found = told[told.index("7  + If the army") :]
    for line in (
        "holder    Ada Lorne",
        'strength  likely, by "will probably": p 0.',
        "condition If the army stays out",
        'deadline  "before Easter", 2024-03-05 to 2024-03-30: ',
    ):
        assert line in found
    assert "7  - Will it?\n         question: a question commits nobody\n" in found
    assert found.rstrip().endswith("1 no cue, 1 forecast, 1 question, 1 advice")


def test_explanations_are_rows_too(tmp_path: Path) -> None:
    file = tmp_path / "ports.md"
    file.write_text(TEXT, encoding="utf-8")
    told = CliRunner().invoke(main, ["explain", "--format", "jsonl", str(file)]).stdout
    rows = [json.loads(line) for line in told.splitlines()]
    assert [row["verdict"] for row in rows] == ["no cue", "forecast", "question", "advice"]
    assert all(TEXT[row["start"] : row["end"]] == row["quote"] and row["rule"] for row in rows)
    assert [row["forecast"] is not None for row in rows] == [False, True, False, False]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.name)
def test_each_class_of_refusal_has_a_sentence_of_its_own(refusal: Refusal) -> None:
    assert {found.verdict for found in extract.explain(as_document("one", refusal.example))} == {refusal.name}


def test_no_refusal_has_a_class_that_the_method_page_does_not_name() -> None:
    """Over our own passages, which hold every class."""
    texts = [json.loads(line)["text"] for line in TRAIN.read_text(encoding="utf-8").splitlines()]
    documents = (as_document(str(number), text) for number, text in enumerate(texts[:300]))
    used = {found.verdict for findings in read_documents(documents) for found in findings}
    assert used - {"forecast"} <= {refusal.name for refusal in REFUSALS}
