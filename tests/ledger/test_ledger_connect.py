"""Migrations are applied once, in order, and never silently differ from what was applied."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from foretold.errors import BusyError, LedgerError
from foretold.ledger.connect import apply_views, as_of_macro, connect, migrate
from foretold.ledger.files import only_writer
from foretold.settings import house


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "schema"
    made.mkdir()
    (made / "001_first.sql").write_text("create table a (x integer);")
    return made


def test_migrations_apply_once_in_order(folder: Path) -> None:
    with duckdb.connect() as con:
        assert migrate(con, folder) == ["001_first.sql"]
        (folder / "002_second.sql").write_text("alter table a add column y integer;")
        assert migrate(con, folder) == ["002_second.sql"]
        assert migrate(con, folder) == []
        rows = con.execute(
            "select name, length(checksum), applied_at is not null from migrations order by 1"
        ).fetchall()
        assert rows == [("001_first.sql", 64, True), ("002_second.sql", 64, True)]


def test_a_changed_migration_is_refused(folder: Path) -> None:
    with duckdb.connect() as con:
        migrate(con, folder)
        (folder / "001_first.sql").write_text("create table a (x integer, z integer);")
        with pytest.raises(LedgerError, match=r"001_first\.sql has changed"):
            migrate(con, folder)


def test_a_ledger_of_a_newer_version_is_refused(folder: Path) -> None:
    with duckdb.connect() as con:
        migrate(con, folder)
        (folder / "001_first.sql").rename(folder / "000_other.sql")
        with pytest.raises(LedgerError, match="does not know"):
            migrate(con, folder)


def test_a_failing_migration_leaves_nothing_behind(folder: Path) -> None:
    (folder / "002_bad.sql").write_text("create table b (x integer); select * from nothing;")
    with duckdb.connect() as con:
        with pytest.raises(duckdb.Error):
            migrate(con, folder)
        assert con.execute("select name from migrations").fetchall() == [("001_first.sql",)]
        assert con.execute("select table_name from duckdb_tables() where table_name = 'b'").fetchall() == []


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "ledger.duckdb"
    file.write_text("this is no database, though it is long enough to be looked at" * 100)
    with pytest.raises(LedgerError, match=r"ledger\.duckdb"):
        connect(file)


def test_every_view_and_its_as_of_macro_can_be_applied_and_asked() -> None:
    with duckdb.connect() as con:
        migrate(con, house() / "warehouse" / "schema")
        apply_views(con, house() / "warehouse")
        macros = con.execute(
            "select function_name from duckdb_functions() where function_name like '%\\_as\\_of' escape '\\'"
        )
        names = {row[0] for row in macros.fetchall()}
        assert {"outcomes_as_of", "scores_as_of", "leaderboard_as_of"} <= names
        for name in names:
            assert con.execute(f"from {name}(timestamptz '2026-01-01')").fetchall() == []


def test_the_as_of_macro_replays_states_and_relations() -> None:
    view = "create or replace view scores as\nselect 1 from forecasts join outcomes using (q) where o.superseded_at is null;"
    macro, comment = as_of_macro("scores", view).split(";\n")
    assert "replayed with today''s method" in comment
    assert macro == (
        "create or replace macro scores_as_of(t) as table select 1 from forecasts_as_of(t) join outcomes_as_of(t) using (q) "
        "where (o.known_at <= t and (o.superseded_at is null or o.superseded_at > t))"
    )


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with only_writer(tmp_path / ".lock"), pytest.raises(BusyError, match="process"), only_writer(tmp_path / ".lock"):
        pass
    with only_writer(tmp_path / ".lock"):
        pass  # released at the end of the block
