"""Copies of an edition: Parquet for tools that cannot read this DuckDB version, CSV for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.ledger.connect import CONFIG, define_views, relations_read, views_in_order

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


def write_parquet(
    con: DuckDBPyConnection, catalog: str, folder: Path, tables: Sequence[str], warehouse: Path
) -> list[str]:
    """Write tables of a catalog of `con`, and the views over them, as Parquet files into `folder`; return their names.

    Each view is reckoned once, from the copies of the views that it reads. Above LARGE scores, a row for each decided
    forecast and scale, what is reckoned from them is left out.
    """
    con.execute("set timezone = 'UTC'; attach ':memory:' as copies; use copies")
    try:
        for table in tables:
            con.execute(f'create view {table} as from "{catalog}".main.{table}')
            write_copy(con, table, folder)
        define_views(con, warehouse, with_comments=False)
        sql = "select view_name from duckdb_views() where database_name = 'copies'"
        defined = {row[0] for row in con.execute(sql).fetchall()}
        names, left_out = list(tables), set[str]()
        for view in views_in_order(warehouse):
            if view == "scores" and _most_scores(con) > LARGE:
                left_out = _over(warehouse, view)
            if view in defined and view not in left_out:
                write_copy(con, view, folder)
                con.execute(f"create or replace view {view} as from read_parquet('{_file(folder, view)}')")
                names.append(view)
    finally:
        con.execute(f'use "{catalog}"; detach copies')
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


def _over(warehouse: Path, name: str) -> set[str]:
    """Return a view and those that read it, by whatever way."""
    found = {name}
    for view, sql in views_in_order(warehouse).items():
        if found.intersection(relations_read(sql)):
            found.add(view)
    return found


def _most_scores(con: DuckDBPyConnection) -> int:
    """Return how many rows view scores has at most: counting them would take a good part of reckoning them."""
    sql = (
        "select count(*) * (select count(distinct scale) from scales) from forecasts "
        "where question_id in (select question_id from outcomes)"
    )
    return int(con.execute(sql).fetchall()[0][0])


def write_copy(con: DuckDBPyConnection, name: str, folder: Path) -> None:
    """Write one table or view as a Parquet file into `folder`."""
    con.execute(
        f"copy (from {name}) to '{_file(folder, name)}' (format parquet, compression zstd, compression_level 1)"
    )


def _file(folder: Path, name: str) -> str:
    return _quoted(folder / f"{name}.parquet")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
