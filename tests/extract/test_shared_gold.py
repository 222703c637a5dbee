"""Marks on the shared development sets, held by floors a little below what was reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from foretold.extract.exam import Marks, shared_marks

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


@pytest.fixture(scope="module")
def marks() -> dict[str, Marks]:
    return {mark.name: mark for mark in shared_marks(SHARED.resolve())}


@pytest.mark.parametrize(
    ("name", "measure"), [(name, measure) for name, floors in FLOORS.items() for measure in floors]
)
def test_marks_do_not_fall(marks: dict[str, Marks], name: str, measure: str) -> None:
    assert getattr(marks[name], measure) >= FLOORS[name][measure], marks[name].misses
