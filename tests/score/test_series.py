"""Scores of probabilities that change over a question's life, case by case as Metaculus, Fatebook and PredictionBook print them."""

from __future__ import annotations

import numpy as np
import pytest

from foretold.errors import InputError
from foretold.score.series import (
    Life,
    Series,
    baseline,
    daily_mean_brier,
    mean_while_standing,
    peer_scores,
    peer_scores_over_time,
    relative_daily_brier,
    spot,
    time_averaged,
)

TEN = Life(0, 10)
WEEK = Life(0, 7)


@pytest.mark.parametrize(
    ("series", "life", "score", "coverage"),
    [
        (Series((0,), (0.9,)), TEN, 84.79969066, 1.0),
        (Series((5,), (0.9,)), TEN, 42.39984533, 0.5),
        (Series((3,), (0.5,)), TEN, 0.0, 0.7),
        (Series((5,), (0.5,)), TEN, 0.0, 0.5),
        (Series((7,), (0.5,)), TEN, 0.0, 0.3),
        (Series((0,), (0.9,)), Life(0, 10, closed=5), 42.39984533, 0.5),
        (Series((12,), (0.9,)), TEN, 0.0, 0.0),
        (Series((1, 2, 4), (0.4, 0.7, 0.8)), Life(0, 5), 26.5399, 0.8),
        (Series((0,), (0.9,), withdrawn_at=5), TEN, 42.39984533, 0.5),
        (Series((-3,), (0.9,)), TEN, 84.79969066, 1.0),
    ],
)
def test_baseline_and_coverage_of_metaculus(series: Series, life: Life, score: float, coverage: float) -> None:
    found = time_averaged(series, life, baseline)
    assert found.score == pytest.approx(score, abs=5e-5)
    assert found.coverage == pytest.approx(coverage)


def test_baseline_with_options() -> None:
    assert baseline(3**-0.5, 3) == pytest.approx(50)


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        ([0.9], [0.0]),
        ([0.1, 0.9], [-219.722458, 219.722458]),
        ([0.4, 0.6], [-40.546511, 40.546511]),
        ([0.001, 0.999], [-690.675478, 690.675478]),
        ([0.1, 0.5, 0.9], [-190.333124, 51.082562, 139.250562]),
        ([0.1, 0.3, 0.6, 0.9], [-169.586545, -23.104906, 69.314718, 123.376732]),
        (list(np.exp([-1, 1, 2]) / 10), [-250.0, 50.0, 200.0]),
    ],
)
def test_peer_scores_of_metaculus(probabilities: list[float], expected: list[float]) -> None:
    assert peer_scores(probabilities) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(("given", "mean"), [((0.7, 0.8, 0.9), 0.79581144), ((0.3, 0.2, 0.1), 0.18171206)])
def test_a_geometric_mean_is_where_the_peer_score_is_zero(given: tuple[float, ...], mean: float) -> None:
    """The geometric means of Metaculus, yes and no side: who gives it beside these three scores 0."""
    assert peer_scores([*given, mean])[-1] == pytest.approx(0, abs=5e-6)


def test_peers_who_join_late() -> None:
    series = [Series((0,), (0.1,)), Series((0,), (0.5,)), Series((5,), (0.9,))]
    found = peer_scores_over_time(series, TEN)
    assert [one.score for one in found] == pytest.approx([-175.638458, 106.013177, 69.625281], abs=5e-7)
    assert [one.coverage for one in found] == pytest.approx([1, 1, 0.5])


def test_spot_scores_leave_out_who_has_withdrawn() -> None:
    series = [Series((0,), (0.1,)), Series((0,), (0.5,)), Series((0,), (0.9,), withdrawn_at=5)]
    at_six = [spot(one, 6) for one in series]
    assert at_six == [0.1, 0.5, None]
    assert peer_scores([p for p in at_six if p is not None]) == pytest.approx([-160.943791, 160.943791], abs=5e-7)
    assert spot(Series((3,), (0.4,)), 2) is None


def test_relative_scores_of_fatebook() -> None:
    users = [Series((0, 3), (0.9, 0.95)), Series((0, 2), (0.25, 0.2)), Series((5,), (0.99,))]
    assert relative_daily_brier(users, WEEK, 1) == pytest.approx([-0.43, 0.7943, -0.0048 * 2 / 7], abs=5e-5)


@pytest.mark.parametrize(
    ("series", "life", "expected"),
    [
        (Series((0, 3), (0.9, 0.95)), WEEK, 0.0114286),
        (Series((0.2,), (0.9,)), Life(0, 0.7), 0.02),
        (Series((0, 0.21), (0.9, 0.95)), Life(0, 0.7), 0.00845),
        (Series((9,), (0.9,)), WEEK, None),
    ],
)
def test_daily_brier_of_fatebook(series: Series, life: Life, expected: float | None) -> None:
    assert daily_mean_brier(series, life, 1) == (None if expected is None else pytest.approx(expected, abs=5e-8))


def test_mean_while_standing_leaves_the_uncovered_out() -> None:
    series = Series((5,), (0.9,))
    assert mean_while_standing(series, TEN, baseline) == pytest.approx(84.79969066)
    assert mean_while_standing(Series((11,), (0.9,)), TEN, baseline) is None


@pytest.mark.parametrize(
    ("at", "p"), [((2, 1), (0.1, 0.2)), ((1,), (0.1, 0.2)), ((1,), (1.2,)), ((1,), (float("nan"),))]
)
def test_a_series_that_cannot_be_is_refused(at: tuple[float, ...], p: tuple[float, ...]) -> None:
    with pytest.raises(InputError):
        Series(at, p)
