"""Opening the ledger, and bringing its schema up to date with numbered, checksummed migrations."""

from __future__ import annotations

import contextlib
import hashlib
import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from foretold.errors import BusyError, LedgerError
from foretold.settings import house

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Result = TypeVar("Result")

TURNS = 100
"""Times that a change to a DuckLake is begun again because another writer was faster."""

CONFIG = {
    # Offline and silent: never look for extensions on the network.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}

STORAGE = {"storage_compatibility_version": "v1.5.0"}
"""How a new ledger is written: a fifth faster than as DuckDB of 2024 reads it. Other tools open the edition."""

MIGRATIONS_TABLE = """
create table if not exists migrations (
    name varchar primary key, checksum varchar not null, applied_at timestamptz not null
)"""


def statement(name: str) -> str:
    """Return the SQL of warehouse/load/NAME.sql."""
    return (house() / "warehouse" / "load" / f"{name}.sql").read_text(encoding="utf-8")


def connect(path: Path, *, read_only: bool = False) -> DuckDBPyConnection:
    """Open a DuckDB file. Raises BusyError when another process holds it, LedgerError when it is no such file."""
    import duckdb

    try:
        connection = duckdb.connect(str(path), read_only=read_only, config={**CONFIG, **({} if read_only else STORAGE)})
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise BusyError(
                f"{path} is open in another process",
                rule="DuckDB lets one process write",
                remedy="close it there (readers: open the edition, editions/current.duckdb, instead)",
            ) from error
        raise LedgerError(
            f"{path} cannot be opened ({str(error).splitlines()[0]})",
            rule="it must be a DuckDB file of this version or older",
            remedy="set it aside and make it anew with: foretold rebuild",
        ) from error
    connection.execute("set timezone = 'UTC'")
    return connection


def is_lake(connection: DuckDBPyConnection) -> bool:
    """Tell whether the tables on a connection are those of a DuckLake."""
    return bool(connection.execute("select 1 from duckdb_databases() where type = 'ducklake'").fetchall())


def in_transaction(connection: DuckDBPyConnection, change: Callable[[], Result], *, takes_turn: bool = True) -> Result:
    """Make a change in one transaction: all of it, or nothing when it raises.

    In a DuckLake, writers take turns: each transaction counts up the one row of `turns`, so that of two at the same
    time the later fails, and is begun again on what the first has left: "insert what is not there" holds without keys.
    """
    import duckdb

    shared = is_lake(connection)
    for turn in range(TURNS):
        connection.begin()
        try:
            if shared and takes_turn:
                connection.execute("update turns set n_taken = n_taken + 1")
            result = change()
            connection.commit()
            return result
        except Exception as error:
            _roll_back(connection)
            if not shared or not isinstance(error, duckdb.TransactionException) or turn == TURNS - 1:
                raise
        time.sleep(random.uniform(0.02, 0.2))
    raise BusyError("other writers hold the DuckLake", rule="writers take turns", remedy="run again")


def _roll_back(connection: DuckDBPyConnection) -> None:
    import duckdb

    with contextlib.suppress(duckdb.TransactionException):  # a commit that failed has rolled back already
        connection.rollback()


def migrate(connection: DuckDBPyConnection, folder: Path) -> list[str]:
    """Apply the migrations of `folder` that the database lacks, in order of their names, a transaction each.

    Returns the names applied. Raises LedgerError when an applied file has changed since, or when the database holds
    one that `folder` does not: it was written by a newer Foretold.
    """
    connection.execute(MIGRATIONS_TABLE)
    waiting = pending_migrations(connection, folder)
    for name in waiting:
        sql = (folder / name).read_text(encoding="utf-8")
        _apply(connection, name, sql, hashlib.sha256(sql.encode()).hexdigest())
    return waiting


def pending_migrations(connection: DuckDBPyConnection, folder: Path) -> list[str]:
    """Return the names of the migrations that a database lacks. Raises LedgerError as `migrate` does."""
    applied = dict(connection.execute("select name, checksum from migrations").fetchall())
    files = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("[0-9]*.sql"))}
    unknown = sorted(set(applied) - set(files))
    if unknown:
        raise LedgerError(
            f"the ledger holds migration {unknown[0]}, which this Foretold does not know",
            rule="a ledger cannot be opened by an older version",
            remedy="update Foretold, or use another --data folder",
        )
    for name, checksum in applied.items():
        if checksum != hashlib.sha256(files[name].encode()).hexdigest():
            raise LedgerError(
                f"migration {name} has changed since it was applied",
                rule="an applied migration is never edited",
                remedy="restore the file and put the change into a new, higher-numbered one",
            )
    return [name for name in files if name not in applied]


def _apply(connection: DuckDBPyConnection, name: str, sql: str, checksum: str) -> None:
    def apply() -> None:
        connection.execute(sql)
        connection.execute("insert into migrations values (?, ?, ?)", [name, checksum, datetime.now(UTC)])

    in_transaction(connection, apply)


AS_OF = (
    "documents",
    "forecasters",
    "forecasts",
    "questions",
    "outcomes",
    "scores",
    "question_scores",
    "leaderboards",
    "leaderboard",
)
"""Views that also exist as table macros NAME_as_of(t): what was known at t, by the method of today."""


def apply_views(connection: DuckDBPyConnection, warehouse: Path, *, with_comments: bool = False) -> None:
    """Define the macros, the views and the as-of macros of `warehouse`, replacing older ones, in one transaction."""
    in_transaction(connection, lambda: define_views(connection, warehouse, with_comments=with_comments))


def define_views(connection: DuckDBPyConnection, warehouse: Path, *, with_comments: bool) -> None:
    """Do what `apply_views` does, within a transaction of the caller: one write to disk for them all.

    Comments on views and macros are for those who read an edition; to note them takes as long as to define the views.
    """
    from duckdb import StatementType

    macros = [file.read_text(encoding="utf-8") for file in sorted((warehouse / "macros").glob("*.sql"))]
    views = views_in_order(warehouse)
    replayed = [as_of_macro(name, sql) for name, sql in views.items() if name in AS_OF]
    for sql in [*macros, *views.values(), *replayed]:
        for one in connection.extract_statements(sql):
            if with_comments or one.type != StatementType.ALTER:  # which is what `comment on` counts as
                connection.execute(one)


def views_in_order(warehouse: Path) -> dict[str, str]:
    """Return the SQL of the views by name, each after those that it reads."""
    views = {file.stem: file.read_text(encoding="utf-8") for file in sorted((warehouse / "views").glob("*.sql"))}
    order: list[str] = []

    def add(name: str) -> None:
        if name in order:
            return
        for other in relations_read(views[name]):
            if other in views and other != name:
                add(other)
        order.append(name)

    for name in views:
        add(name)
    return {name: views[name] for name in order}


def relations_read(sql: str) -> list[str]:
    """Return the names that stand after from and join in SQL."""
    return re.findall(r"\b(?:from|join)\s+(\w+)", sql)


def as_of_macro(name: str, view: str) -> str:
    """Return the SQL of NAME_as_of(t) with its comment: what the view NAME said at the moment t.

    There is one definition, the view's. Two textual rules replay it: the relations that it reads become their own
    as-of macros, and "holds now" (superseded_at is null) becomes "held at t".
    Scales, parameters and macros have no past: the inputs are those of t, the method is today's. By the method of that
    day, the edition of that day says.
    """
    statement = re.search(rf"create or replace view {name} as\s(.*?);", view, re.DOTALL)
    if statement is None:
        raise LedgerError(
            f"warehouse/views/{name}.sql defines no view {name}",
            rule="a file defines the object that it is named after, with `create or replace view NAME as …;`",
            remedy="mend the file",
        )
    body = re.sub(rf"\b(from|join)\s+({'|'.join(AS_OF)})\b", r"\1 \2_as_of(t)", statement[1])
    body = re.sub(
        r"((?:\w+\.)?)superseded_at is null",
        r"(\1known_at <= t and (\1superseded_at is null or \1superseded_at > t))",
        body,
    )
    meaning = (
        f"{name} as known at the moment t, replayed with today''s method; the edition of that day has that day''s."
    )
    return (
        f"create or replace macro {name}_as_of(t) as table {body};\ncomment on macro table {name}_as_of is '{meaning}';"
    )
