"""Files of questions with several options, and of probabilities that change: from the row of a file to the score."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foretold.errors import InputError
from foretold.ledger.connect import apply_views
from foretold.ledger.decide import Why
from foretold.ledger.import_rows import columns_of, reading_of
from foretold.ledger.imports import Imported, import_file, withdraw
from foretold.night import Night, link, score
from foretold.score.options import brier_options, ranked_probability_score
from foretold.settings import Settings

HEADER = "forecaster,question,option,option_number,probability,made_at,outcome,settled_on\n"
RAIN = ("none", "a little", "much", "a flood")


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(Settings(data=tmp_path / "data", user="tester", ranked_from=1))


def bring(night: Night, folder: Path, rows: str, name: str = "options.csv", header: str = HEADER) -> Imported:
    file = folder / name
    file.write_text(header + rows, encoding="utf-8")
    with night.ledger() as con:
        apply_views(con, night.house / "warehouse")
        reading = reading_of([], columns_of(file), forecaster=None, ids="t")
        done = import_file(con, night.journal, night.settings.imports, file, reading, by="Ines", because="test")
    link(night)
    score(night)
    return done


def ask(night: Night, sql: str) -> list[tuple[Any, ...]]:
    with night.ledger() as con:
        return con.execute(sql).fetchall()


def rows(who: str, given: list[float], happened: str = "", numbered: bool = True, day: str = "2024-01-02") -> str:
    return "".join(
        f"{who},How much rain?,{option},{place if numbered else ''},{p},{day},{happened},{'2024-02-01' if happened else ''}\n"
        for place, (option, p) in enumerate(zip(RAIN, given, strict=True), start=1)
    )


def test_options_are_scored_as_published_and_as_in_python(night: Night, tmp_path: Path) -> None:
    """Options .01, .32, .44, .23, of which the third happened: RPS 0.1619 (scoringrules)."""
    given = [0.01, 0.32, 0.44, 0.23]
    assert bring(night, tmp_path, rows("A", given, "much") + rows("B", [0, 0, 0, 1], "much")).n_forecasts == 8
    columns = "n_options, happened, probability, brier_two_sided, ranked_probability_score, log_score"
    (a, b) = ask(night, f"select {columns} from option_scores order by brier")
    assert a[:3] == (4, "much", 0.44)
    assert a[3:5] == pytest.approx((brier_options(given, 2), 0.1619))
    assert b[3:5] == pytest.approx((2.0, ranked_probability_score([0, 0, 0, 1], 2)))
    assert b[5] == pytest.approx(-4.6051702), "what was ruled out and happened costs what the clamp allows"
    board = ask(night, "select forecaster, n_questions, n_ordered, brier from option_leaderboard order by brier")
    assert board == [("A", 1, 1, pytest.approx(a[3] / 2)), ("B", 1, 1, 1.0)]
    assert ask(night, "select count(*) from leaderboard") == [(0,)], "they are no yes or no"


def test_three_options_of_metaculus(night: Night, tmp_path: Path) -> None:
    """p = 3 ** -0.5 over three options is 50; even odds are 0, without an order there is no ranked score."""
    p = 3**-0.5
    text = f"A,Who?,x,,{p},2024-01-02,yes,\nA,Who?,y,,{(1 - p) / 2},2024-01-02,no,\nA,Who?,z,,{(1 - p) / 2},2024-01-02,no,\n"
    text += "B,Who?,x,,0.33,2024-01-02,,\nB,Who?,y,,0.33,2024-01-02,,\nB,Who?,z,,0.33,2024-01-02,,\n"
    bring(night, tmp_path, text)
    found = ask(night, "select baseline_score, ranked_probability_score from option_scores order by 1 desc")
    assert found == [(pytest.approx(50), None), (pytest.approx(0, abs=1e-9), None)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (rows("A", [0.1, 0.2, 0.3, 0.3]), "sum to 1"),
        ("A,How much rain?,none,1,1,2024-01-02,,\n", "at least two options"),
        ("A,Q?,x,,0.5,2024-01-02,yes,\nA,Q?,y,,0.5,2024-01-02,yes,\n", "one is yes"),
        ("A,Q?,x,,0.5,2024-01-02,yes,\nA,Q?,y,,0.5,2024-01-02,,\n", "one is yes"),
        ("A,Q?,x,first,0.5,2024-01-02,,\nA,Q?,y,2,0.5,2024-01-02,,\n", "numbered"),
        ("A,Q?,,,0.5,2024-01-02,,\nA,Q?,y,,0.5,2024-01-02,,\n", "about one option"),
    ],
)
def test_options_that_cannot_be_are_refused(night: Night, tmp_path: Path, text: str, wrong: str) -> None:
    with pytest.raises(InputError, match=wrong):
        bring(night, tmp_path, text)


def test_an_outcome_that_comes_later_and_a_withdrawal(night: Night, tmp_path: Path) -> None:
    bring(night, tmp_path, rows("A", [0.1, 0.2, 0.3, 0.4]))
    assert ask(night, "select count(*) from option_scores") == [(0,)]
    again = bring(night, tmp_path, rows("A", [0.1, 0.2, 0.3, 0.4], "none"), "later.csv")
    assert ask(night, "select count(*), count(outcome) from option_forecasts") == [(4, 4)]
    assert ask(night, "select happened from option_scores") == [("none",)]
    with night.ledger() as con:
        withdraw(con, night.journal, again.import_id, Why("Ines", "wrong"))
    link(night)
    assert ask(night, "select count(*), count(outcome) from option_forecasts") == [(4, 0)]
    void = bring(night, tmp_path, rows("A", [0.1, 0.2, 0.3, 0.4], "void"), "void.csv")
    assert void.problems == []
    assert ask(night, "select count(*) from option_scores") == [(0,)]


def test_a_changing_crowd_becomes_a_series(night: Night, tmp_path: Path) -> None:
    header = "forecaster,question,probability,made_at,deadline,outcome,settled_on,opened_on\n"
    text = "A,Rain?,0.4,2024-01-02,2024-01-05,yes,2024-01-05,2024-01-01\n"
    text += "A,Rain?,0.7,2024-01-03,2024-01-05,,,\nA,Rain?,0.8,2024-01-05,2024-01-05,,,\nB,Snow?,0.2,2024-01-02,,no,2024-01-09,\n"
    bring(night, tmp_path, text, header=header)
    ((score_, coverage, n, last),) = ask(
        night, "select baseline_score, coverage, n_statements, probability_at_close from series_scores"
    )
    assert (score_, coverage, n, last) == (pytest.approx(26.5399, abs=5e-5), pytest.approx(0.8), 3, 0.8)
