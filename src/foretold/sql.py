"""Queries over the current edition, for people at a terminal."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.errors import InputError
from foretold.ledger.connect import connect, statement
from foretold.report import console

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def run_query(edition: Path, query: str, form: str) -> None:
    """Run one query and print its rows as a table, CSV or JSON lines. Raises InputError with what DuckDB objects to."""
    con = connect(edition.resolve(), read_only=True)
    try:
        _print(con, query, form)
    finally:
        con.close()


def prompt(edition: Path) -> None:
    """Read queries, each ended by a semicolon, and print what they give, until the input ends."""
    con = connect(edition.resolve(), read_only=True)
    interactive = sys.stdin.isatty()
    if interactive:
        import readline  # noqa: F401  (line editing)

        tables = con.execute("select table_name from information_schema.tables where table_schema = 'main' order by 1")
        print(f"{edition}, read only. Ctrl-D ends it. Tables: {', '.join(row[0] for row in tables.fetchall())}")
    lines: list[str] = []
    try:
        while True:
            try:
                lines.append(input(("foretold> " if not lines else "      …> ") if interactive else ""))
            except EOFError:
                break
            if lines[-1].rstrip().endswith(";"):
                try:
                    _print(con, "\n".join(lines), "table")
                except InputError as error:
                    print(error, file=sys.stderr)
                lines = []
        if "".join(lines).strip():
            _print(con, "\n".join(lines), "table")
    finally:
        con.close()


def _print(con: DuckDBPyConnection, query: str, form: str) -> None:
    import duckdb

    try:
        cursor = con.execute(query)
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
    except duckdb.Error as error:
        raise InputError(
            str(error).strip().split("\n\n", maxsplit=1)[0],
            rule="the edition is read-only DuckDB SQL",
            remedy="see warehouse/README.md",
        ) from error
    if form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(names)
        writer.writerows(rows)
    elif form == "jsonl":
        for row in rows:
            print(json.dumps(dict(zip(names, row, strict=True)), default=str, ensure_ascii=False))
    else:
        _table(names, rows)


def _table(names: list[str], rows: list[tuple[object, ...]]) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table(*names)
    for row in rows:
        table.add_row(*("NULL" if cell is None else escape(_shown(cell)) for cell in row))
    console().print(table)
    print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")


def _shown(cell: object) -> str:
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)


def print_due(edition: Path, within: str, *, overdue: bool) -> None:
    """Print the forecasts that can be decided now or within so many days, oldest first."""
    days = re.fullmatch(r"(\d{1,5})d?", within.strip())
    if days is None:
        raise InputError(f"--within {within}", rule="it is a number of days such as 30d", remedy="correct it")
    sql = statement("due")
    con = connect(edition.resolve(), read_only=True)
    try:
        cursor = con.execute(sql, [int(days[1]), overdue])
        names = [column[0] for column in cursor.description or []]
        _table(names, cursor.fetchall())
    finally:
        con.close()
