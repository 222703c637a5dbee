"""Scores adjusted for how hard each forecaster's questions were, or a refusal.

The model is ForecastBench's: brier = ability of the forecaster + difficulty of the question, by least squares with
fixed effects. It needs a chain of shared questions between any two forecasters. Where the graph of forecasters and
questions falls apart, abilities in different parts have no common zero, and any number would be invented; then there
is none, and skill against the base rate is what remains.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]

_SCHEMA = {
    "scale": str,
    "forecaster_id": str,
    "component": int,
    "n_components": int,
    "brier_adjusted": float,
    "brier_index": float,
    "reason": str,
}


@dataclass(frozen=True, slots=True)
class Panel:
    """Who scored what on which question, as numbers of forecasters and questions."""

    forecasters: list[str]
    questions: list[str]
    forecaster: NDArray[np.int64]
    question: NDArray[np.int64]
    brier: Floats

    @classmethod
    def of(cls, rows: pl.DataFrame) -> Panel:
        """Read a frame with forecaster_id, question_id and brier, a row per forecaster and question."""
        forecasters, questions = sorted(set(rows["forecaster_id"])), sorted(set(rows["question_id"]))
        place = {name: number for number, name in enumerate(forecasters)}
        where = {name: number for number, name in enumerate(questions)}
        forecaster = np.array([place[name] for name in rows["forecaster_id"]], dtype=np.int64)
        question = np.array([where[name] for name in rows["question_id"]], dtype=np.int64)
        return cls(forecasters, questions, forecaster, question, rows["brier"].to_numpy().astype(np.float64))


def components(panel: Panel) -> NDArray[np.int64]:
    """Return the number of the connected part of each forecaster; 0 for all when the panel hangs together."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n, m = len(panel.forecasters), len(panel.questions)
    edges = coo_array((np.ones(len(panel.brier)), (panel.forecaster, n + panel.question)), shape=(n + m, n + m))
    _, labels = connected_components(edges, directed=False)
    _, numbered = np.unique(labels[:n], return_inverse=True)
    return numbered.astype(np.int64)


def adjust(panel: Panel) -> Floats:
    """Return each forecaster's mean of brier - difficulty over the own questions, shifted so that always saying 0.5
    is 0.25.

    The panel must hang together: see components. Raises ValueError when it does not.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.linalg import lsqr

    if components(panel).max(initial=0) > 0:
        raise ValueError("difficulty cannot be told from ability: the panel does not hang together")
    n, m, rows = len(panel.forecasters), len(panel.questions), np.arange(len(panel.brier))
    design = coo_array(
        (np.ones(2 * len(rows)), (np.tile(rows, 2), np.concatenate([panel.forecaster, n + panel.question]))),
        shape=(len(rows), n + m),
    )
    difficulty = lsqr(design.tocsr(), panel.brier, atol=1e-13, btol=1e-13, iter_lim=100_000)[0][n:]
    own = np.bincount(panel.forecaster, panel.brier - difficulty[panel.question]) / np.bincount(panel.forecaster)
    return np.asarray(own + difficulty.mean(), dtype=np.float64)


def brier_index(brier: Floats) -> Floats:
    """Return ForecastBench's 100 (1 - sqrt(brier)): 100 perfect, 50 always 0.5; NaN for an adjusted score below 0."""
    with np.errstate(invalid="ignore"):
        return np.asarray(100 * (1 - np.sqrt(brier)), dtype=np.float64)


def adjusted_scores(questions: pl.DataFrame) -> pl.DataFrame:
    """Return difficulty-adjusted Brier scores for table adjusted_scores, one row per scale and forecaster.

    `questions` has a row per scale, forecaster and question, with brier. Where a scale's panel does not hang together,
    brier_adjusted is NULL, `reason` says so, and `component` tells who hangs together with whom.
    """
    import polars as pl

    parts = [_of_scale(scale, rows) for (scale,), rows in questions.partition_by("scale", as_dict=True).items()]
    empty = pl.DataFrame(schema=_SCHEMA)
    found = pl.concat([empty, *parts])
    return found.with_columns(pl.col("brier_adjusted", "brier_index").fill_nan(None)).sort("scale", "forecaster_id")


def _of_scale(scale: str, rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    panel = Panel.of(rows)
    part = components(panel)
    n, n_components = len(panel.forecasters), int(part.max()) + 1
    found, reason = np.full(n, np.nan), None
    if n_components == 1:
        found = adjust(panel)
    else:
        reason = f"{n_components} groups of forecasters share no question: difficulty cannot be told from ability"
    columns = {
        "scale": [scale] * n,
        "forecaster_id": panel.forecasters,
        "component": part + 1,
        "n_components": [n_components] * n,
        "brier_adjusted": found,
        "brier_index": brier_index(found),
        "reason": [reason] * n,
    }
    return pl.DataFrame(columns, schema=_SCHEMA)
