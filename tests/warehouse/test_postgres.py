"""The warehouse's SQL is portable: its views, carried over to PostgreSQL by sqlglot, give the same rows over the sample."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlglot
from postgres import MISSING, postgres_server  # noqa: F401
from psycopg import sql
from sqlglot import exp

from foretold import night as steps
from foretold.corpus.sources import load_sources
from foretold.ledger.connect import connect, views_in_order
from foretold.ledger.dictionary import relations
from foretold.night import Night
from foretold.settings import Settings

WAREHOUSE = Path(__file__).parents[2] / "warehouse"
pytestmark = pytest.mark.skipif(MISSING, reason="PostgreSQL is not installed (Debian: apt-get install postgresql)")

TYPES = {
    "varchar": "text",
    "varchar[]": "text[]",
    "double": "double precision",
    "timestamp with time zone": "timestamptz",
    "hugeint": "numeric",
}
"""DuckDB's names of types where PostgreSQL has others."""

DIALECT = """
create function to_months(n integer) returns interval language sql immutable as $$ select make_interval(months => n) $$;
create function log(base integer, x double precision) returns double precision language sql immutable
    as $$ select ln(x) / ln(base::float8) $$;
"""
"""What DuckDB has built in and PostgreSQL does not."""

RETURNS = {"current_day": "date", "default_scale": "text", "hindsight": "text"}
CORE = (
    "documents", "forecasters", "forecasts", "questions", "outcomes", "scores", "question_scores", "leaderboards",
    "leaderboard", "calibration", "calibration_bins", "funnel", "due",
)  # fmt: skip
NOT_CARRIED = {"name_key", "name_id"}
"""Macros that no view reads."""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of the sample, made without Prefect and without pages."""
    from foretold.ledger import publish

    sources = load_sources(WAREHOUSE.parent / "corpus" / "sources.toml")
    night = Night(Settings(data=tmp_path_factory.mktemp("sample") / "data", user="tester"), sources)
    steps.collect(night)
    steps.extract(night, steps.pending(night))
    steps.audit(night)
    steps.link(night)
    steps.record_shipped_outcomes(night)
    steps.link(night)
    steps.score(night)
    with night.ledger() as con:
        made = publish.publish(con, night.settings.editions, night.house, keep=1, build_pages=lambda *_: None)
    return made.database


def translated(statement: str) -> str:
    """Return one DuckDB statement as PostgreSQL says it."""
    return sqlglot.transpile(statement, read="duckdb", write="postgres", unsupported_level=sqlglot.ErrorLevel.RAISE)[0]


def kind_of(parameter: str) -> str:
    """Return the type of a macro's parameter by its name: days end in _on, truths begin with is_, the rest are numbers."""
    return "date" if parameter.endswith("_on") else "boolean" if parameter.startswith("is_") else "float8"


def function_of(text: str) -> str:
    """Return a macro as a PostgreSQL function."""
    found = re.search(r"create or replace macro (\w+)\((.*?)\) as(.*?);\n", text, re.DOTALL)
    assert found, text
    name, given, body = found[1], [one.strip() for one in found[2].split(",") if one.strip()], found[3]
    kinds = [
        re.sub(r"^(\w+)(?: := (.*))?$", lambda m: f"{m[1]} {kind_of(m[1])}" + (f" default {m[2]}" if m[2] else ""), one)
        for one in given
    ]
    returns = RETURNS.get(name, "float8")
    return f"create function {name}({', '.join(kinds)}) returns {returns} language sql stable as $$ {translated('select ' + body)} $$"


def view_of(name: str, text: str) -> str | None:
    """Return the view that a file defines as PostgreSQL says it; None for a file that defines a macro."""
    if f"create or replace view {name} as" not in text:
        return None
    for statement in sqlglot.parse(text, read="duckdb"):
        if isinstance(statement, exp.Create) and statement.kind == "VIEW":
            return f"create view {name} as {translated(statement.expression.sql('duckdb'))}"
    return None


@pytest.fixture(scope="module")
def both(server: psycopg.Connection[Any], edition: Path) -> Iterator[tuple[Any, psycopg.Connection[Any]]]:
    """The sample's edition in DuckDB, and its tables with the same views in PostgreSQL."""
    con = connect(edition, read_only=True)
    try:
        server.execute(DIALECT)
        for relation in relations(con):
            if not relation.is_view:
                copy_table(con, server, relation.name, [(one.name, one.kind) for one in relation.columns])
        for file in sorted((WAREHOUSE / "macros").glob("*.sql")):
            if file.stem not in NOT_CARRIED:
                server.execute(function_of(file.read_text(encoding="utf-8")).encode())
        yield con, server
    finally:
        con.close()


def copy_table(con: Any, server: psycopg.Connection[Any], name: str, columns: list[tuple[str, str]]) -> None:
    kinds = ", ".join(f'"{column}" {TYPES.get(kind, kind)}' for column, kind in columns)
    server.execute(f'create table "{name}" ({kinds})'.encode())
    with server.cursor() as cursor, cursor.copy(sql.SQL("copy {} from stdin").format(sql.Identifier(name))) as copy:
        for row in con.execute(f"from {name}").fetchall():
            copy.write_row(row)


def comparable(rows: list[tuple[Any, ...]]) -> list[str]:
    """Return rows in one order, numbers to nine digits: sums of floats depend on the order in which they are made."""

    def shown(cell: Any) -> str:
        if isinstance(cell, bool) or cell is None:
            return str(cell)
        if isinstance(cell, datetime):
            return str(cell.timestamp())
        if isinstance(cell, date | str | list | tuple):
            return str(cell)
        # A touch more, so that what lies on the border of two ninth digits falls to one side in both.
        return f"{float(cell) * (1 + 1e-11):.9g}" if abs(float(cell)) > 1e-12 else "0"

    return sorted("\t".join(shown(cell) for cell in row) for row in rows)


def test_every_view_gives_the_same_rows_in_postgres(both: tuple[Any, psycopg.Connection[Any]]) -> None:
    con, server = both
    n_rows: dict[str, int] = {}
    wrong: dict[str, str] = {}
    for name, text in views_in_order(WAREHOUSE).items():
        try:
            carried = view_of(name, text)
            if carried is None:
                continue
            columns = ", ".join(f'"{row[0]}"' for row in con.execute(f"describe {name}").fetchall())
            server.execute(carried.encode())
            theirs = server.execute(f"select {columns} from {name}".encode()).fetchall()
        except (psycopg.Error, sqlglot.errors.SqlglotError) as error:
            wrong[name] = str(error).splitlines()[0]
            continue
        ours = con.execute(f"select {columns} from {name}").fetchall()
        if comparable(theirs) != comparable(ours):
            differ = set(comparable(theirs)) ^ set(comparable(ours))
            wrong[name] = (
                f"{len(ours)} rows here, {len(theirs)} there, {len(differ)} differ, such as {sorted(differ)[:2]}"
            )
        n_rows[name] = len(ours)
    assert wrong == {}
    assert [name for name in CORE if not n_rows.get(name)] == [], "the sample must fill what is compared"
