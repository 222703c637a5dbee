"""Intervals: what they cover, what they are clustered on, and when there is none."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foretold.score.bootstrap import cluster_intervals, leaderboard_intervals

SHARED = Path(__file__).parents[2] / "../shared/reference"
POINTS = np.array([0.05, 0.2, 0.4, 0.75, 0.9, 1.0])
OFTEN = np.array([0.05, 0.1, 0.2, 0.3, 0.15, 0.2])


def scored(rows: list[tuple[str, str, str | None, float]], **columns: object) -> pl.DataFrame:
    frame = pl.DataFrame(
        rows,
        schema={"forecaster_id": pl.String, "question_id": pl.String, "document_id": pl.String, "brier": pl.Float64},
        orient="row",
    )
    return frame.with_columns(scale=pl.lit("s"), is_conditional=pl.lit(False)).with_columns(
        **{name: pl.lit(value) for name, value in columns.items()}
    )


def singles(values: list[float], who: str = "ann") -> list[tuple[str, str, str | None, float]]:
    return [(who, f"q{number}", f"d{number}", value) for number, value in enumerate(values)]


def panels(n_panels: int, n_documents: int, per_document: int, shared: float) -> tuple[pl.DataFrame, float]:
    """Return panels of one overconfident forecaster each, whose calls in one document tend to fail together."""
    from scipy import stats

    generator = np.random.default_rng(7)
    shape = (n_panels, n_documents, per_document)
    p = generator.choice(POINTS, size=shape, p=OFTEN)
    truth = 0.1 + 0.7 * p
    mood = np.sign(p - 0.5) * generator.normal(size=(n_panels, n_documents, 1))
    happened = np.sqrt(shared) * mood + np.sqrt(1 - shared) * generator.normal(size=shape) < stats.norm.ppf(truth)
    brier = (p - happened) ** 2
    panel, document, call = np.indices(shape)
    frame = pl.DataFrame({"panel": panel.ravel(), "d": document.ravel(), "c": call.ravel(), "brier": brier.ravel()})
    frame = frame.select(
        pl.lit("s").alias("scale"),
        pl.format("f{}", "panel").alias("forecaster_id"),
        pl.format("q{}.{}", "d", "c").alias("question_id"),
        pl.format("d{}", "d").alias("document_id"),
        "brier",
        pl.lit(False).alias("is_conditional"),
    )
    claim = 0.1 + 0.7 * POINTS
    return frame, float(np.sum(OFTEN * ((1 - POINTS) ** 2 * claim + POINTS**2 * (1 - claim))))


@pytest.mark.parametrize(
    ("n_documents", "per_document", "shared", "low", "high"),
    [
        (10, 1, 0.0, 0.90, 0.97),
        (20, 1, 0.0, 0.90, 0.97),
        (30, 1, 0.0, 0.93, 0.97),
        (60, 1, 0.0, 0.93, 0.97),
        (15, 3, 0.3, 0.92, 0.97),
        (30, 2, 0.3, 0.93, 0.97),
    ],
)
def test_intervals_cover_the_true_mean(
    n_documents: int, per_document: int, shared: float, low: float, high: float
) -> None:
    """1,000 panels; 93 to 97 of 100 from 30 questions on (92 where fifteen documents hold three each), 90 or more at 10 and 20."""
    frame, truth = panels(1000, n_documents, per_document, shared)
    found = leaderboard_intervals(frame, n_draws=1000, seed=1)
    covered = found.select(((pl.col("brier_low") <= truth) & (truth <= pl.col("brier_high"))).fill_null(False).mean())
    assert low <= covered.item() <= high


def always_sure(n_panels: int, n_questions: int) -> tuple[pl.DataFrame, float]:
    """Return panels of one honest forecaster each who always says 90 %: the most skewed scores that honesty gives."""
    happened = np.random.default_rng(11).random((n_panels, n_questions)) < 0.9
    panel, question = np.indices(happened.shape)
    frame = pl.DataFrame({"panel": panel.ravel(), "q": question.ravel(), "brier": (0.9 - happened.ravel()) ** 2})
    frame = frame.select(
        pl.lit("s").alias("scale"),
        pl.format("f{}", "panel").alias("forecaster_id"),
        pl.format("q{}", "q").alias("question_id"),
        pl.format("d{}", "q").alias("document_id"),
        "brier",
        pl.lit(False).alias("is_conditional"),
    )
    return frame, 0.09


def coverage(frame: pl.DataFrame, truth: float) -> tuple[float, float]:
    """Return the share of panels whose interval holds the truth, and the share without an interval (which does not)."""
    found = leaderboard_intervals(frame, n_draws=1000, seed=1)
    inside = pl.lit(truth).is_between(pl.col("brier_low"), pl.col("brier_high")).fill_null(False)
    covered, none = found.select(inside.mean(), pl.col("brier_low").is_null().mean().alias("none")).row(0)
    return covered, none


@pytest.mark.parametrize("n", [10, 20, 30])
def test_the_method_page_says_what_the_intervals_cover(n: int) -> None:
    """coverage.json holds the shares of 1,000 panels each; they come out again, and the page states them."""
    told = json.loads((Path(__file__).parent / "coverage.json").read_text(encoding="utf-8"))[str(n)]
    page = (Path(__file__).parents[2] / "dashboards" / "pages" / "method.html").read_text(encoding="utf-8")
    mixed, sure = coverage(*panels(1000, n, 1, 0.0)), coverage(*always_sure(1000, n))
    assert [*mixed, *sure] == pytest.approx(
        [told[key] for key in ("mixed", "mixed_none", "sure", "sure_none")], abs=0.005
    )
    assert (
        f"<td>{n}</td><td>{told['mixed']:.1%}</td><td>{told['sure']:.1%}</td><td>{told['sure_none']:.1%}</td>" in page
    )


def test_drawing_questions_singly_is_too_narrow() -> None:
    """Where the calls of one document share their fate, their document must be drawn whole."""
    frame, truth = panels(1000, 15, 3, 0.5)
    singly = leaderboard_intervals(frame.with_columns(document_id=None), n_draws=600, seed=1)
    homes = leaderboard_intervals(frame, n_draws=600, seed=1)

    def covered(found: pl.DataFrame) -> float:
        return float(found.select(pl.lit(truth).is_between(pl.col("brier_low"), pl.col("brier_high")).mean()).item())

    assert covered(singly) < 0.90 < 0.92 < covered(homes)


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
        ([0.0] * 12, "all questions scored alike"),
        ([float("nan")] * 6, "no question is scored"),
    ],
)
def test_no_interval_where_none_can_be_had(values: list[float], reason: str) -> None:
    row = leaderboard_intervals(scored(singles(values)), seed=1).row(0, named=True)
    assert row["brier_low"] is None
    assert row["brier_high"] is None
    assert row["reason"].startswith(reason)


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
    brier = np.array([(float(row["probwin"]) - float(row["probwin_outcome"])) ** 2 for row in rows])
    contests, where = np.unique([f"{row['state']} {row['election_date'][:4]}" for row in rows], return_inverse=True)
    assert brier.mean() == pytest.approx(0.039541, abs=5e-7)
    assert len(contests) == 109
    singly = 2 * 1.96 * brier.std(ddof=1) / np.sqrt(len(brier))
    totals, counts = np.bincount(where, brier)[None, :], np.bincount(where).astype(float)[None, :]
    low, high = cluster_intervals(totals, counts, n_draws=2000, seed=1)
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
