"""Intervals: what they cover, what they are clustered on, and when there is none."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foretold.score.bootstrap import SEED, Floats, cluster_intervals, leaderboard_intervals

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


@dataclass(frozen=True)
class Kind:
    """A kind of forecaster: what probabilities, how often claims given p come true, and how many to a document."""

    name: str
    draw: Callable[[np.random.Generator, tuple[int, ...]], Floats]
    truth: Callable[[Floats], Floats] = lambda p: p
    per_document: int = 1

    def panels(self, n_panels: int, n_questions: int, *, shared: float = 0.3) -> tuple[Floats, Floats]:
        """Return probabilities and outcomes, each panel x document x call; calls of one document tend to fail together."""
        from scipy import stats

        generator = np.random.default_rng([7, n_questions])
        p = self.draw(generator, (n_panels, n_questions // self.per_document, self.per_document))
        mood = np.sign(p - 0.5) * generator.normal(size=(*p.shape[:2], 1))
        luck = np.sqrt(shared) * mood + np.sqrt(1 - shared) * generator.normal(size=p.shape)
        return p, (luck < stats.norm.ppf(self.truth(p))).astype(float)

    def true_mean(self) -> float:
        """Return the mean Brier score that the forecaster earns in the long run."""
        p = self.draw(np.random.default_rng(0), (2_000_000,))
        return float(np.mean(self.truth(p) * (1 - p) ** 2 + (1 - self.truth(p)) * p**2))

    def coverage(self, n_questions: int) -> float:
        """Return the share of 2,000 simulated panels whose interval holds the true mean."""
        p, happened = self.panels(2000, n_questions)
        totals, lean = ((p - happened) ** 2).sum(axis=2), np.maximum(p, 1 - p)
        ends = ((1 - lean) ** 2).mean(axis=(1, 2)), (lean**2).mean(axis=(1, 2))
        counts = np.full(totals.shape, float(self.per_document))
        low, high = cluster_intervals(totals, counts, *ends, n_draws=2000, seed=SEED)
        truth = self.true_mean()
        return float(np.mean((low <= truth) & (truth <= high)))


@dataclass(frozen=True)
class Always:
    """An honest forecaster who always says the same: the fewest distinct scores, and the most skewed."""

    p: float

    @property
    def name(self) -> str:
        return f"honest, always {self.p:.0%}"

    def coverage(self, n_questions: int) -> float:
        """Return the chance that the interval holds the true mean, exactly: all depends on the number of misses."""
        from scipy import stats

        misses = np.arange(n_questions + 1)
        totals = np.where(np.arange(n_questions) < misses[:, None], self.p**2, (1 - self.p) ** 2)
        ends = np.full(len(misses), (1 - self.p) ** 2), np.full(len(misses), self.p**2)
        low, high = cluster_intervals(totals, np.ones_like(totals), *ends, n_draws=2000, seed=SEED)
        truth = self.p * (1 - self.p)
        return float(np.sum(stats.binom.pmf(misses, n_questions, 1 - self.p)[(low <= truth) & (truth <= high)]))


def varied(generator: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    return generator.beta(2, 1, size=shape)


def in_words(generator: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    return generator.choice([0.05, 0.2, 0.4, 0.75, 0.9, 1.0], size=shape, p=[0.05, 0.1, 0.2, 0.3, 0.15, 0.2])


def timid(p: Floats) -> Floats:
    return p**1.7 / (p**1.7 + (1 - p) ** 1.7)


def bold(p: Floats) -> Floats:
    return 0.1 + 0.7 * p


KINDS = (
    *map(Always, (0.6, 0.75, 0.9, 0.95)),
    Kind("honest, varied", varied),
    Kind("overconfident, varied", in_words, bold),
    Kind("underconfident, varied", varied, timid),
    Kind("honest, two to a document", varied, per_document=2),
    Kind("overconfident, two to a document", in_words, bold, per_document=2),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_intervals_cover_what_the_method_page_says(kind: Kind | Always) -> None:
    """From 30 questions on 93 to 97 of 100 intervals hold the true mean, in 2,000 simulated panels each or exactly.

    coverage.json holds the shares, they come out again, and the page states them.
    """
    told = json.loads((Path(__file__).parent / "coverage.json").read_text(encoding="utf-8"))[kind.name]
    found = {n: kind.coverage(int(n)) for n in told}
    assert found == pytest.approx(told, abs=0.003)
    assert all(0.93 <= round(share, 3) <= 0.97 for n, share in found.items() if int(n) >= 30)
    page = (Path(__file__).parents[2] / "dashboards" / "pages" / "method.html").read_text(encoding="utf-8")
    cells = "".join(f'<td class="num">{share:.1%}</td>' for share in told.values())
    assert f'<tr><th scope="row">{kind.name}</th>{cells}</tr>' in page


def table_of(p: Floats, happened: Floats) -> pl.DataFrame:
    """Return panels as a table of scores, one forecaster to a panel."""
    panel, document, call = np.indices(p.shape)
    columns = {"panel": panel, "d": document, "c": call, "probability": p, "brier": (p - happened) ** 2}
    return pl.DataFrame({name: values.ravel() for name, values in columns.items()}).select(
        pl.lit("s").alias("scale"),
        pl.format("f{}", "panel").alias("forecaster_id"),
        pl.format("q{}.{}", "d", "c").alias("question_id"),
        pl.format("d{}", "d").alias("document_id"),
        "probability",
        "brier",
        pl.lit(False).alias("is_conditional"),
    )


def test_drawing_questions_singly_is_too_narrow() -> None:
    """Where the calls of one document share their fate, their document must be drawn whole."""
    kind = Kind("overconfident, three to a document", in_words, bold, per_document=3)
    frame, truth = table_of(*kind.panels(1000, 45, shared=0.5)), kind.true_mean()

    def covered(found: pl.DataFrame) -> float:
        return float(found.select(pl.lit(truth).is_between(pl.col("brier_low"), pl.col("brier_high")).mean()).item())

    singly = leaderboard_intervals(frame.with_columns(document_id=None), n_draws=600, seed=1)
    assert covered(singly) < 0.90 < 0.93 < covered(leaderboard_intervals(frame, n_draws=600, seed=1)) < 0.97


def test_no_miss_yet_is_not_certainty() -> None:
    """Thirty times 90 % and each time right: the interval is that of a share of which no miss was seen."""
    from scipy import stats

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
