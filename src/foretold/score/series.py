"""Scores of a probability that was changed over a question's life: imported series.

A series is what one forecaster said and when; each value stands until the next, the last until the question closes.
Times are numbers in any one unit (days, say).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from foretold.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Series:
    """What one forecaster said on one question: at[i] is when probability[i] began to stand."""

    at: tuple[float, ...]
    probability: tuple[float, ...]
    withdrawn_at: float | None = None

    def __post_init__(self) -> None:
        """Raise InputError for times out of order, or a probability that is none."""
        if len(self.at) != len(self.probability) or any(a > b for a, b in pairwise(self.at)):
            raise InputError(
                f"{len(self.at)} times and {len(self.probability)} probabilities, or times out of order",
                rule="a series has one probability for each time, in order of time",
                remedy="sort the import by time",
            )
        wrong = [p for p in self.probability if not 0 <= p <= 1]
        if wrong:
            raise InputError(f"probability {wrong[0]}", rule="it must lie from 0 to 1", remedy="correct the import")


@dataclass(frozen=True, slots=True)
class Life:
    """A question's life: from opening to the end it was meant to run to, and when it closed, at that end or earlier."""

    opened: float
    ends: float
    closed: float | None = None

    @property
    def last(self) -> float:
        """When forecasts stopped to count."""
        return self.ends if self.closed is None else min(self.closed, self.ends)


@dataclass(frozen=True, slots=True)
class Scored:
    """A score over a question's life, and the share of the life during which a forecast stood."""

    score: float
    coverage: float


def pieces(series: Series, life: Life) -> list[tuple[float, float, float]]:
    """Return (from, to, probability) for each stretch in which a value stood while the question was open."""
    until = life.last if series.withdrawn_at is None else min(series.withdrawn_at, life.last)
    ends = (*series.at[1:], until)
    found = []
    for start, end, p in zip(series.at, ends, series.probability, strict=False):
        a, b = max(start, life.opened), min(end, until)
        if b > a:
            found.append((a, b, p))
    return found


def time_averaged(series: Series, life: Life, score: Callable[[float], float]) -> Scored:
    """Return the score integrated over the life, divided by the whole of it: what was not covered counts 0.

    Meant for scores that are 0 for no information (baseline, peer); divide by coverage for the mean while it stood.
    """
    total = life.ends - life.opened
    stretches = pieces(series, life)
    return Scored(sum((b - a) * score(p) for a, b, p in stretches) / total, sum(b - a for a, b, _ in stretches) / total)


def mean_while_standing(series: Series, life: Life, score: Callable[[float], float]) -> float | None:
    """Return the time-averaged score over the time that a forecast stood; None when none did."""
    scored = time_averaged(series, life, score)
    return scored.score / scored.coverage if scored.coverage > 0 else None


def spot(series: Series, moment: float) -> float | None:
    """Return the probability that stood at a moment; None before the first and after a withdrawal."""
    if series.withdrawn_at is not None and moment >= series.withdrawn_at:
        return None
    standing = [p for at, p in zip(series.at, series.probability, strict=True) if at <= moment]
    return standing[-1] if standing else None


def baseline(p: float, n_options: int = 2) -> float:
    """Return Metaculus' baseline score of the probability given to what happened, above 0: 100 ln(p N) / ln N."""
    return float(100 * np.log(p * n_options) / np.log(n_options))


def peer_scores(probabilities: Sequence[float]) -> list[float]:
    """Return Metaculus' peer scores of the probabilities given to what happened.

    That is 100 n / (n - 1) ln(p / geometric mean), or 100 ln(p / geometric mean of the others). They sum to 0.
    One forecaster alone gets 0, as there; peer_score in relative_scores is NULL instead.
    """
    logs = np.log(np.asarray(probabilities, dtype=np.float64))
    n = len(logs)
    if n < 2:
        return [0.0] * n
    return [float(score) for score in 100 * n / (n - 1) * (logs - logs.mean())]


def peer_scores_over_time(series: Sequence[Series], life: Life) -> list[Scored]:
    """Return everybody's peer score integrated over the question's life, each stretch among those who stood in it."""
    stretches = [pieces(one, life) for one in series]
    edges = sorted({edge for own in stretches for a, b, _ in own for edge in (a, b)})
    total = life.ends - life.opened
    score, covered = np.zeros(len(series)), np.zeros(len(series))
    for a, b in pairwise(edges):
        standing = [(who, p) for who, own in enumerate(stretches) for s, e, p in own if s <= a and e >= b]
        for (who, _), value in zip(standing, peer_scores([p for _, p in standing]), strict=True):
            score[who] += value * (b - a) / total
            covered[who] += (b - a) / total
    return [Scored(float(one), float(share)) for one, share in zip(score, covered, strict=True)]


def daily_brier(series: Series, life: Life, outcome: float) -> list[tuple[float, float | None]]:
    """Return (length, two-sided Brier of the time-averaged probability) for each day of the life, as Fatebook does.

    A day before the first forecast has None. The last day may be a fraction. 0 perfect, 2 certain and wrong.
    """
    stretches = pieces(series, life)
    days = []
    start = life.opened
    while start < life.last - 1e-12:
        end = min(start + 1, life.last)
        within = [(min(b, end) - max(a, start), p) for a, b, p in stretches if min(b, end) > max(a, start)]
        stood = sum(length for length, _ in within)
        mean = sum(length * p for length, p in within) / stood if stood > 0 else None
        days.append((end - start, None if mean is None else 2 * (mean - outcome) ** 2))
        start = end
    return days


def daily_mean_brier(series: Series, life: Life, outcome: float) -> float | None:
    """Return the mean of daily_brier over the days on which a forecast stood; None when none did."""
    days = [(length, brier) for length, brier in daily_brier(series, life, outcome) if brier is not None]
    weight = sum(length for length, _ in days)
    return sum(length * brier for length, brier in days) / weight if weight > 0 else None


def relative_daily_brier(series: Sequence[Series], life: Life, outcome: float) -> list[float]:
    """Return Fatebook's relative score: own daily Brier less the median of those active that day, over the whole life.

    Days on which somebody was not active count 0.
    """
    table = [daily_brier(one, life, outcome) for one in series]
    total = life.last - life.opened
    scores = np.zeros(len(series))
    for day in zip(*table, strict=True):
        active = [brier for _, brier in day if brier is not None]
        if not active:
            continue
        middle = float(np.median(active))
        for who, (length, brier) in enumerate(day):
            if brier is not None:
                scores[who] += length * (brier - middle) / total
    return [float(score) for score in scores]
