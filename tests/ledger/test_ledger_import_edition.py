"""An edition over imported forecasts: meanings, Parquet copies and the constant scale."""

from __future__ import annotations

from pathlib import Path

import pytest

from foretold.ledger import parquet, publish
from foretold.ledger.connect import apply_views, connect
from foretold.ledger.dictionary import macros, relations
from foretold.ledger.import_rows import columns_of, reading_of
from foretold.ledger.imports import import_file
from foretold.ledger.publish import Edition
from foretold.night import Night, link, score
from foretold.settings import Settings

ROWS = """forecaster,question,probability,made_at,outcome
A,Will it rain?,0.7,2024-01-02,yes
A,Will it snow?,0.2,2024-01-02,no
B,Will it rain?,0.4,2024-01-03,yes
B,Will it hail?,0.4,2024-01-03,
"""


@pytest.fixture
def night(tmp_path: Path) -> Night:
    night = Night(Settings(data=tmp_path / "da'ta", user="tester", ranked_from=1, default_scale="kent"))
    file = tmp_path / "crowd.csv"
    file.write_text(ROWS)
    with night.ledger() as con:
        apply_views(con, night.house / "warehouse")
        reading = reading_of([], columns_of(file), forecaster=None, ids="")
        import_file(con, night.journal, night.settings.imports, file, reading, by="Ines", because="test")
    link(night)
    score(night)
    return night


def published(night: Night) -> Edition:
    with night.ledger() as con:
        return publish.publish(con, night.settings.editions, night.house, keep=3, build_pages=lambda *_: None)


def test_everything_in_an_edition_has_a_meaning(night: Night) -> None:
    con = connect(published(night).database, read_only=True)
    try:
        found = relations(con)
        silent = [f"{one.name}.{column.name}" for one in found for column in one.columns if not column.meaning]
        assert silent + [one.name for one in found if not one.meaning] == []
        assert [one.name for one in macros(con) if not one.meaning] == []
        assert con.execute("select default_scale(), (select count(*) from leaderboard)").fetchall() == [("kent", 2)]
        assert con.execute("select distinct scale from leaderboard").fetchall() == [("kent",)]
    finally:
        con.close()


def test_parquet_holds_what_the_database_holds(night: Night) -> None:
    edition = published(night)
    con = connect(edition.database, read_only=True)
    try:
        names = {one.name for one in relations(con)}
        assert {file.stem for file in (edition.folder / "parquet").glob("*.parquet")} == names
        for name in sorted(names):
            path = str(edition.folder / "parquet" / f"{name}.parquet").replace("'", "''")
            there = con.execute(f"select * from read_parquet('{path}') order by all").fetchall()
            assert there == con.execute(f"from {name} order by all").fetchall(), name
    finally:
        con.close()


def test_of_a_large_edition_what_follows_from_the_scores_stays_in_the_database(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "LARGE", 5)
    edition = published(night)
    files = {file.stem for file in (edition.folder / "parquet").glob("*.parquet")}
    assert {"forecasts", "questions", "outcomes", "due"} <= files
    assert not {"scores", "question_scores", "leaderboard", "calibration"} & files
