"""Editions: a published, read-only database, its Parquet copies and its pages, swapped in whole.

An edition is a folder. It is built beside, checkpointed, closed and forced to disk before one link is swapped, so that
readers see the old edition or the new one, never half of one, and nobody ever writes a published file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.ledger.connect import CONFIG, define_views, in_transaction, is_lake, statement
from foretold.ledger.files import fsync, make_folder
from foretold.ledger.parquet import write_csv, write_parquet, write_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES = (
    "sources",
    "captures",
    "places",
    "document_history",
    "forecast_history",
    "forecaster_names",
    "question_history",
    "question_members",
    "outcome_history",
    "proposals",
    "decisions",
    "judgement_history",
    "conflict_history",
    "agreement",
    "affiliation_history",
    "reply_history",
    "imports",
    "option_forecasts",
    "scales",
    "parameters",
    "leaderboard_intervals",
    "breakdown_intervals",
    "forecaster_estimates",
    "comparisons",
    "adjusted_scores",
    "reliability_curves",
    "decompositions",
    "decompositions_by_slice",
    "reliability_curves_by_slice",
    "series_scores",
    "quality_results",
    "quarantine",
    "runs",
)
"""The ledger's tables that an edition holds; the rest of it is views over these."""

CODE = ("ledger", "link", "score", "search", "site")
"""Packages of foretold whose change can change an edition that has the same inputs."""

DATABASE = "foretold.duckdb"
LINK = "current"


@dataclass(frozen=True, slots=True)
class Edition:
    """A published edition."""

    number: int
    folder: Path

    @property
    def database(self) -> Path:
        """Its DuckDB file."""
        return self.folder / DATABASE

    @property
    def site(self) -> Path:
        """Its pages."""
        return self.folder / "site"


def current(editions: Path) -> Edition | None:
    """Return the edition that readers see, or None before the first."""
    link = editions / LINK
    if not link.exists():
        return None
    folder = editions / link.readlink()
    return Edition(int(folder.name), folder)


def fingerprint(con: DuckDBPyConnection, house: Path) -> str:
    """Return a hash of everything that an edition is computed from: inputs, settings, SQL and page templates."""
    digest = hashlib.sha256()
    for (line,) in con.execute(statement("fingerprint")).fetchall():
        digest.update(f"{line}\n".encode())
    code = Path(__file__).resolve().parents[1]
    for folder in (house / "warehouse", house / "dashboards", *(code / part for part in CODE)):
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            digest.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def published_fingerprint(edition: Edition) -> str:
    """Return the fingerprint that an edition was published with."""
    return (edition.folder / "fingerprint").read_text(encoding="utf-8").strip()


def publish(
    con: DuckDBPyConnection,
    editions: Path,
    house: Path,
    *,
    keep: int,
    build_pages: Callable[[Path, Path, Path | None], object],
) -> Edition:
    """Build the next edition, swap it in, drop the oldest beyond `keep`, and return it.

    `build_pages(database, folder, previous_site)` writes the pages. Whatever fails, the old edition stays.
    """
    make_folder(editions)
    old = current(editions)
    number = 1 + max((int(entry.name) for entry in editions.iterdir() if entry.name.isdigit()), default=0)
    sweep(editions)
    beside = editions / f".building-{number:06d}"
    beside.mkdir()
    try:
        mark = fingerprint(con, house)
        _write_numbers(con, beside, house, number, mark)
        (beside / "fingerprint").write_text(mark + "\n", encoding="utf-8")
        build_pages(beside / DATABASE, beside / "site", old.site if old else None)
        for path in (beside / DATABASE, *(beside / "parquet").iterdir(), beside):
            fsync(path)  # pages can be written again; numbers cannot
        folder = editions / f"{number:06d}"
        beside.rename(folder)
        _swap(editions, folder)
    except BaseException:
        if current(editions) == old:  # else it is published, and stays
            for leftover in (beside, editions / f"{number:06d}"):
                shutil.rmtree(leftover, ignore_errors=True)
        raise
    _drop_old(editions, keep)
    return Edition(number, folder)


def sweep(editions: Path) -> None:
    """Remove the editions, and the links to them, that were being made when a run was cut short."""
    for leftover in editions.glob(".building-*"):
        shutil.rmtree(leftover)
    for leftover in editions.glob(f".{LINK}-*"):
        leftover.unlink()


def _write_numbers(con: DuckDBPyConnection, folder: Path, house: Path, number: int, mark: str) -> None:
    """Write an edition's database and its copies.

    Much of making the database waits for the disk or for one thread: the tables' copies are written meanwhile. Those of
    a DuckLake are written afterwards, from the database: a second connection does not know its tables by plain names.
    """
    parquet = folder / "parquet"
    parquet.mkdir()
    with ThreadPoolExecutor(1) as pool:
        copies = None if is_lake(con) else pool.submit(write_tables, con.cursor(), parquet, TABLES)
        _write_database(con, folder / DATABASE, house, number, mark)
        if copies is not None:
            copies.result()
    write_parquet(folder / DATABASE, parquet, house / "warehouse")
    write_csv(parquet, folder / "csv")


def _write_database(con: DuckDBPyConnection, file: Path, house: Path, number: int, mark: str) -> None:
    import duckdb

    def copy() -> None:
        for table in TABLES:
            con.execute(f"create table edition.{table} as select * from main.{table}")

    con.execute(f"attach '{_quoted(str(file))}' as edition (storage_version 'v1.2.0')")
    try:
        in_transaction(con, copy, takes_turn=False)
    finally:
        con.execute("detach edition")
    with duckdb.connect(str(file), config=dict(CONFIG)) as edition:
        edition.execute("set timezone = 'UTC'")
        in_transaction(edition, lambda: _describe(con, edition, house, number, mark))
        edition.execute("checkpoint")


def _describe(con: DuckDBPyConnection, edition: DuckDBPyConnection, house: Path, number: int, mark: str) -> None:
    """Give an edition's tables their comments, the views over them, and the row that says which edition it is."""
    _copy_comments(con, edition)
    define_views(edition, house / "warehouse", with_comments=True)
    edition.execute(statement("edition"))
    edition.execute(
        "update editions set edition_number = ?, published_at = ?, fingerprint = ?",
        [number, datetime.now(UTC), mark],
    )
    scale = edition.execute("select default_scale from parameters").fetchall()[0][0]
    edition.execute(f"create or replace macro default_scale() as '{_quoted(scale)}'")
    edition.execute("comment on macro default_scale is 'The scale that the leaderboard is reckoned by.'")


def _copy_comments(con: DuckDBPyConnection, edition: DuckDBPyConnection) -> None:
    """Carry the meaning of tables and columns over: `create table as` leaves it behind."""
    for table, column, comment in con.execute(statement("comments")).fetchall():
        if table in TABLES:
            what = f"column {table}.{column}" if column else f"table {table}"
            edition.execute(f"comment on {what} is '{_quoted(comment)}'")


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _swap(editions: Path, folder: Path) -> None:
    """Point the link at a new edition. One rename decides; current.duckdb goes through the same link."""
    through = editions / f"{LINK}.duckdb"
    if not through.is_symlink():
        through.symlink_to(f"{LINK}/{DATABASE}")
    beside = editions / f".{LINK}-{os.getpid()}"
    beside.unlink(missing_ok=True)
    beside.symlink_to(folder.name)
    beside.replace(editions / LINK)
    fsync(editions)


def _drop_old(editions: Path, keep: int) -> None:
    numbered = sorted(entry for entry in editions.iterdir() if entry.name.isdigit())
    for folder in numbered[: -max(keep, 1)]:
        shutil.rmtree(folder)
