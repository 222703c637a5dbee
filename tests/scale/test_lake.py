"""A DuckLake on a real PostgreSQL holds the same ledger as the file, for several writers at the same time."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg
import pytest
from workshop import differences, published, write_article

from foretold import night as steps
from foretold.corpus.sources import folder_source
from foretold.errors import AuditError, LedgerError, SettingsError
from foretold.ledger import load, publish
from foretold.ledger.batches import batch_names
from foretold.ledger.connect import in_transaction
from foretold.ledger.journal import Decision
from foretold.ledger.lake import Lake
from foretold.night import Night
from foretold.quality.audit import AuditReport
from foretold.rebuild import rebuild_ledger
from foretold.runners import Inline
from foretold.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "warehouse"))

from postgres import MISSING, MUST_RUN, postgres_server  # noqa: F401

pytestmark = pytest.mark.skipif(MISSING, reason="PostgreSQL is not installed (Debian: apt-get install postgresql)")


@pytest.fixture
def catalog(server: psycopg.Connection[Any], request: pytest.FixtureRequest) -> str:
    """A database of its own for a test's catalog."""
    return _new_catalog(server, f"lake_{abs(hash(request.node.name))}")


def _new_catalog(server: psycopg.Connection[Any], name: str) -> str:
    if not _has_extensions() and not MUST_RUN:
        pytest.skip("DuckLake's extension is there for the pinned DuckDB only")
    server.execute(f"create database {name}")  # type: ignore[arg-type]
    return f"postgres:dbname={name} host={server.info.host} user={server.info.user}"


def _has_extensions() -> bool:
    from foretold.ledger.lake import EXTENSIONS, _extension

    try:
        return bool([_extension(name) for name in EXTENSIONS])
    except SettingsError:
        return False


def take(night: Night, *, publishes: bool = True) -> Night:
    """Take the steps of flows/backfill.py, but for the pages."""
    steps.collect(night)
    steps.extract(night, steps.pending(night), Inline(), chunk=5)
    steps.audit(night)
    if publishes:
        link_and_publish(night)
    return night


def link_and_publish(night: Night) -> None:
    steps.link(night)
    steps.score(night)
    with night.ledger() as con:
        steps.check_sound(night.warehouse, con)
        publish.publish(con, night.settings.editions, night.house, keep=1, build_pages=lambda *_: None)


def settings(data: Path, catalog: str = "", folder: Path | None = None) -> Settings:
    return Settings(data=data, user="tester", ranked_from=1, lake_catalog=catalog, lake_folder=folder)


@pytest.fixture(scope="module")
def both(archive: Path, tmp_path_factory: pytest.TempPathFactory, server: psycopg.Connection[Any]) -> list[Night]:
    """A night and decisions, into the file and into the lake."""
    place = tmp_path_factory.mktemp("both")
    catalog = _new_catalog(server, "lake_both")
    articles = place / "columns"
    shutil.copytree(archive, articles)
    both = [Night(settings(place / "file"), [folder_source(articles)])]
    both.append(Night(settings(place / "lake", catalog, place / "parquet"), [folder_source(articles)]))
    for night in both:
        steps.link(take(night, publishes=False))
    with both[0].ledger() as con:
        questions = [row[0] for row in con.execute("select question_id from questions order by question_id").fetchall()]
    for night in both:
        night.journal.append(
            [
                Decision(
                    "outcome",
                    question,
                    "outcome",
                    "yes" if n % 2 else "no",
                    "Ines",
                    "seen",
                    details={"settled_on": "2025-01-02"},
                )
                for n, question in enumerate(questions)
            ],
            now=datetime(2025, 1, 2, tzinfo=UTC),
        )
        link_and_publish(night)
    return [Night(night.settings, night.sources) for night in both]


def test_the_edition_from_the_lake_is_that_from_the_file(both: list[Night]) -> None:
    """Row for row, view for view."""
    in_file, in_lake = (published(night.settings.edition) for night in both)
    assert in_file["leaderboard"]
    assert in_lake == in_file, differences(in_lake, in_file)


@pytest.mark.soak
def test_so_it_is_after_a_second_night(both: list[Night]) -> None:
    """With a text changed and one more."""
    articles = both[0].sources[0].path
    assert articles is not None
    (articles / "column-003.md").write_text((articles / "column-003.md").read_text().replace("Monday", "Sunday"))
    write_article(articles, 12)
    in_file, in_lake = (published(take(Night(night.settings, night.sources)).settings.edition) for night in both)
    assert in_lake == in_file, differences(in_lake, in_file)


def load_all(where: Settings, folder: Path) -> int:
    """Load what was extracted into a data folder, a batch at a time, as a writer in a process of its own."""
    night = Night(where, [folder_source(folder)])
    steps.collect(night)
    found = batch_names(where.extractions)
    for batch in found:
        with night.ledger() as con:
            load.stage(con, where.extractions, [batch], night.store)
            load.admit(con, [batch], AuditReport(night.run_id, (), ()), night.run_id, night.started_at)
    return len(found)


@pytest.mark.parametrize("n_each", [4, pytest.param(20, marks=pytest.mark.soak)])
def test_all_loads_of_two_writers_are_in(tmp_path: Path, catalog: str, n_each: int) -> None:
    """Two processes, 40 of 40 loads in the soak tests; nothing is lost and nothing is there twice."""
    folders = [tmp_path / f"texts-{number}" for number in range(2)]
    places = [settings(tmp_path / f"data-{number}", catalog, tmp_path / "parquet") for number in range(2)]
    for number, (folder, place) in enumerate(zip(folders, places, strict=True)):
        for at in range(n_each):
            write_article(folder, 100 * number + at)
        night = Night(settings(place.data), [folder_source(folder)])
        steps.collect(night)
        steps.extract(night, steps.pending(night), Inline(), chunk=1)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(load_all, places, folders)) == [n_each, n_each]
    with Lake(tmp_path / "reader.duckdb", catalog, tmp_path / "parquet").open() as con:
        tables = ("batches", "captures", "places", "captures_extracted", "readings", "extractions", "sources")
        n_rows = [con.execute(f"select count(*) from {name}").fetchall()[0][0] for name in tables]
    assert n_rows == [2 * n_each] * 5 + [4 * n_each, 2]


def test_what_the_lake_does_not_enforce_is_found(both: list[Night]) -> None:
    _, night = both
    faults = {
        "insert into captures select * from captures limit 1": "1 keys (capture_id) of captures are there more than once",
        "update readings set name = null where document_id = (select min(document_id) from readings)": "1 rows of readings have no name",
        "update extractions set band = 'sure' where forecast_id = (select min(forecast_id) from extractions)": "1 rows of extractions break",
        "delete from sources": "rows of captures name a source_id that is not in sources",
        "insert into places select 'c_x', source_id, 'x' from sources": "rows of places name a capture_id that is not",
        "update forecast_history set name_id = 'n_x'": "forecast_history name a name_id",
    }
    with night.ledger() as con:
        steps.check_sound(night.warehouse, con)
        con.execute("begin")
        for change in reversed(faults):
            con.execute(change)
        with pytest.raises(AuditError) as found:
            steps.check_sound(night.warehouse, con)
        con.execute("rollback")
    for said in faults.values():
        assert said in str(found.value)
    assert found.value.exit_code == 5


def test_a_change_that_another_writer_overtook_is_begun_again(tmp_path: Path, catalog: str) -> None:
    one, other = (Lake(tmp_path / f"{name}.duckdb", catalog, tmp_path / "parquet") for name in ("one", "other"))
    row = "insert into batches select 'b', now() where not exists (select 1 from batches where batch = 'b')"
    tries = []
    with one.open() as con, other.open() as beside:

        def change() -> None:
            tries.append(con.execute("select count(*) from batches").fetchall()[0][0])
            if len(tries) == 1:
                in_transaction(beside, lambda: beside.execute(row))
            con.execute(row)

        in_transaction(con, change)
        assert con.execute("select count(*) from batches").fetchall() == [(1,)]
    assert tries == [0, 1]


def test_a_lake_that_cannot_be_opened_is_named_without_its_password(tmp_path: Path, catalog: str) -> None:
    nowhere = Lake(tmp_path / "staged.duckdb", "postgres:dbname=x host=127.0.0.1 port=1 password=secret", tmp_path)
    with pytest.raises(LedgerError, match="cannot be opened") as found, nowhere.open():
        pass
    assert "secret" not in str(found.value)


def test_a_lake_is_not_made_anew_by_one_of_its_writers(tmp_path: Path, catalog: str) -> None:
    with pytest.raises(SettingsError, match="name a new catalog"):
        rebuild_ledger(Night(settings(tmp_path / "data", catalog), kind="rebuild"))
