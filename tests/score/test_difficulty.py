"""Difficulty-adjusted scores: the published toy panel, recovery in simulation, and the refusal."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foretold.score.difficulty import Panel, adjust, adjusted_scores, brier_index

SHARED = Path(__file__).parents[2] / "../shared/reference"
TOY = [
    ("A", "q1", 0.04),
    ("A", "q2", 0.25),
    ("A", "q3", 0.01),
    ("B", "q1", 0.16),
    ("B", "q2", 0.36),
    ("C", "q2", 0.49),
    ("C", "q3", 0.09),
]


def frame(rows: list[tuple[str, str, float]]) -> pl.DataFrame:
    found = pl.DataFrame(rows, schema=["forecaster_id", "question_id", "brier"], orient="row")
    return found.with_columns(scale=pl.lit("s"))


def test_toy_panel_of_forecastbench() -> None:
    found = adjusted_scores(frame(TOY))
    assert found["brier_adjusted"].to_list() == pytest.approx([0.1, 0.193333, 0.266667], abs=5e-7)
    assert found["brier_index"].to_list() == pytest.approx([68.3772, 56.0303, 48.3602], abs=5e-5)
    assert found["reason"].null_count() == 3


def test_always_even_odds_is_the_anchor() -> None:
    assert brier_index(np.array([0.25])) == pytest.approx([50.0])


def test_hard_questions_are_allowed_for() -> None:
    """Two equally able forecasters, one of whom takes the hard questions: raw scores differ, adjusted ones do not."""
    generator = np.random.default_rng(1)
    hard = np.linspace(0, 0.5, 60)
    rows = []
    for n, value in enumerate(hard):
        for who in ("easy", "hard", "both"):
            if who == "both" or (who == "hard") == (n >= 25) or 25 <= n < 35:
                rows.append((who, f"q{n:02}", 0.1 + value + generator.normal(0, 0.01)))
    raw = frame(rows).group_by("forecaster_id").agg(pl.col("brier").mean()).sort("forecaster_id")["brier"]
    adjusted = adjust(Panel.of(frame(rows)))
    assert raw.max() - raw.min() > 0.2
    assert adjusted.max() - adjusted.min() < 0.02


def test_a_panel_that_falls_apart_is_refused_with_its_parts() -> None:
    found = adjusted_scores(frame([*TOY, ("D", "q8", 0.2), ("E", "q8", 0.3)]))
    assert found["brier_adjusted"].null_count() == 5
    assert found["component"].to_list() == [1, 1, 1, 2, 2]
    assert found["n_components"].to_list() == [2] * 5
    assert "share no question" in found["reason"][0]
    with pytest.raises(ValueError, match="hang together"):
        adjust(Panel.of(frame([*TOY, ("D", "q8", 0.2)])))


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_crowds_that_share_no_question_cannot_be_compared() -> None:
    with (SHARED / "forecastbench_market_freeze_vs_outcome.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            (row["source"], row["question_id"], (float(row["crowd_prob"]) - float(row["resolved_to"])) ** 2)
            for row in csv.DictReader(lines)
        ]
    means = pl.DataFrame(rows, schema=["forecaster_id", "question_id", "brier"], orient="row")
    counted = (
        means.group_by("forecaster_id").agg(pl.len(), pl.col("brier").mean().round(5)).sort("forecaster_id").rows()
    )
    expected = [("infer", 178, 0.07877), ("manifold", 532, 0.08701)]
    expected += [("metaculus", 308, 0.13975), ("polymarket", 997, 0.08366)]
    assert counted == expected
    by_question = (
        means.group_by("forecaster_id", "question_id").agg(pl.col("brier").mean()).with_columns(scale=pl.lit("s"))
    )
    found = adjusted_scores(by_question)
    assert found["n_components"].to_list() == [4] * 4
    assert found["brier_adjusted"].null_count() == 4


@pytest.mark.parametrize("rows", [[], [("A", "q", 0.2)]])
def test_nothing_and_one(rows: list[tuple[str, str, float]]) -> None:
    found = adjusted_scores(frame(rows) if rows else frame(TOY).head(0))
    assert len(found) == len(rows)
    assert found["brier_adjusted"].null_count() == 0
