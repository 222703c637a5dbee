"""Importing numeric forecasts: what is taken, what is refused and how it is said, and that it can be done again."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from foretold.errors import InputError, LedgerError
from foretold.ledger.connect import apply_views
from foretold.ledger.decide import Why, undo
from foretold.ledger.import_rows import check, columns_of, reading_of
from foretold.ledger.imports import Imported, import_file, list_imports, withdraw
from foretold.ledger.journal import Decision
from foretold.night import Night, link
from foretold.settings import Settings

SHARED = Path(__file__).parents[2] / "../shared/reference"
HEADER = "forecaster,question,probability,made_at,deadline,outcome,settled_on\n"


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(Settings(data=tmp_path / "data", user="tester", ranked_from=1))


def bring(night: Night, file: Path, *pairs: str, strict: bool = False, ids: str = "tests") -> Imported:
    """Import a file and link, as the command does."""
    reading = reading_of(pairs, columns_of(file), forecaster=None, ids=ids)
    with night.ledger() as con:
        apply_views(con, night.house / "warehouse")
        done = import_file(
            con, night.journal, night.settings.imports, file, reading, by="Ines", because="test", strict=strict
        )
    link(night)
    return done


def ask(night: Night, sql: str) -> list[tuple[Any, ...]]:
    with night.ledger() as con:
        return con.execute(sql).fetchall()


def write(folder: Path, rows: str, name: str = "crowd.csv") -> Path:
    file = folder / name
    file.write_text(HEADER + rows, encoding="utf-8")
    return file


def test_a_series_keeps_its_moments_and_one_question(night: Night, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "Crowd,Will it rain?,0.3,2024-01-02,2024-06-30,,\n"
        "Crowd,will it  rain?,0.6,2024-01-02T08:30:00+02:00,2024-06-30,yes,2024-06-01\n"
        "Model,Will it rain?,0.9,2024-01-03 10:00,2024-06-30,,\n",
    )
    done = bring(night, file)
    assert (done.n_rows, done.n_forecasts, done.problems) == (3, 3, [])
    rows = ask(night, "select name, probability, made_at, made_on, due_latest_on, origin, document_id, claim from forecasts "
                      "join forecasters using (forecaster_id) order by made_at")  # fmt: skip
    assert [row[:2] for row in rows] == [("Crowd", 0.3), ("Crowd", 0.6), ("Model", 0.9)]
    assert rows[1][2] == datetime(2024, 1, 2, 6, 30, tzinfo=UTC)
    assert rows[0][3:] == (date(2024, 1, 2), date(2024, 6, 30), "imported", None, "Will it rain?")
    assert ask(night, "select event, n_forecasts, n_forecasters from questions") == [("Will it rain?", 3, 2)]
    assert ask(night, "select outcome, share, settled_on, recorded_by, because from outcomes") == [
        ("yes", 1.0, date(2024, 6, 1), "Ines", "test")
    ]
    assert ask(night, "select round(brier, 4) from scores where scale = 'kent' order by 1") == [
        (0.01,),
        (0.16,),
        (0.49,),
    ]


DIRTY = """\
A,Will it rain?,0.7,2024-01-02,,,
,Will it rain?,0.7,2024-01-02,,,
A,"Will
it snow?",70,2024-01-02,,,

A,Will it hail?,x,2024-01-02,,,
A,Will it hail?,0.2,2 January,,,
A,Will it hail?,0.2,2924-01-02,,,
A,Will it hail?,0.2,2024-01-02 10:00,2023-01-01,,
A,Will it hail?,0.2,2024-01-02 10:00,soon,,
A,Will it hail?,0.2,2024-01-02,2024-05-01,maybe,
A,Will it hail?,0.2,2024-01-02,2024-05-01,yes,2023-01-01
A,Will it hail?,0.2,2024-01-02,2024-05-01,yes,2943-01-01
A,Will it hail?,0.2,2024-01-02 10:00:02,2024-05-01,TRUE,2024-02-01
A,Will it hail?,0.3,2024-01-02 10:00:03,2024-05-01,0,2024-02-01
a,will it  hail?,0.4,2024-01-02T10:00:02Z,2024-05-01,,
a,will
A,Will it hail?,nan,2024-01-02,,,
A,,0.3,2024-01-02,,,
"""
REFUSED = [
    ("line 3", "no forecaster"),
    ("line 4", "probability '70'"),
    ("line 7", "probability 'x'"),
    ("line 8", "made_at '2 January'"),
    ("line 9", "made_at '2924-01-02'"),
    ("line 10", "deadline '2023-01-01'"),
    ("line 11", "deadline 'soon'"),
    ("line 12", "outcome 'maybe'"),
    ("line 13", "settled_on '2023-01-01'"),
    ("line 14", "settled_on '2943-01-01'"),
    ("line 16", "outcome '0'"),
    ("line 17", "probability '0.4'"),
    ("line 18", "2 cells"),
    ("line 19", "probability 'nan'"),
    ("line 20", "no question"),
]


def test_dirty_rows_are_refused_by_line_and_the_good_ones_taken(night: Night, tmp_path: Path) -> None:
    done = bring(night, write(tmp_path, DIRTY))
    assert [(one.address, one.wrong) for one in done.problems] == [
        (f"crowd.csv, {line}", wrong) for line, wrong in REFUSED
    ]
    assert all(one.rule and one.remedy for one in done.problems)
    assert (done.n_rows, done.n_forecasts) == (17, 2)
    assert ask(night, "select count(*) from forecasts") == [(2,)]
    quarantined = ask(night, "select row_id, rule from quarantine where table_name = 'imported_forecasts'")
    assert len(quarantined) == len(REFUSED)


@pytest.mark.parametrize(("is_inverted", "n"), [(True, 60), (False, 60), (True, 40)])
def test_outcomes_that_look_turned_round_are_told(night: Night, tmp_path: Path, is_inverted: bool, n: int) -> None:
    right, wrong = ("no", "yes") if is_inverted else ("yes", "no")
    rows = "".join(
        f"{who},Question {i}?,{0.9 if i % 3 else 0.1},2024-01-02,,{right if i % 3 else wrong},2024-06-01\n"
        for who in ("Crowd", "Model")
        for i in range(n)
    )
    done = bring(night, write(tmp_path, rows))
    assert done.n_forecasts == 2 * n
    told = "each of its 2 forecasters is over 0.5 (0.810 together; 0.010 with yes and no exchanged)"
    assert (done.doubt or "").endswith(told) == (is_inverted and n >= 50)


def test_strict_takes_all_or_nothing(night: Night, tmp_path: Path) -> None:
    done = bring(night, write(tmp_path, DIRTY), strict=True)
    assert done.problems
    assert not done.is_recorded
    assert list(night.journal.lines()) == []
    assert not night.settings.imports.exists()
    assert ask(night, "select count(*) from imported_forecasts") == [(0,)]
    with pytest.raises(InputError, match="no row that can be taken"):
        bring(night, write(tmp_path, "A,Will it rain?,7,2024-01-02,,,\n"))


@pytest.mark.parametrize(
    ("pairs", "wrong"),
    [
        (["forecaster"], "FIELD=COLUMN"),
        (["who=forecaster"], "no field 'who'"),
        (["forecaster=source"], "no column 'source'"),
        (["forecaster=question", "forecaster=question"], "mapped twice"),
    ],
)
def test_a_map_that_cannot_be_meant_is_refused(tmp_path: Path, pairs: list[str], wrong: str) -> None:
    with pytest.raises(InputError, match=wrong):
        reading_of(pairs, columns_of(write(tmp_path, "")), forecaster=None, ids="")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, 'A,"Will it rain?,0.7,2024-01-02,,,\n')
    reading = reading_of([], columns_of(file), forecaster=None, ids="")
    assert [one.problem.address for one in check(file, reading, at=datetime.now(UTC)).refused] == ["crowd.csv, line 2"]
    (tmp_path / "latin.csv").write_bytes(
        HEADER.encode() + "A,Wird es hageln, Jürgen?,0.5,2024-01-02,,,\n".encode("latin-1")
    )
    (tmp_path / "no.parquet").write_bytes(b"no")
    for name in ("latin.csv", "no.parquet", "missing.csv", "crowd.xlsx"):
        with pytest.raises(InputError, match=name):
            check(
                tmp_path / name,
                reading_of([], columns_of(tmp_path / name), forecaster=None, ids=""),
                at=datetime.now(UTC),
            )


def test_parquet_with_types_and_a_constant_forecaster(night: Night, tmp_path: Path) -> None:
    file = tmp_path / "model.parquet"
    pl.DataFrame(
        {
            "url": ["https://example.org/1", "https://example.org/2"],
            "p": [0.25, None],
            "on": [datetime(2024, 1, 1, 12), datetime(2024, 1, 1, 12)],
            "came": [True, False],
        }
    ).write_parquet(file)
    pairs = ["question_id=url", "probability=p", "made_at=on", "outcome=came"]
    reading = reading_of(pairs, columns_of(file), forecaster="Model 7", ids="")
    checked = check(file, reading, at=datetime.now(UTC))
    assert checked.rows.select("forecaster", "question_key", "probability", "outcome").row(0) == (
        "Model 7", "https://example.org/1", 0.25, "yes")  # fmt: skip
    assert [str(one.problem) for one in checked.refused] == [
        "model.parquet, row 2: no probability; it is a number from 0 to 1; write it like 0.75"
    ]


def test_ids_of_two_families_are_not_one_question(night: Night, tmp_path: Path) -> None:
    header = "forecaster,question_id,probability,made_at\n"
    for name, ids in (("a.csv", "one"), ("b.csv", "other")):
        (tmp_path / name).write_text(header + f"{name},1285,0.5,2024-01-01\n")
        bring(night, tmp_path / name, ids=ids)
    assert ask(night, "select count(*) from questions") == [(2,)]


def test_the_same_file_again_changes_nothing_and_a_grown_one_adds(night: Night, tmp_path: Path) -> None:
    first = "A,Will it rain?,0.7,2024-01-02,,,\nA,Will it snow?,0.1,2024-01-02,,,\n"
    bring(night, write(tmp_path, first))
    before = ask(night, "from forecast_history order by all")
    assert not bring(night, write(tmp_path, first)).is_recorded
    assert ask(night, "from forecast_history order by all") == before
    grown = "A,Will it rain?,0.7,2024-01-02,,no,2024-02-01\nA,Will it snow?,0.4,2024-01-02,,,\nA,Will it snow?,0.2,2024-01-09,,,\n"
    done = bring(night, write(tmp_path, grown))
    assert (done.n_forecasts, done.n_known) == (1, 1)
    assert [str(one) for one in done.problems] == [
        "crowd.csv, line 3: probability 0.4, but an earlier import has 0.1 for this forecaster, question and moment; "
        "what was said is not changed by an import; correct it with: foretold correct; or take the earlier import back first"
    ]
    assert ask(night, "select outcome from outcomes") == [("no",)]
    assert ask(night, "select count(*), count(distinct forecast_id) from forecasts") == [(3, 3)]


def test_an_import_can_be_taken_back_and_brought_in_again(night: Night, tmp_path: Path) -> None:
    file = write(tmp_path, "A,Will it rain?,0.7,2024-01-02,,yes,2024-02-01\n")
    done = bring(night, file)
    told_at = ask(night, "select max(known_at) from forecast_history")[0][0]
    why = Why("Ines", "wrong file")
    with night.ledger() as con:
        with pytest.raises(InputError, match="no import 'i_zz'"):
            withdraw(con, night.journal, "i_zz", why)
        assert withdraw(con, night.journal, done.import_id[:6], why).n_forecasts == 1
    link(night)
    with night.ledger() as con:
        (listed,) = list_imports(con)
        assert (listed.name, listed.recorded_by, listed.withdrawn_on is not None) == ("crowd.csv", "Ines", True)
        with pytest.raises(InputError, match="was taken back"):
            withdraw(con, night.journal, done.import_id, why)
    assert ask(night, "select count(withdrawn_at) from imports") == [(1,)]
    with pytest.raises(InputError, match="as an import of its own"):
        undo(night.journal, 2, why)
    assert ask(night, "select (select count(*) from forecasts), (select count(*) from outcomes)") == [(0, 0)]
    assert ask(night, f"select count(*) from scores_as_of(timestamptz '{told_at}') where scale = 'kent'") == [(1,)]
    bring(night, write(tmp_path, "A,Will it rain?,0.8,2024-01-02,,yes,2024-02-01\n"))
    assert bring(night, file).n_forecasts == 0, "the corrected file stands: what it says is not changed"
    assert ask(night, "select probability from forecasts") == [(0.8,)]
    assert ask(night, "select count(*) from outcomes") == [(1,)]


def test_people_go_before_files(night: Night, tmp_path: Path) -> None:
    bring(night, write(tmp_path, "A,Will it rain?,0.7,2024-01-02,,yes,2024-02-01\nA,Will it snow?,0.2,2024-01-02,,,\n"))
    rain, snow = ask(night, "select question_id, forecast_id from forecasts order by claim")
    filed_at = ask(night, "select max(known_at) from outcome_history")[0][0]
    decided = Decision(
        "outcome", rain[0], "outcome", "no", "Ola", "It was drizzle.", details={"settled_on": "2024-02-02"}
    )
    corrected = Decision("forecast", snow[1], "probability", "0.25", "Ola", "misprint")
    named = Decision("question", snow[0], "event", "It snows in May.", "Ola", "plainer")
    night.journal.append([decided, corrected, named])
    link(night)
    assert ask(night, "select outcome, recorded_by from outcomes") == [("no", "Ola")]
    assert ask(night, f"select outcome from outcomes_as_of(timestamptz '{filed_at}')") == [("yes",)]
    assert ask(night, "select probability, probability_basis from forecasts order by claim") == [
        (0.7, "stated"), (0.25, "corrected")]  # fmt: skip
    assert ("It snows in May.",) in ask(night, "select event from questions")
    bring(night, write(tmp_path, "A,Will it rain?,0.9,2024-01-03,,yes,2024-02-01\n", "later.csv"))
    assert ask(night, "select outcome, recorded_by from outcomes") == [("no", "Ola")]
    night.journal.append([Decision("outcome", rain[0], "outcome", "open", "Ola", "taken back")])
    link(night)
    assert ask(night, "select outcome, recorded_by from outcomes") == [("yes", "Ines")]


def test_a_crowd_can_speak_on_a_question_of_the_ledger(night: Night, tmp_path: Path) -> None:
    bring(night, write(tmp_path, "A,Will it rain?,0.7,2024-01-02,,,\n"))
    question = ask(night, "select question_id from questions")[0][0]
    (tmp_path / "other.csv").write_text(f"forecaster,question_id,probability,made_at\nB,{question},0.4,2024-01-05\n")
    bring(night, tmp_path / "other.csv")
    assert ask(night, "select event, n_forecasters from questions") == [("Will it rain?", 2)]
    (tmp_path / "wrong.csv").write_text(
        "forecaster,question_id,probability,made_at\nB,q_0123456789abcdef,0.4,2024-01-05\n"
    )
    with pytest.raises(InputError, match="no question q_0123456789abcdef"):
        bring(night, tmp_path / "wrong.csv")


def test_losing_the_ledger_loses_nothing(night: Night, tmp_path: Path) -> None:
    bring(night, write(tmp_path, DIRTY))
    bring(
        night,
        write(tmp_path, "A,Will it hail?,0.9,2024-01-02 10:00:02,,,\nB,Will it hail?,0.9,2024-01-02,,no,\n", "b.csv"),
    )
    names = ("imports", "imported_forecasts", "forecasts", "forecasters", "questions", "outcomes", "outcome_history", "scores",
             "leaderboard", "quarantine")  # fmt: skip
    before = {name: ask(night, f"from {name} order by all") for name in names}
    night.settings.ledger.unlink()
    shutil.rmtree(tmp_path / "elsewhere", ignore_errors=True)
    (tmp_path / "crowd.csv").unlink()
    link(night)
    assert {name: ask(night, f"from {name} order by all") for name in names} == before


def test_an_imported_file_that_was_edited_is_named(night: Night, tmp_path: Path) -> None:
    bring(night, write(tmp_path, "A,Will it rain?,0.7,2024-01-02,,,\n"))
    kept = next(night.settings.imports.iterdir())
    kept.write_text(kept.read_text().replace("0.7", "0.1"))
    night.settings.ledger.unlink()
    with pytest.raises(LedgerError, match="restore it from a backup"):
        link(night)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the reference material is not there")
def test_four_crowds_get_the_brier_scores_that_are_published(night: Night) -> None:
    done = bring(
        night,
        SHARED / "forecastbench_market_freeze_vs_outcome.csv",
        "forecaster=source",
        "probability=crowd_prob",
        "made_at=freeze_datetime",
        "deadline=resolution_date",
        "outcome=resolved_to",
    )
    assert (done.n_rows, done.n_forecasts, done.problems) == (2015, 2015, [])
    rows = ask(night, "select name, count(*), round(avg(brier), 5) from scores join forecasters using (forecaster_id) "
                      "where scale = default_scale() group by name order by name")  # fmt: skip
    assert rows == [
        ("infer", 178, 0.07877),
        ("manifold", 532, 0.08701),
        ("metaculus", 308, 0.13975),
        ("polymarket", 997, 0.08366),
    ]
    assert ask(night, "select round(avg(brier), 5) from scores where scale = default_scale()") == [(0.09269,)]
    by_question = "select avg(brier) as brier from scores where scale = default_scale() group by question_id"
    assert ask(night, f"select count(*), round(avg(brier), 5) from ({by_question})") == [(1152, 0.09381)]
