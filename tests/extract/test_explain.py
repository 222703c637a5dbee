"""`foretold explain` says of each sentence what was found in it, or by which rule it was turned down."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from foretold.cli import main

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
