"""docs/nights.md shows what a night was measured to cost, and nothing else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import nights


def test_the_page_is_in_step_with_the_figures() -> None:
    figures = json.loads(nights.MEASURED.read_text(encoding="utf-8"))
    assert nights.rendered(figures) in nights.PAGE.read_text(encoding="utf-8"), (
        "run: python benchmarks/nights.py --write"
    )
