"""Scores by topic, horizon, year and quarter: means over questions, with the interval that score/ wrote beside them."""

from __future__ import annotations

import pytest
from builder import Ledger


@pytest.mark.parametrize(("df", "value"), [(4, 2.776), (5, 2.571), (9, 2.262), (29, 2.045), (1000, 1.962)])
def test_students_quantile_is_that_of_the_tables(ledger: Ledger, df: int, value: float) -> None:
    assert ledger.one("select student_quantile(?)", [df])[0] == pytest.approx(value, rel=0.003)
    assert ledger.one("select student_quantile(3)")[0] is None


def test_a_slices_mean_goes_over_questions(ledger: Ledger) -> None:
    for number, probability in enumerate((0.9, 0.8, 0.7, 0.6, 0.5)):
        for _ in range(2 if number == 0 else 1):  # said twice, counted once
            ledger.add_forecast(
                "ada", f"q{number}", stated_probability=probability, topic="war", made_on="2020-02-03",
                due_latest_on="2020-02-20",
            )  # fmt: skip
        ledger.add_outcome(f"q{number}", "yes")
    ledger.add_forecast("ada", "q_law", stated_probability=0.2, topic="law", made_on="2021-05-01")
    ledger.add_outcome("q_law", "no", settled_on="2021-12-31")
    ledger.add_forecast("ada", "q_if", stated_probability=0.2, topic="war", condition="if it rains")
    ledger.add_outcome("q_if", "yes")
    ledger.add(
        "breakdown_intervals", scale="survey-2026", forecaster_id="ada", slice="topic", slice_value="war",
        brier_low=0.05, brier_high=0.2,
    )  # fmt: skip
    found = {
        (row[0], row[1]): row[2:]
        for row in ledger.rows(
            "select slice, slice_value, n_questions, n_forecasts, brier, brier_low, brier_high from breakdowns "
            "where scale = default_scale()"
        )
    }
    n_questions, n_forecasts, brier, low, high = found["topic", "war"]
    assert (n_questions, n_forecasts) == (5, 6)
    assert brier == pytest.approx((0.01 + 0.04 + 0.09 + 0.16 + 0.25) / 5)
    assert (low, high) == (0.05, 0.2)
    assert found["topic", "law"] == (1, 1, pytest.approx(0.04), None, None)
    assert found["quarter", "2020 Q1"][0] == found["year", "2020"][0] == found["horizon", "a month"][0] == 5
    assert found["quarter", "2021 Q2"][0] == found["horizon", "no deadline"][0] == 1
