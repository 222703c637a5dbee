"""Many series at once give what one series gives, and a file of a changing crowd becomes rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import log, log2

import numpy as np
import polars as pl
import pytest

from foretold.score.series import (
    Life,
    Series,
    daily_mean_brier,
    mean_while_standing,
    peer_scores_over_time,
    time_averaged,
)
from foretold.score.series_scores import NO_LIFE, TOO_LATE, series_scores

OPENED = date(2024, 1, 1)
SCHEMA = {
    "forecaster_id": pl.String,
    "question_id": pl.String,
    "made_at": pl.Datetime("us", "UTC"),
    "probability": pl.Float64,
    "outcome": pl.Float64,
    "opened_on": pl.Date,
    "due_on": pl.Date,
    "settled_on": pl.Date,
}


def moment(day: float) -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day)


def statements(
    series: dict[str, Series], outcome: float, days: int, closed: int | None = None, **columns: object
) -> pl.DataFrame:
    """Rows of series on one question that opened at day 0 and was to run for so many whole days."""
    due = OPENED + timedelta(days=days - 1)
    settled = OPENED + timedelta(days=(closed or days) - 1)
    row = {"question_id": "q", "outcome": outcome, "opened_on": OPENED, "due_on": due, "settled_on": settled} | columns
    rows = [
        {"forecaster_id": who, "made_at": moment(at), "probability": p} | row
        for who, one in series.items()
        for at, p in zip(one.at, one.probability, strict=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def table(frame: pl.DataFrame, clamp: tuple[float, float] = (1e-9, 1 - 1e-9)) -> pl.DataFrame:
    return series_scores(frame, log_clamp=clamp)


def test_five_days_of_metaculus() -> None:
    """Nothing, 40, 70, carried, 80 percent: +27 (26.5399) of the scores FAQ, coverage 0.8."""
    row = table(statements({"a": Series((1, 2, 4), (0.4, 0.7, 0.8))}, 1, 5)).row(0, named=True)
    assert row["baseline_score"] == pytest.approx(26.5399, abs=5e-5)
    assert (row["coverage"], row["n_statements"], row["probability_at_close"]) == (pytest.approx(0.8), 3, 0.8)
    assert (row["peer_score"], row["reason"]) == (None, None)


def test_late_peers_of_metaculus() -> None:
    series = {"a": Series((0,), (0.1,)), "b": Series((0,), (0.5,)), "c": Series((5,), (0.9,))}
    found = table(statements(series, 1, 10))
    assert found["peer_score"].to_list() == pytest.approx([-175.638458, 106.013177, 69.625281], abs=5e-6)
    assert found["coverage"].to_list() == pytest.approx([1, 1, 0.5])


@pytest.mark.parametrize(("day", "coverage"), [(3, 0.7), (5, 0.5), (7, 0.3)])
def test_coverage_of_metaculus(day: float, coverage: float) -> None:
    assert table(statements({"a": Series((day,), (0.5,))}, 1, 10))["coverage"].item() == pytest.approx(coverage)


def test_a_week_of_fatebook() -> None:
    """0.0114 two-sided for the single user; the scores of both sides are half of it here."""
    found = table(statements({"a": Series((0, 3), (0.9, 0.95))}, 1, 7))
    assert 2 * found["brier_daily"].item() == pytest.approx(0.0114286, abs=5e-8)


def test_many_at_once_are_as_one_by_one() -> None:
    generator = np.random.default_rng(8)
    frames, expected = [], []
    for number in range(12):
        days, closed, outcome = int(generator.integers(3, 30)), None, float(generator.choice([0, 1, 0.3]))
        if number % 3 == 0:
            closed = max(1, days // 2)
        series = {f"f{who}": _series(generator, days) for who in range(4)}
        frames.append(statements(series, outcome, days, closed).with_columns(question_id=pl.lit(f"q{number:02}")))
        life = Life(0, days, closed)
        peers = peer_scores_over_time(list(series.values()), life) if outcome == 1 else [None] * 4
        for who, peer in zip(series, peers, strict=True):
            expected.append((f"q{number:02}", who, series[who], life, outcome, peer))
    found = {(row["question_id"], row["forecaster_id"]): row for row in table(pl.concat(frames)).iter_rows(named=True)}
    assert len(found) == len(expected)
    for question, who, one, life, o, peer in expected:
        row = found[question, who]
        rules = {
            "brier": mean_while_standing(one, life, lambda p, o=o: (p - o) ** 2),
            "log_score": mean_while_standing(one, life, lambda p, o=o: o * log(p) + (1 - o) * log(1 - p)),
            "brier_daily": None if (daily := daily_mean_brier(one, life, o)) is None else daily / 2,
        }
        for name, value in rules.items():
            assert row[name] == (None if value is None else pytest.approx(value, abs=1e-8)), (question, who, name)
        if rules["brier"] is None:
            assert row["reason"] == TOO_LATE
            continue
        base = time_averaged(one, life, lambda p, o=o: 100 * (1 + o * log2(p) + (1 - o) * log2(1 - p)))
        assert row["baseline_score"] == pytest.approx(base.score, abs=1e-6)
        assert row["coverage"] == pytest.approx(base.coverage, abs=1e-9)
        if peer is not None:
            assert (row["peer_score"] or 0.0) == pytest.approx(peer.score, abs=1e-6)


def _series(generator: np.random.Generator, days: int) -> Series:
    n = int(generator.integers(1, 9))
    at = np.sort(generator.uniform(-1, days, size=n)).round(4)
    return Series(tuple(at), tuple(generator.uniform(0.02, 0.98, size=n)))


def test_without_a_life_there_is_a_reason() -> None:
    frame = statements({"a": Series((0, 1), (0.4, 0.7))}, 1, 5)
    lifeless = table(frame.with_columns(due_on=pl.lit(None, pl.Date), settled_on=pl.lit(None, pl.Date)))
    assert (lifeless["reason"].item(), lifeless["brier"].item()) == (NO_LIFE, None)
    late = table(statements({"a": Series((9, 10), (0.4, 0.7))}, 1, 5))
    assert (late["reason"].item(), late["coverage"].item()) == (TOO_LATE, None)
    settled_only = table(frame.with_columns(due_on=pl.lit(None, pl.Date), opened_on=pl.lit(None, pl.Date)))
    assert settled_only["coverage"].item() == pytest.approx(1)
    assert len(table(frame.head(0))) == 0


def test_certain_and_wrong_is_a_number() -> None:
    row = table(statements({"a": Series((0, 1), (1.0, 0.0))}, 0.0, 2), clamp=(0.01, 0.99)).row(0, named=True)
    assert (row["brier"], row["brier_at_close"]) == (pytest.approx(0.5), 0.0)
    assert row["log_score"] == pytest.approx((log(0.01) + log(0.99)) / 2)
