"""Simulated forecasters, and how often the 95 % interval of their mean score holds the true mean.

`python tests/score/panels.py` computes the whole table anew and writes it into coverage.json (three minutes).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from foretold.score.bootstrap import SEED, Floats, cluster_intervals, leaderboard_intervals

TOLD = Path(__file__).parent / "coverage.json"
NUMBERS = (10, 20, 30, 60, 100)
"""Questions, each in a document of its own."""

SHAPES = {
    "5 × 2": (2,) * 5,
    "10 × 2": (2,) * 10,
    "5 × 4": (4,) * 5,
    "15 × 2": (2,) * 15,
    "10 × 3": (3,) * 10,
    "6 × 5": (5,) * 6,
    "5 × 6": (6,) * 5,
    "4 × 8": (8,) * 4,
    "1 × 15 + 15 × 1": (15,) + (1,) * 15,
    "14 + 11 + 10 + 3": (14, 11, 10, 3),
    "30 × 2": (2,) * 30,
    "12 × 5": (5,) * 12,
    "10 × 10": (10,) * 10,
    "5 × 20": (20,) * 5,
}
"""Documents × calls in each."""

IN_COMMON = {"independent": 0.0, "hanging together": 0.3}
"""Share of what decides over calls of one document that is common to them."""


def varied(generator: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    return generator.beta(2, 1, size=shape)


def anything(generator: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    return generator.random(size=shape)


def in_words(generator: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    return generator.choice([0.05, 0.2, 0.4, 0.75, 0.9, 1.0], size=shape, p=[0.05, 0.1, 0.2, 0.3, 0.15, 0.2])


def timid(p: Floats) -> Floats:
    return p**1.7 / (p**1.7 + (1 - p) ** 1.7)


def bold(p: Floats) -> Floats:
    return 0.1 + 0.7 * p


@dataclass(frozen=True)
class Kind:
    """A kind of forecaster: what probabilities, and how often claims given p come true."""

    name: str
    draw: Callable[[np.random.Generator, tuple[int, ...]], Floats]
    truth: Callable[[Floats], Floats] = lambda p: p

    def panels(self, sizes: tuple[int, ...], n_panels: int, *, in_common: float = 0.3) -> tuple[Floats, Floats]:
        """Return probabilities and outcomes, panel x call; calls of one document tend to fail together.

        The first panels of many are those of fewer.
        """
        from scipy import stats

        n, document = sum(sizes), np.repeat(np.arange(len(sizes)), sizes)
        generators = [np.random.default_rng([7, n, len(sizes), part]) for part in range(3)]
        p = self.draw(generators[0], (n_panels, n))
        mood = np.sign(p - 0.5) * generators[1].normal(size=(n_panels, len(sizes)))[:, document]
        luck = np.sqrt(in_common) * mood + np.sqrt(1 - in_common) * generators[2].normal(size=p.shape)
        return p, (luck < stats.norm.ppf(self.truth(p))).astype(float)

    def true_mean(self) -> float:
        """Return the mean Brier score that the forecaster earns in the long run."""
        p = self.draw(np.random.default_rng(0), (2_000_000,))
        return float(np.mean(self.truth(p) * (1 - p) ** 2 + (1 - self.truth(p)) * p**2))

    def coverage(self, sizes: tuple[int, ...], n_panels: int, *, in_common: float = 0.3) -> float:
        """Return the share of simulated panels whose interval holds the true mean."""
        found = leaderboard_intervals(table_of(*self.panels(sizes, n_panels, in_common=in_common), sizes))
        return held(found["brier_low"].to_numpy(), found["brier_high"].to_numpy(), self.true_mean()).mean().item()

    def coverage_alone(self, n_questions: int, n_panels: int) -> float:
        return self.coverage((1,) * n_questions, n_panels)


@dataclass(frozen=True)
class Always(Kind):
    """An honest forecaster who always says the same: the fewest distinct scores, and the most skewed."""

    p: float = 0.5

    @classmethod
    def says(cls, p: float) -> Always:
        return cls(f"honest, always {p:.0%}", lambda _, shape: np.full(shape, p), p=p)

    def true_mean(self) -> float:
        return self.p * (1 - self.p)

    def coverage_alone(self, n_questions: int, n_panels: int) -> float:
        """Return the chance that the interval holds the true mean, exactly: all depends on the number of misses."""
        from scipy import stats

        misses = np.arange(n_questions + 1)
        totals = np.where(np.arange(n_questions) < misses[:, None], self.p**2, (1 - self.p) ** 2)
        ends = np.full(len(misses), (1 - self.p) ** 2), np.full(len(misses), self.p**2)
        low, high = cluster_intervals(totals, np.ones_like(totals), *ends, n_draws=2000, seed=SEED)
        return float(np.sum(stats.binom.pmf(misses, n_questions, 1 - self.p)[held(low, high, self.true_mean())]))


def table_of(p: Floats, happened: Floats, sizes: tuple[int, ...]) -> pl.DataFrame:
    """Return panels as a table of scores, one forecaster to a panel."""
    panel, call = np.indices(p.shape)
    document = np.repeat(np.arange(len(sizes)), sizes)[call]
    columns = {"panel": panel, "call": call, "document": document, "probability": p, "brier": (p - happened) ** 2}
    return pl.DataFrame({name: values.ravel() for name, values in columns.items()}).select(
        pl.lit("s").alias("scale"),
        pl.format("f{}", "panel").alias("forecaster_id"),
        pl.format("q{}", "call").alias("question_id"),
        pl.format("d{}", "document").alias("document_id"),
        "probability",
        "brier",
        pl.lit(False).alias("is_conditional"),
    )


def held(low: Floats, high: Floats, truth: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return (low <= truth + 1e-12) & (truth - 1e-12 <= high)


KINDS = (
    *map(Always.says, (0.6, 0.75, 0.9, 0.95)),
    Kind("honest, varied", varied),
    Kind("honest, in words", in_words),
    Kind("overconfident, in words", in_words, bold),
    Kind("underconfident, varied", varied, timid),
    Kind("blind, varied", anything, lambda p: np.full_like(p, 0.5)),
)


def table(n_panels: int) -> dict[str, Any]:
    """Return the coverage of each kind by number of questions, each in a document of its own, and by shape."""
    return {
        "alone": {kind.name: {str(n): round(kind.coverage_alone(n, n_panels), 4) for n in NUMBERS} for kind in KINDS},
        "documents": {
            shape: {
                kind.name: [round(kind.coverage(sizes, n_panels, in_common=share), 4) for share in IN_COMMON.values()]
                for kind in KINDS
            }
            for shape, sizes in SHAPES.items()
        },
    }


if __name__ == "__main__":
    TOLD.write_text(json.dumps(table(4000), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
