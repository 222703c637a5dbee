"""The tables that score/ writes: they fit their definitions, and agree with the SQL to the last digit."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "warehouse"))

from builder import EARLY, Ledger, make_ledger

from foretold.ledger.connect import statement
from foretold.score.calibration import decompose
from foretold.score.tables import breakdown_intervals, score_tables, slice_tables

TERMS = ["will", "likely", "unlikely", "expected", "may", "highly likely", "little chance", "even chance"]


@pytest.fixture(scope="module")
def busy() -> Iterator[Ledger]:
    """A ledger with 8 forecasters, rivals, restatements, shares, conditionals, voids and open questions."""
    chance = random.Random(1)
    ledger = make_ledger()
    for _ in range(400):
        ledger.add_forecast(
            f"f{chance.randrange(8)}",
            f"q{chance.randrange(70)}",
            chance.choice(TERMS),
            stated_probability=chance.choice([None, None, None, 0.0, 1.0, 0.35]),
            side=chance.choice(["asserts", "asserts", "denies"]),
            condition=chance.choice([None, None, None, None, "if so"]),
            document_id=f"d{chance.randrange(120)}",
        )
    for number in range(55):
        ledger.add_outcome(f"q{number}", chance.choice(["yes", "no", "no", "void", "share"]), chance.random())
    yield ledger
    ledger.con.close()


def scored(ledger: Ledger) -> pl.DataFrame:
    return ledger.con.sql("from scores").pl()


def settings() -> dict[str, object]:
    return {"default_scale": "survey-2026", "ranked_from": 10, "log_clamp": (0.01, 0.99)}


def test_sql_and_python_give_the_same_numbers(busy: Ledger) -> None:
    found = score_tables(scored(busy), **settings())  # type: ignore[arg-type]
    board = busy.con.sql("select scale, forecaster_id, n_questions, brier from leaderboards where n_questions > 0").pl()
    both = board.join(found["forecaster_estimates"], on=["scale", "forecaster_id"], suffix="_python")
    assert len(both) == len(board) == 56
    assert both.select((pl.col("brier") - pl.col("brier_python")).abs().max()).item() < 1e-12
    assert both.select((pl.col("n_questions") == pl.col("n_questions_python")).all()).item()
    inside = board.join(found["leaderboard_intervals"], on=["scale", "forecaster_id"])
    assert inside.select(pl.col("brier").is_between("brier_low", "brier_high").all()).item()


def test_decomposition_of_the_view_is_that_of_its_rows(busy: Ledger) -> None:
    rows = busy.rows(
        "select p, o, ll from (select question_id, side, avg(probability) as p, avg(outcome) as o, avg(log_score) as ll"
        " from scores where scale = 'kent' and not is_conditional group by all) order by question_id, side"
    )
    mine = decompose([row[0] for row in rows], [row[1] for row in rows])
    found = score_tables(scored(busy), **settings())["decompositions"]  # type: ignore[arg-type]
    pooled = found.filter((pl.col("scale") == "kent") & pl.col("forecaster_id").is_null() & (pl.col("rule") == "brier"))
    assert pooled["score"][0] == pytest.approx(mine.score, abs=1e-11)  # probabilities go to twelve digits there
    brier = busy.one(f"select avg(brier(p, o)) from (values {', '.join(str((p, o)) for p, o, _ in rows)}) as v(p, o)")[
        0
    ]
    assert mine.score == pytest.approx(brier, abs=1e-12)


def test_log_loss_is_the_negated_log_score(busy: Ledger) -> None:
    rows = busy.rows("select probability, outcome, log_score from scores where scale = 'phia' order by forecast_id")
    mine = decompose([row[0] for row in rows], [row[1] for row in rows], rule="log", clamp=(0.01, 0.99))
    assert mine.score == pytest.approx(-sum(row[2] for row in rows) / len(rows), abs=1e-12)


def test_slices_add_up_and_agree_with_the_sql(busy: Ledger) -> None:
    """By year there is one slice here: its parts are those of everybody, its Brier score that of the view."""
    units = busy.con.sql(statement("sliced")).pl()
    found = slice_tables(units, log_clamp=(0.01, 0.99))
    year = found["decompositions_by_slice"].filter((pl.col("slice") == "year") & (pl.col("rule") == "brier"))
    pooled = score_tables(scored(busy), **settings())["decompositions"].filter(  # type: ignore[arg-type]
        (pl.col("scale") == "survey-2026") & pl.col("forecaster_id").is_null() & (pl.col("rule") == "brier")
    )
    same = ["n_questions", "score", "miscalibration", "discrimination", "uncertainty"]
    assert year.select(same).row(0) == pytest.approx(pooled.select(same).row(0))
    sql = busy.one("select auc, n_true from discrimination_by_slice where scale = 'survey-2026' and slice = 'year'")
    everybody = "select auc, n_true from discrimination where scale = 'survey-2026' and forecaster_id is null"
    assert sql == pytest.approx(busy.one(everybody))
    assert len(found["reliability_curves_by_slice"]) > 0
    for name, frame in slice_tables(units.head(0), log_clamp=(0.01, 0.99)).items():
        assert len(frame) == 0, name
        columns = {row[0] for row in busy.rows(f"select column_name from duckdb_columns() where table_name = '{name}'")}
        assert columns == set(found[name].columns)


def test_a_slice_that_holds_everything_has_the_interval_of_the_leaderboard(busy: Ledger) -> None:
    """All forecasts here were made in one year: its interval is that of the whole, to the digit."""
    found = breakdown_intervals(scored(busy), busy.con.sql(statement("sliced_forecasts")).pl())
    year = found.filter(pl.col("slice") == "year").sort("forecaster_id")
    whole = score_tables(scored(busy), **settings())["leaderboard_intervals"]  # type: ignore[arg-type]
    whole = whole.filter(pl.col("scale") == "survey-2026").sort("forecaster_id")
    same = ["forecaster_id", "brier_low", "brier_high", "reason"]
    assert year.select(same).equals(whole.select(same))
    assert whole["brier_low"].null_count() == 0
    columns = {
        row[0] for row in busy.rows("select column_name from duckdb_columns() where table_name = 'breakdown_intervals'")
    }
    assert columns == set(found.columns)


def test_every_table_fits_its_definition(busy: Ledger) -> None:
    ledger = make_ledger()
    for name, frame in score_tables(scored(busy), **settings()).items():  # type: ignore[arg-type]
        rows = frame
        if name == "leaderboard_intervals":  # gets its moment in foretold.night
            rows = frame.with_columns(known_at=pl.lit(EARLY), superseded_at=None)
        ledger.con.register("frame", rows)
        ledger.con.execute(f"insert into {name} by name select * from frame")
        assert ledger.one(f"select count(*) from {name}") == (len(frame),)
        assert len(frame) > 0, name
        columns = {
            row[0] for row in ledger.rows(f"select column_name from duckdb_columns() where table_name = '{name}'")
        }
        assert columns == set(rows.columns)
        numbers = frame.select(pl.col(pl.Float64))
        assert numbers.select(pl.all().is_nan().any()).row(0) == (False,) * numbers.width
        assert numbers.select(pl.all().is_infinite().any()).row(0) in {
            (False,) * numbers.width,
            (None,) * numbers.width,
        }
    missing = "select column_name from duckdb_columns() where schema_name = 'main' and table_name = 'comparisons' and comment is null"
    assert ledger.rows(missing) == []
    ledger.con.close()


def test_nothing_scored_gives_empty_tables() -> None:
    ledger = make_ledger()
    found = score_tables(scored(ledger), **settings())  # type: ignore[arg-type]
    assert {name: len(frame) for name, frame in found.items()} == dict.fromkeys(found, 0)
    ledger.con.close()


def test_one_forecast_and_only_conditionals_break_nothing() -> None:
    ledger = make_ledger()
    ledger.add_forecast("ann", "q1", "likely")
    ledger.add_forecast("bob", "q2", "likely", condition="if so")
    ledger.add_outcome("q1", "yes")
    ledger.add_outcome("q2", "no")
    found = score_tables(scored(ledger), **settings())  # type: ignore[arg-type]
    assert found["leaderboard_intervals"]["reason"].null_count() == 0
    assert found["forecaster_estimates"]["brier"].to_list().count(0.0625) > 0
    assert len(found["comparisons"]) == 0
    ledger.con.close()


def test_the_same_seed_gives_the_same_tables(busy: Ledger) -> None:
    one, two = (score_tables(scored(busy).sample(fraction=1.0, shuffle=True, seed=n), **settings()) for n in (1, 2))  # type: ignore[arg-type]
    for name, frame in one.items():
        assert frame.sort(frame.columns[:4]).equals(two[name].sort(frame.columns[:4])), name
