"""Copies of an edition: Parquet for tools that cannot read this DuckDB version, CSV for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.ledger.connect import CONFIG, apply_views, relations_read, views_in_order

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LARGE = 2_000_000
"""Rows that view scores can have above which the views over it are not copied: the database reckons them when asked."""

IN_A_SHEET = 250_000
"""Rows above which a view is not copied as CSV: no spreadsheet opens it, and what reads more rows reads Parquet."""

IN_CSV = (
    "leaderboard",
    "forecasts",
    "questions",
    "outcomes",
    "calibration_bins",
    "calibration_by_cue",
    "breakdowns",
)
"""Views that are copied as CSV too: what a reader counts and sorts."""


def write_tables(con: DuckDBPyConnection, folder: Path, tables: Sequence[str]) -> None:
    """Write tables of the ledger as Parquet files into `folder`."""
    for table in tables:
        _copy(con, f"main.{table}", _file(folder, table))


def write_parquet(database: Path, folder: Path, warehouse: Path) -> list[str]:
    """Write the tables and views of an edition as Parquet files into `folder`, but those there; return their names.

    Each view is reckoned once, from the copies of the views that it reads. Above LARGE scores, a row for each decided
    forecast and scale, what is reckoned from them is left out.
    """
    import duckdb

    with duckdb.connect(config=dict(CONFIG)) as con:
        con.execute("set timezone = 'UTC'")
        con.execute(f"attach '{_quoted(database)}' as edition (read_only)")
        names = _names(con, "BASE TABLE")
        for table in names:
            con.execute(f"create view {table} as from edition.main.{table}")
            if not (folder / f"{table}.parquet").exists():
                _copy(con, table, _file(folder, table))
        apply_views(con, warehouse)
        left_out = _over(warehouse, "scores") if _most_scores(con) > LARGE else set()
        defined = _names(con, "VIEW")
        for view in views_in_order(warehouse):
            if view in defined and view not in left_out:
                _copy(con, view, _file(folder, view))
                con.execute(f"create or replace view {view} as from read_parquet('{_file(folder, view)}')")
                names.append(view)
    return names


def write_csv(parquet: Path, folder: Path) -> None:
    """Write what people open in spreadsheets as CSV into the new folder `folder`, from the Parquet copies.

    A view of more than IN_A_SHEET rows is left out.
    """
    import duckdb

    folder.mkdir()
    with duckdb.connect(config=dict(CONFIG)) as con:
        con.execute("set timezone = 'UTC'")
        for name in IN_CSV:
            if (parquet / f"{name}.parquet").exists() and _rows(con, parquet, name) <= IN_A_SHEET:
                con.execute(f"copy (from '{_file(parquet, name)}') to '{_quoted(folder / f'{name}.csv')}' (header)")


def _rows(con: DuckDBPyConnection, folder: Path, name: str) -> int:
    return int(con.execute(f"select count(*) from '{_file(folder, name)}'").fetchall()[0][0])


def _names(con: DuckDBPyConnection, kind: str) -> list[str]:
    """Return the names of the edition's relations of one kind."""
    sql = (
        "select table_name from information_schema.tables "
        "where table_catalog = 'edition' and table_schema = 'main' and table_type = ? order by 1"
    )
    return [row[0] for row in con.execute(sql, [kind]).fetchall()]


def _over(warehouse: Path, name: str) -> set[str]:
    """Return a view and those that read it, by whatever way."""
    found = {name}
    for view, sql in views_in_order(warehouse).items():
        if found.intersection(relations_read(sql)):
            found.add(view)
    return found


def _most_scores(con: DuckDBPyConnection) -> int:
    """Return how many rows view scores has at most: counting them would take a good part of reckoning them."""
    sql = "select n_resolved * (select count(distinct scale) from scales) from editions"
    return int(con.execute(sql).fetchall()[0][0])


def _copy(con: DuckDBPyConnection, name: str, file: str) -> None:
    con.execute(f"copy (from {name}) to '{file}' (format parquet, compression zstd)")


def _file(folder: Path, name: str) -> str:
    return _quoted(folder / f"{name}.parquet")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
