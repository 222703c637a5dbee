"""CORP against published numbers, against model-diagnostics and scikit-learn, and at the edges."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from foretold.errors import InputError
from foretold.score.calibration import Rule, decompose, recalibrate, reliability_curve

SHARED = Path(__file__).parents[2] / "../shared/reference"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")


def parts(p: object, o: object, rule: Rule = "brier") -> tuple[float, float, float, float]:
    found = decompose(p, o, rule=rule)  # type: ignore[arg-type]
    return found.score, found.miscalibration, found.discrimination, found.uncertainty


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("brier", (0.2266667, 0.1016667, 0.125, 0.25)),
        ("log", (0.6986228, 0.3237327, 0.3182571, 0.6931472)),
    ],
)
def test_six_forecasts_of_model_diagnostics(rule: Rule, expected: tuple[float, ...]) -> None:
    assert parts([0.4, 0.3, 0.2, 0.1, 0.5, 0.9], [0, 0, 0, 1, 1, 1], rule) == pytest.approx(expected, abs=5e-8)


NIAMEY = [
    ("Logistic", "brier", (0.205746, 0.017076, 0.055541, 0.244211)),
    ("EMOS", "brier", (0.232025, 0.018283, 0.030469, 0.244211)),
    ("ENS", "brier", (0.266168, 0.066072, 0.044115, 0.244211)),
    ("EPC", "brier", (0.234282, 0.022350, 0.032279, 0.244211)),
    ("Logistic", "log", (0.598297, 0.050874, 0.134100, 0.681524)),
    ("EMOS", "log", (0.653682, 0.048736, 0.076578, 0.681524)),
    ("EPC", "log", (0.661282, 0.057558, 0.077800, 0.681524)),
    ("ENS", "log", (math.inf, math.inf, 0.10, 0.681524)),
]


def column(file: str, *names: str) -> list[np.ndarray]:
    with (SHARED / file).open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if all(row[name] not in ("", "NA") for name in names)]
    return [np.array([float(row[name]) for row in rows]) for name in names]


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize(("name", "rule", "expected"), NIAMEY)
def test_rain_in_niamey(name: str, rule: Rule, expected: tuple[float, ...]) -> None:
    p, o = column("precip_Niamey_2016.csv", name, "obs")
    assert o.mean() == pytest.approx(0.576087, abs=5e-7)
    found = parts(p, o, rule)
    if math.isinf(expected[0]):  # a certainty that failed: infinite without a clamp, a number with it
        assert found[0] == math.inf
        assert math.isfinite(decompose(p, o, rule="log", clamp=(0.01, 0.99)).score)
    else:
        assert found == pytest.approx(expected, abs=5e-7)


@pytest.mark.shared
@needs_shared
def test_football_to_the_digits() -> None:
    p, o = column("fivethirtyeight_nfl_games.csv", "prob1", "prob1_outcome")
    p, o = p[o != 0.5], o[o != 0.5]  # seven ties
    assert len(p) == 1882
    assert decompose(p, o).score == pytest.approx(0.220826, abs=5e-7)


@pytest.mark.shared
@needs_shared
def test_four_crowds_to_the_digits() -> None:
    p, o = column("forecastbench_market_freeze_vs_outcome.csv", "crowd_prob", "resolved_to")
    assert len(p) == 2015
    assert o.mean() == pytest.approx(0.2849, abs=5e-5)
    expected = (0.09269, 0.00384, 0.11487, 0.20372)
    assert parts(p, o) == pytest.approx(expected, abs=5e-6)


def test_same_as_model_diagnostics_and_sklearn() -> None:
    from model_diagnostics.scoring import LogLoss, SquaredError
    from model_diagnostics.scoring import decompose as theirs
    from sklearn.isotonic import IsotonicRegression

    generator = np.random.default_rng(3)
    p = generator.choice([0.05, 0.2, 0.4, 0.6, 0.75, 0.9], size=300)
    o = (generator.random(300) < 0.2 + 0.5 * p).astype(float)
    for rule, function in (("brier", SquaredError()), ("log", LogLoss())):
        row = theirs(y_obs=o, y_pred=p, scoring_function=function).row(0, named=True)
        expected = [row[name] for name in ("score", "miscalibration", "discrimination", "uncertainty")]
        assert parts(p, o, rule) == pytest.approx(expected)  # type: ignore[arg-type]
    assert recalibrate(p, o) == pytest.approx(IsotonicRegression(y_min=0, y_max=1).fit(p, o).predict(p))


@pytest.mark.parametrize("rule", ["brier", "log"])
def test_parts_add_up_and_are_never_negative(rule: Rule) -> None:
    generator = np.random.default_rng(4)
    for _ in range(50):
        p = generator.choice([0.0, 0.1, 0.5, 0.8, 1.0], size=20)
        o = generator.choice([0.0, 1.0, 0.4], size=20)
        found = decompose(p, o, rule=rule, clamp=(0.01, 0.99))
        assert found.miscalibration >= 0
        assert found.discrimination >= 0
        rest = found.miscalibration - found.discrimination + found.uncertainty
        assert found.score == pytest.approx(rest)


@pytest.mark.parametrize(
    ("p", "o", "expected"),
    [
        ([0.3], [1], (0.49, 0.49, 0.0, 0.0)),
        ([0.5, 0.5], [1, 1], (0.25, 0.25, 0.0, 0.0)),
        ([1.0, 0.0], [1, 0], (0.0, 0.0, 0.25, 0.25)),
    ],
)
def test_one_forecast_and_one_class(p: list[float], o: list[int], expected: tuple[float, ...]) -> None:
    assert parts(p, o) == pytest.approx(expected)
    assert all(math.isfinite(part) for part in parts(p, o, "log"))


@pytest.mark.parametrize("p", [[], [1.2], [math.nan], [math.inf], [-0.1], [[0.5]]])
def test_what_is_no_probability_is_refused(p: object) -> None:
    with pytest.raises(InputError):
        decompose(p, [1.0] * len(p))  # type: ignore[arg-type]


def test_a_calibrated_forecaster_stays_in_the_band_and_an_overconfident_one_leaves_it() -> None:
    generator = np.random.default_rng(5)
    p = generator.choice([0.1, 0.3, 0.5, 0.7, 0.9], size=400)
    honest = reliability_curve(p, generator.random(400) < p, n_draws=400, seed=1)
    boastful = reliability_curve(p, generator.random(400) < 0.5 + 0.3 * (p - 0.5), n_draws=400, seed=1)
    inside = (honest.band_low <= honest.recalibrated) & (honest.recalibrated <= honest.band_high)
    outside = (boastful.recalibrated < boastful.band_low) | (boastful.recalibrated > boastful.band_high)
    assert inside.all()
    assert outside[[0, -1]].all()


def test_bands_hold_their_level() -> None:
    """In 300 calibrated worlds the curve lies within its 95 % band at a given probability about as often as promised."""
    generator = np.random.default_rng(6)
    p = np.repeat([0.1, 0.4, 0.6, 0.9], 15)
    inside = []
    for world in range(300):
        curve = reliability_curve(p, generator.random(60) < p, n_draws=200, seed=world)
        inside.append((curve.band_low <= curve.recalibrated) & (curve.recalibrated <= curve.band_high))
    assert 0.93 <= np.mean(inside) <= 0.99


def test_the_same_seed_gives_the_same_band() -> None:
    one, two = (reliability_curve([0.2, 0.8, 0.8], [0, 1, 0], n_draws=50, seed=9) for _ in range(2))
    assert np.array_equal(one.band_low, two.band_low)
