"""Calibration without bins: the CORP reliability curve, its consistency band, and the decomposition of a mean score.

CORP (consistent, optimally binned, reproducible, by PAV): Dimitriadis, Gneiting and Jordan 2021, PNAS 118. The
recalibrated probability is the isotonic regression of the outcomes on the probabilities; with it any proper score
splits into score = miscalibration - discrimination + uncertainty, with both parts never negative. scipy's
isotonic_regression does the fitting: it is the routine beneath scikit-learn's and model-diagnostics', without their
wrappers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foretold.errors import InputError

Floats = NDArray[np.float64]
Rule = Literal["brier", "log"]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A mean score and its parts: score = miscalibration - discrimination + uncertainty."""

    score: float
    miscalibration: float
    discrimination: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The reliability curve at each distinct probability, and the band of a calibrated forecaster."""

    probability: Floats
    n: NDArray[np.int64]
    share: Floats
    """Share that came about, as observed."""
    recalibrated: Floats
    """The curve: isotonic in probability."""
    band_low: Floats
    band_high: Floats


def check(probability: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as arrays. Raises InputError unless they are as long, not empty, finite and within 0 to 1."""
    p, o = np.asarray(probability, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if p.ndim != 1 or p.shape != o.shape or p.size == 0:
        raise InputError(
            f"{p.shape} probabilities and {o.shape} outcomes",
            rule="there must be one outcome for each probability, and at least one",
            remedy="leave out what is not scored before calling",
        )
    for name, values in (("probability", p), ("outcome", o)):
        wrong = values[~((values >= 0) & (values <= 1))]
        if wrong.size:
            raise InputError(
                f"{name} {wrong[0]}", rule="it must lie from 0 to 1", remedy="leave out what has no number first"
            )
    return p, o


def recalibrate(probability: ArrayLike, outcome: ArrayLike) -> Floats:
    """Return for each forecast the isotonic regression of outcomes on probabilities; ties get equal values."""
    p, o = check(probability, outcome)
    _, where, n = np.unique(p, return_inverse=True, return_counts=True)
    return _isotonic(np.bincount(where, o) / n, n)[where]


def _isotonic(means: Floats, weights: NDArray[np.int64]) -> Floats:
    from scipy.optimize import isotonic_regression

    fitted: Floats = isotonic_regression(means, weights=weights).x
    return np.clip(fitted, 0.0, 1.0)


def decompose(
    probability: ArrayLike, outcome: ArrayLike, *, rule: Rule = "brier", clamp: tuple[float, float] | None = None
) -> Decomposition:
    """Split a mean score into miscalibration, discrimination and uncertainty.

    `rule` is "brier" or "log" (negated, so that lower is better as with Brier). `clamp` bounds the probabilities that
    the log score sees, as in the leaderboard; without it a certainty that failed makes score and miscalibration
    infinite.
    """
    p, o = check(probability, outcome)
    score = _RULES[rule]
    if clamp is not None:
        p = np.clip(p, *clamp)
    given, best, flat = score(p, o), score(recalibrate(p, o), o), score(np.full_like(o, o.mean()), o)
    # Rounding can leave -1e-17 where both are the same.
    return Decomposition(given, max(given - best, 0.0), max(flat - best, 0.0), flat)


def _mean_brier(p: Floats, o: Floats) -> float:
    return float(np.mean((p - o) ** 2))


def _mean_log_loss(p: Floats, o: Floats) -> float:
    from scipy.special import xlog1py, xlogy

    return float(-np.mean(xlogy(o, p) + xlog1py(1 - o, -p)))


_RULES: dict[Rule, Callable[[Floats, Floats], float]] = {"brier": _mean_brier, "log": _mean_log_loss}


def reliability_curve(
    probability: ArrayLike, outcome: ArrayLike, *, level: float = 0.95, n_draws: int = 1000, seed: int
) -> Curve:
    """Return the CORP curve with its consistency band.

    The band is where the curve of a calibrated forecaster lies at each probability, in `level` of `n_draws` worlds in
    which each forecast comes true with its own probability (resampling as in the R package reliabilitydiag). It takes
    questions for independent of each other. A curve outside the band is miscalibrated there beyond chance.
    """
    p, o = check(probability, outcome)
    values, where, n = np.unique(p, return_inverse=True, return_counts=True)
    share = np.bincount(where, o) / n
    worlds = np.random.default_rng(seed).binomial(n, values, size=(n_draws, len(values))) / n
    curves = np.stack([_isotonic(world, n) for world in worlds])
    low, high = np.quantile(curves, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Curve(values, n.astype(np.int64), share, _isotonic(share, n), low, high)
