"""A crowd from a file as the benchmark of a columnist: one question of both, found, put together, taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from decisions import ask, because, forecast, question, relink, taking

from foretold.ledger.connect import apply_views
from foretold.ledger.decide import undo
from foretold.ledger.decide_questions import find_question, merge, split
from foretold.ledger.import_rows import columns_of, reading_of
from foretold.ledger.imports import import_file
from foretold.link.alike import alike
from foretold.night import Night, link

HEADER = "forecaster,question,question_id,probability,made_at,deadline,outcome,settled_on\n"
WORDS = "Will the dock strike go on past Easter?,7"
SERIES = f"Market,{WORDS},0.9,2024-03-01,2024-03-31,,\nMarket,{WORDS},0.4,2024-03-04,2024-03-31,,\n"


def bring(night: Night, folder: Path, rows: str, name: str = "market.csv") -> None:
    """Import rows and link."""
    file = folder / name
    file.write_text(HEADER + rows, encoding="utf-8")
    reading = reading_of([], columns_of(file), forecaster=None, ids="market")
    with night.ledger() as con:
        apply_views(con, night.house / "warehouse")
        import_file(con, night.journal, night.settings.imports, file, reading, by="Ines", because="a crowd")
    link(night)


def crowd_question(night: Night) -> str:
    return str(ask(night, "select min(question_id) from imported_questions")[0][0])


BENCHMARK = "select round(brier, 4), round(brier_of_crowd, 4) from against_crowds join forecasters using (forecaster_id) " \
            "where scale = 'survey-2026' and name = 'Ada Lorne'"  # fmt: skip


@pytest.mark.parametrize("is_crowd_moved", [True, False])
def test_a_crowd_is_the_benchmark_of_a_columnist(night: Night, tmp_path: Path, is_crowd_moved: bool) -> None:
    """Ada says the strike will end before Easter; the market's "past Easter" stood at 0.4 the day before, not at 0.9."""
    bring(night, tmp_path, SERIES)
    pair = (crowd_question(night), question(night, "will end before"))
    merged = pair if is_crowd_moved else pair[::-1]
    taking(night, merge, *merged, "denies", because("the same event, turned round"))
    assert [line.decision.field for line in night.journal.lines()] == [
        "file",
        "question",
    ]  # one line, however long the series
    later = f"Market,{WORDS},0.2,2024-03-20,2024-03-31,no,2024-03-28\n"
    bring(night, tmp_path, later, "later.csv")
    assert ask(
        night, "select n_forecasters, n_forecasts, outcome from questions join outcomes using (question_id)"
    ) == [(2, 4, "yes" if is_crowd_moved else "no")]
    assert ask(night, BENCHMARK) == [(0.0, 0.16)]
    relink(night)
    assert ask(night, BENCHMARK) == [(0.0, 0.16)]


def test_a_person_finds_the_crowd_that_speaks_of_the_same(night: Night, tmp_path: Path) -> None:
    bring(
        night,
        tmp_path,
        "Market,Will the union split?,9,0.2,2024-03-01,2024-03-31,,\nMarket,Will it snow?,1,0.5,2024-03-01,,,\n",
    )
    with night.ledger() as con:
        asked = find_question(con, question(night, "will not end before"))
        assert [one.is_imported for one in alike(con, asked)] == [False], "what nothing speaks for is not shown"
    bring(night, tmp_path, "Market,Will the strike end before Easter?,7,0.6,2024-03-01,2024-03-31,,\n", "more.csv")
    with night.ledger() as con:
        found = alike(con, asked)
    crowd, ada = (found[0], found[1]) if found[0].is_imported else (found[1], found[0])
    assert (crowd.event, crowd.match.is_opposite) == ("Will the strike end before Easter?", True)
    assert "strike" in crowd.match.reason
    assert ada.question_id == question(night, "will end before")


def test_two_crowds_on_one_question_have_one_outcome_and_part_again(night: Night, tmp_path: Path) -> None:
    other = "Other,Strike over by Easter?,8,0.7,2024-03-02,2024-03-31,yes,2024-03-30\n"
    bring(night, tmp_path, SERIES.replace(",,\n", ",no,2024-03-28\n") + other)
    ends = question(night, "will end before")
    seven, eight = (row[0] for row in ask(night, "select question_id from imported_questions order by event desc"))
    taking(night, merge, seven, ends, "denies", because("the same event"))
    taking(night, merge, eight, ends, "asserts", because("the same event"))
    outcome = f"select outcome, share from outcomes where question_id = '{ends}'"
    assert ask(night, outcome) == [("yes", 1.0)]
    assert ask(
        night, f"select count(*) from outcome_history where question_id = '{ends}' and superseded_at is null"
    ) == [(1,)]
    market = ask(night, "select min(forecast_id) from imported_forecasts where forecaster = 'Market'")[0][0]
    taking(night, split, market, because("not that one"))
    assert ask(night, f"select question_id from forecasts where forecast_id = '{market}'") == [(seven,)]
    for number in [line.number for line in night.journal.lines() if line.decision.kind == "question"]:
        undo(night.journal, number, because("two questions after all"))
    relink(night)
    assert ask(night, outcome) == []
    assert ask(night, f"select n_forecasters from questions where question_id = '{ends}'") == [(1,)]
    assert forecast(night, "will end before") in {
        row[0] for row in ask(night, f"select forecast_id from forecasts where question_id = '{ends}'")
    }
