"""docs/scale.md holds the figures that were measured and what follows from them, and no others."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import plan


def test_the_page_is_in_step_with_the_figures() -> None:
    figures = json.loads(plan.MEASURED.read_text(encoding="utf-8"))
    assert plan.rendered(figures) in plan.PAGE.read_text(encoding="utf-8"), "run: python benchmarks/plan.py"


def test_the_plan_follows_from_the_figures() -> None:
    """Twice the cost of extraction is twice the core-hours; longer articles cost in proportion."""
    figures = json.loads(plan.MEASURED.read_text(encoding="utf-8"))
    workers = figures["run"]["workers"]
    pool = f"process x {workers}"
    steady = figures["steady"][pool]
    seconds = plan.ASSUMED["words in an article"] / figures["run"]["words"] * workers / steady
    assert f"{plan.ARTICLES * seconds / 3600:,.0f} core-hours" in plan.plan(figures)
    figures["steady"][pool] = steady / 2
    assert f"{plan.ARTICLES * 2 * seconds / 3600:,.0f} core-hours" in plan.plan(figures)
