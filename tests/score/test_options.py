"""Questions with several options, against scoringrules, properscoring and the nci test cases."""

from __future__ import annotations

import numpy as np
import pytest

from foretold.errors import InputError
from foretold.score.options import brier_options, ranked_log_score, ranked_probability_score


def test_published_numbers() -> None:
    assert ranked_probability_score([0.01, 0.32, 0.44, 0.23], 2) == pytest.approx(0.1619)
    assert ranked_log_score([0.21, 0.31, 0.32, 0.16], 1) == pytest.approx(1.064002, abs=5e-7)
    assert brier_options([0.9, 0.1], 0) == pytest.approx(0.02)


def test_same_as_scoringrules() -> None:
    import scoringrules

    generator = np.random.default_rng(1)
    for _ in range(20):
        p = generator.dirichlet(np.ones(4))
        happened = int(generator.integers(0, 4))
        assert ranked_probability_score(p, happened) == pytest.approx(scoringrules.rps_score(happened + 1, p))


def test_nearer_options_are_less_wrong() -> None:
    assert ranked_probability_score([0, 1, 0], 2) < ranked_probability_score([1, 0, 0], 2)
    assert brier_options([0, 1, 0], 2) == brier_options([1, 0, 0], 2)


@pytest.mark.parametrize("score", [brier_options, ranked_probability_score])
def test_the_honest_report_wins_in_expectation(score: object) -> None:
    truth = np.array([0.5, 0.3, 0.2])

    def expected(report: np.ndarray) -> float:
        return float(sum(truth[k] * score(report, k) for k in range(3)))  # type: ignore[operator]

    generator = np.random.default_rng(2)
    assert all(expected(truth) < expected(generator.dirichlet(np.ones(3))) for _ in range(200))


@pytest.mark.parametrize(("p", "k"), [([0.5, 0.6], 0), ([1.0], 0), ([1.5, -0.5], 0), ([0.5, 0.5], 2), ([np.nan, 1], 0)])
def test_what_is_no_distribution_is_refused(p: list[float], k: int) -> None:
    with pytest.raises(InputError):
        brier_options(p, k)
