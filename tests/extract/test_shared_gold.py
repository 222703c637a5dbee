"""Marks on the shared development sets, held by floors a little below what was reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foretold.extract.exam import Marks, by_document, judge, shared_rows

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "gold" / "score_extraction.py").is_file(), reason="the shared sets are not here"),
]

FLOORS = {
    "seeds.dev.jsonl": {
        "f1": 0.97,
        "holder": 0.97,
        "quoted_holder": 0.95,
        "band": 0.95,
        "condition": 0.93,
        "horizon": 0.95,
    },
    "news.dev.jsonl": {
        "f1": 0.95,
        "holder": 0.94,
        "quoted_holder": 0.94,
        "band": 0.94,
        "condition": 0.94,
        "horizon": 0.85,
    },
}


SCORER = SHARED / "gold" / "score_extraction.py"


@pytest.fixture(scope="module")
def rows() -> list[tuple[Path, list[dict[str, Any]]]]:
    return shared_rows(SHARED.resolve())


@pytest.fixture(scope="module")
def marks(rows: list[tuple[Path, list[dict[str, Any]]]]) -> dict[str, Marks]:
    return {gold.name: judge(gold, found, SCORER) for gold, found in rows}


@pytest.mark.parametrize(
    ("name", "measure"), [(name, measure) for name, floors in FLOORS.items() for measure in floors]
)
def test_marks_do_not_fall(marks: dict[str, Marks], name: str, measure: str) -> None:
    assert getattr(marks[name], measure) >= FLOORS[name][measure], marks[name].misses


def test_no_mark_hangs_on_one_document(rows: list[tuple[Path, list[dict[str, Any]]]], marks: dict[str, Marks]) -> None:
    for gold, found in rows:
        documents = by_document(gold, found, SCORER)
        assert sum(alone.gold for alone, _ in documents) == marks[gold.name].gold
        for alone, rest in documents:
            assert alone.gold + rest.gold == marks[gold.name].gold
            assert rest.f1 >= 0.95, f"{gold.name} without {alone.name}: {rest.misses}"
