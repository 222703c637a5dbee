"""Scores of questions with several options, for imports: probabilities over the options, one of which happened."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foretold.errors import InputError

Floats = NDArray[np.float64]


def check_options(probabilities: ArrayLike, happened: int) -> Floats:
    """Return the probabilities as an array. Raises InputError unless they sum to 1 and hold what happened."""
    p = np.asarray(probabilities, dtype=np.float64)
    if p.ndim != 1 or p.size < 2 or not np.all((p >= 0) & (p <= 1)) or abs(float(p.sum()) - 1) > 1e-6:
        raise InputError(
            f"probabilities {p.tolist()}", rule="two or more, each from 0 to 1, that sum to 1", remedy="mend the import"
        )
    if not 0 <= happened < p.size:
        raise InputError(
            f"option {happened} of {p.size}", rule="options are counted from 0", remedy="name one of the options"
        )
    return p


def brier_options(probabilities: ArrayLike, happened: int) -> float:
    """Return the two-sided Brier score over options, 0 to 2 (Brier 1950); with two options, twice the one-sided."""
    p = check_options(probabilities, happened)
    return float(np.sum((p - (np.arange(p.size) == happened)) ** 2))


def ranked_probability_score(probabilities: ArrayLike, happened: int) -> float:
    """Return the RPS for options in order: squared distances of the cumulative distributions, summed (Epstein 1969)."""
    p = check_options(probabilities, happened)
    return float(np.sum((np.cumsum(p) - (np.arange(p.size) >= happened)) ** 2))


def ranked_log_score(probabilities: ArrayLike, happened: int) -> float:
    """Return the sum of the log losses of the cumulative distribution at each threshold; 0 perfect, can be infinite."""
    from scipy.special import xlog1py, xlogy

    p = check_options(probabilities, happened)
    cumulated = np.minimum(np.cumsum(p), 1.0)
    reached = np.arange(p.size) >= happened
    return float(-np.sum(xlogy(reached, cumulated) + xlog1py(~reached, -cumulated)))
