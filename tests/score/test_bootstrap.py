"""Intervals: what they cover, what they are clustered on, and when there is none."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import stats

from foretold.score.bootstrap import cluster_intervals, critical_values, few_clusters, leaderboard_intervals

SHARED = Path(__file__).parents[2] / "../shared/reference"


def scored(rows: list[tuple[str, str, str | None, float]], **columns: object) -> pl.DataFrame:
    frame = pl.DataFrame(
        rows,
        schema={"forecaster_id": pl.String, "question_id": pl.String, "document_id": pl.String, "brier": pl.Float64},
        orient="row",
    )
    given = 1 - pl.col("brier").sqrt()  # as if all had come true
    return frame.with_columns(scale=pl.lit("s"), is_conditional=pl.lit(False), probability=given).with_columns(
        **{name: pl.lit(value) for name, value in columns.items()}
    )


def singles(values: list[float], who: str = "ann") -> list[tuple[str, str, str | None, float]]:
    return [(who, f"q{number}", f"d{number}", value) for number, value in enumerate(values)]


def test_critical_values_of_equal_clusters_are_students() -> None:
    counts = np.array([[6.0] * 5, [1.0] * 5])
    assert critical_values(counts) == pytest.approx(stats.t.ppf(0.975, 4), rel=1e-6)
    assert few_clusters(np.ones((1, 30))) == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize("sizes", [(15, *(1,) * 15), (14, 11, 10, 3), (25, 1, 1, 1, 1, 1)])
def test_critical_values_hold_their_level(sizes: tuple[int, ...]) -> None:
    """Of 200,000 means of normal values in these clusters, 95 of 100 lie within that many CR2 standard errors."""
    counts, n = np.array(sizes, dtype=float), sum(sizes)
    totals = np.random.default_rng(1).normal(size=(200_000, len(sizes))) * np.sqrt(counts)
    mean = totals.sum(axis=1) / n
    error = np.sqrt(((totals - counts * mean[:, None]) ** 2 / (1 - counts / n)).sum(axis=1)) / n
    company = np.vstack([counts, np.r_[n, np.ones(len(sizes) - 1)]])
    within = np.abs(mean) <= critical_values(company)[0] * error
    assert within.mean() == pytest.approx(0.95, abs=0.002)


def test_no_miss_yet_is_not_certainty() -> None:
    """Thirty times 90 % and each time right: the interval is that of a share of which no miss was seen."""
    row = leaderboard_intervals(scored(singles([0.01] * 30)), seed=1).row(0, named=True)
    most_misses = stats.beta.ppf(0.975, 0.75, 30.25)
    assert row["brier_low"] == pytest.approx(0.01, abs=1e-12)
    assert row["brier_high"] == pytest.approx(0.01 + 0.8 * most_misses, abs=0.003)


def test_ten_repetitions_give_the_interval_of_one() -> None:
    rows = singles([0.01, 0.2, 0.5, 0.04, 0.3, 0.8, 0.0])
    repeated = rows + [("ann", "q0", f"later{number}", 0.01) for number in range(9)]
    columns = ["brier_low", "brier_high"]
    once = leaderboard_intervals(scored(rows), seed=3).select(columns)
    again = leaderboard_intervals(scored(repeated), seed=3).select(columns)
    assert again.equals(once)


def test_order_of_rows_and_company_change_nothing() -> None:
    generator = np.random.default_rng(2)
    ann, bob = singles(list(generator.random(12))), singles(list(generator.random(9)), "bob")
    together = leaderboard_intervals(scored(ann + bob), seed=5)
    alone = leaderboard_intervals(scored(ann), seed=5)
    shuffled = leaderboard_intervals(scored((ann + bob)[::-1]), seed=5)
    assert together.equals(shuffled)
    assert together.filter(pl.col("forecaster_id") == "ann").equals(alone)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([0.3], "questions scored: 1,"),
        ([0.3, 0.1, 0.2, 0.6], "questions scored: 4,"),
        ([0.25] * 12, "always fifty-fifty"),
        ([float("nan")] * 6, "no question is scored"),
    ],
)
def test_no_interval_where_none_can_be_had(values: list[float], reason: str) -> None:
    row = leaderboard_intervals(scored(singles(values)), seed=1).row(0, named=True)
    assert row["brier_low"] is None
    assert row["brier_high"] is None
    assert row["reason"].startswith(reason)


def test_no_interval_from_three_documents() -> None:
    """However many the calls: how far those of one document hang together cannot be told from three."""
    values = [0.01, 0.2, 0.5, 0.04, 0.3, 0.8, 0.0, 0.4] * 4
    rows = [("ann", f"q{number}", f"d{number % 3}", value) for number, value in enumerate(values)]
    row = leaderboard_intervals(scored(rows), seed=1).row(0, named=True)
    assert row["brier_low"] is None
    assert row["brier_high"] is None
    assert row["reason"] == "documents that the questions come from: 3, and an interval needs 4"
    rows[0] = ("ann", "q0", "d3", 0.01)
    assert leaderboard_intervals(scored(rows), seed=1)["reason"].item() is None


def test_conditionals_stay_out() -> None:
    row = leaderboard_intervals(scored(singles([0.1, 0.9] * 5), is_conditional=True), seed=1).row(0, named=True)
    assert (row["brier_low"], row["reason"]) == (None, "no question is scored without a condition")


def test_nothing_scored_is_an_empty_table() -> None:
    assert leaderboard_intervals(scored([])).shape == (0, 7)


def test_without_documents_questions_are_drawn() -> None:
    rows = [("ann", f"q{number}", None, value) for number, value in enumerate([0.1, 0.4, 0.2, 0.9, 0.3, 0.0])]
    assert leaderboard_intervals(scored(rows), seed=1)["brier_low"][0] is not None


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_governors_are_109_contests_and_not_19831_rows() -> None:
    """The classic trap: daily probabilities of few contests. Counting rows makes the interval fourteen times too narrow."""
    with (SHARED / "fivethirtyeight_governors_elections.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["probwin_outcome"] in ("0", "1")]
    given = np.array([float(row["probwin"]) for row in rows])
    brier = (given - np.array([float(row["probwin_outcome"]) for row in rows])) ** 2
    contests, where = np.unique([f"{row['state']} {row['election_date'][:4]}" for row in rows], return_inverse=True)
    assert brier.mean() == pytest.approx(0.039541, abs=5e-7)
    assert len(contests) == 109
    singly = 2 * 1.96 * brier.std(ddof=1) / np.sqrt(len(brier))
    totals, counts = np.bincount(where, brier)[None, :], np.bincount(where).astype(float)[None, :]
    lean = np.maximum(given, 1 - given)
    ends = np.array([np.mean((1 - lean) ** 2)]), np.array([np.mean(lean**2)])
    low, high = cluster_intervals(totals, counts, *ends, n_draws=2000, seed=1)
    assert low[0] < 0.039541 < high[0]
    assert (high[0] - low[0]) / singly > 10


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_governors_through_an_import_are_drawn_by_contest(tmp_path: Path) -> None:
    """The same file by `foretold import`, the question the candidate, the contest its group: the interval is that of contests.

    6,583 daily rows of one of its models speak of 169 candidates in 72 contests, who win and lose together.
    """
    from foretold.ledger.connect import apply_views
    from foretold.ledger.import_rows import columns_of, reading_of
    from foretold.ledger.imports import import_file
    from foretold.night import Night, link, score
    from foretold.settings import Settings

    table = pl.read_csv(SHARED / "fivethirtyeight_governors_elections.csv", infer_schema=False)
    contest = pl.format("{} {}", "state", pl.col("election_date").str.slice(0, 4))
    rows = table.filter(pl.col("probwin_outcome").is_in(["0", "1"]), pl.col("forecast_type") == "lite").select(
        contest.alias("question_group"),
        pl.format("{} wins {}", "candidate", contest).alias("question"),
        pl.col("probwin").alias("probability"),
        pl.col("forecast_date").alias("made_at"),
        pl.col("probwin_outcome").alias("outcome"),
    )
    found = []
    for name, columns in (("grouped", rows), ("single", rows.drop("question_group"))):
        file = tmp_path / f"{name}.csv"
        columns.write_csv(file)
        night = Night(Settings(data=tmp_path / name, user="tester", ranked_from=1))
        with night.ledger() as con:
            apply_views(con, night.house / "warehouse")
            reading = reading_of([], columns_of(file), forecaster="FiveThirtyEight", ids="")
            import_file(con, night.journal, night.settings.imports, file, reading, by="tester", because="test")
        link(night)
        score(night)
        with night.ledger() as con:
            found.append(
                con.execute("select n_questions, n_forecasts, brier_low, brier_high from leaderboard").fetchall()[0]
            )
    (n_questions, n_rows, low, high), (_, _, low_single, high_single) = found
    assert (n_rows, n_questions, rows["question_group"].n_unique()) == (6583, 169, 72)
    assert high - low > 1.2 * (high_single - low_single), "candidates of one contest are no independent questions"
