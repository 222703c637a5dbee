"""The ledger in a DuckLake: Parquet in a folder, a catalog in PostgreSQL, any number of writers at the same time.

On the connection, the lake is where plain names are looked up; `staging` is a local file beside the data, since it
belongs to one writer. DuckLake knows neither keys nor checks: `faults` looks for what breaks the schema's, and a
transaction takes its turn, so that of two that load the same row the second sees it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import random
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.errors import LedgerError, SettingsError
from foretold.ledger.connect import (
    CONFIG,
    connect,
    in_transaction,
    migrate,
    pending_migrations,
    statement,
)
from foretold.ledger.files import make_folder
from foretold.ledger.warehouse import orphans
from foretold.settings import house

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXTENSIONS = ("postgres_scanner", "ducklake")
ATTEMPTS = 20
"""Times that a lake is attached to before it is given up: two that make its catalog at once are in each other's way."""


class Lake:
    """A DuckLake as one writer sees it."""

    def __init__(self, staged: Path, catalog: str, folder: Path) -> None:
        """Take the local file for staged rows, the catalog (`postgres:dbname=…`) and the folder of Parquet files."""
        self.audited, self._catalog, self._folder = staged, catalog, folder
        self._root: DuckDBPyConnection | None = None

    @contextlib.contextmanager
    def open(self) -> Iterator[DuckDBPyConnection]:
        """Open the ledger for the block. The lake stays attached in between; the local file does not."""
        is_first = self._root is None
        if is_first or not self.audited.exists():
            _make_staged(self.audited)
        root = self._root = self._root or self._attached()
        root.execute(f"attach '{_quoted(self.audited)}' as staged")
        con = root.cursor()  # with temporary tables of its own, which end with it
        try:
            con.execute("set timezone = 'UTC'; set search_path = 'lake.main,staged.staging'")
            if is_first:
                _bring_up_to_date(con)
            yield con
        finally:
            con.close()
            root.execute("detach staged")

    def before_audit(self, con: DuckDBPyConnection) -> None:
        """Copy beside the staged rows what the rules look up: their sources, their documents, the scales."""
        con.execute(statement("lake_before_audit"))

    def faults(self, con: DuckDBPyConnection) -> list[str]:
        """Return the rows that break a constraint of the schema, which the local file of the same schema can list."""
        found = []
        of_rows: dict[str, dict[str, str]] = {}
        for table, kind, columns, text in con.execute(statement("lake_constraints")).fetchall():
            names = ", ".join(columns)
            if kind in ("PRIMARY KEY", "UNIQUE"):
                again = f"select {names} from main.{table} group by {names} having count(*) > 1"
                n = con.execute(f"select count(*) from ({again})").fetchall()[0][0]
                found += [f"{n} keys ({names}) of {table} are there more than once"] if n else []
            elif kind == "NOT NULL":
                of_rows.setdefault(table, {})[f"have no {names}"] = f"{names} is null"
            else:
                of_rows.setdefault(table, {})[f"break {text}"] = f"not ({text})"
        for table, faults in of_rows.items():  # a table at a time: each question to a lake costs its catalog some too
            counts = ", ".join(f"count(*) filter (where {fault})" for fault in faults.values())
            numbers = con.execute(f"select {counts} from main.{table}").fetchall()[0]
            found += [f"{n} rows of {table} {says}" for says, n in zip(faults, numbers, strict=True) if n]
        return found + orphans(con)

    def _attached(self) -> DuckDBPyConnection:
        """Return a connection with the lake attached; its catalog is made when there is none."""
        import duckdb

        make_folder(self._folder)
        con = duckdb.connect(config=dict(CONFIG))
        for name in EXTENSIONS:
            con.execute(f"load '{_quoted(_extension(name))}'")
        options = f"data_path '{_quoted(self._folder.resolve())}', data_inlining_row_limit 0"
        n_tried = 0
        while True:
            n_tried += 1
            try:
                con.execute(f"attach 'ducklake:{_quoted(self._catalog)}' as lake ({options})")
                return con
            except duckdb.Error as error:
                said = _without_password(str(error).splitlines()[0])
                is_race = "already exists" in said or "duplicate key" in said
                if not is_race or n_tried == ATTEMPTS:
                    raise LedgerError(
                        f"the DuckLake {_without_password(self._catalog)} cannot be opened ({said})",
                        rule="lake_catalog names a PostgreSQL database, as postgres:dbname=… host=… user=…",
                        remedy="start the server, or correct lake_catalog and lake_folder in foretold.toml",
                    ) from error
            time.sleep(random.uniform(0.1, 0.5))


def _make_staged(file: Path) -> None:
    """Make the local file for staged rows: the whole schema, so that the audit finds what it finds in a ledger."""
    make_folder(file.parent)
    con = connect(file)
    try:
        migrate(con, house() / "warehouse" / "schema")
    finally:
        con.close()


def _bring_up_to_date(con: DuckDBPyConnection) -> None:
    """Make what the lake lacks of the schema: the tables and columns that the local file has.

    Raises LedgerError when a newer Foretold made it.
    """
    folder = house() / "warehouse" / "schema"
    in_transaction(con, lambda: con.execute(statement("lake_first")), takes_turn=False)
    waiting = pending_migrations(con, folder)
    if waiting and waiting[0] != min(file.name for file in folder.glob("[0-9]*.sql")):
        _refuse_changes_of_rows(folder, waiting)
    if waiting:
        in_transaction(con, lambda: _catch_up(con))


def _refuse_changes_of_rows(folder: Path, waiting: Sequence[str]) -> None:
    """Raise LedgerError for a migration that does more than add tables and columns, which is all that is done here."""
    for name in waiting:
        changed = re.search(
            r"^\s*(update|insert|delete|drop)\b", (folder / name).read_text(encoding="utf-8"), re.MULTILINE
        )
        if changed:
            raise LedgerError(
                f"migration {name} changes rows ({changed[1]} …)",
                rule="a DuckLake is brought up to date by new tables and columns only",
                remedy="name a new catalog and folder in foretold.toml: every run loads into it what it lacks",
            )


def _catch_up(con: DuckDBPyConnection) -> None:
    missing: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in con.execute(statement("lake_missing")).fetchall():
        missing.setdefault(table, []).append((column, kind))
    there = con.execute("select table_name from duckdb_tables() where database_name = 'lake'").fetchall()
    for table, columns in missing.items():
        if (table,) in there:
            for column, kind in columns:
                con.execute(f"alter table lake.main.{table} add column {column} {kind}")
        else:
            con.execute(f"create table lake.main.{table} as from staged.main.{table} limit 0")
    for table, column, comment in con.execute(statement("comments")).fetchall():
        if table in missing:
            what = f"column {table}.{column}" if column else f"table {table}"
            con.execute(f"comment on {what} is '{comment.replace(chr(39), chr(39) * 2)}'")
    con.execute(
        "insert into migrations select * from staged.main.migrations "
        "where name not in (select name from lake.main.migrations)"
    )


def _extension(name: str) -> Path:
    """Return the file of an extension, which comes as a package for one version of DuckDB."""
    import duckdb

    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    package = Path(str(found.origin)).parent if found else Path("not installed")
    file = package / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not file.exists():
        raise SettingsError(
            f"DuckDB {duckdb.__version__} has no extension {name} here",
            rule="a DuckLake needs it, and it comes as a package for one version of DuckDB",
            remedy="pip install 'foretold[ducklake]', or leave lake_catalog out of foretold.toml",
        )
    return file


def _without_password(words: str) -> str:
    return re.sub(r"password=('[^']*'|[^\s'\"]+)", "password=…", words)


def _quoted(value: Path | str) -> str:
    return str(value).replace("'", "''")
