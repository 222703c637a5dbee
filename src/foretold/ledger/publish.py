"""Editions: a published, read-only database, its Parquet copies and its pages, swapped in whole.

An edition is a folder. It is built beside, checkpointed, closed and forced to disk before one link is swapped, so that
readers see the old edition or the new one, never half of one, and nobody ever writes a published file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.ledger.connect import CONFIG, define_views, in_transaction, is_lake, statement
from foretold.ledger.files import fsync, make_folder
from foretold.ledger.parquet import write_copy, write_csv, write_parquet

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

PACKED = {
    "forecast_id": "fsst",
    "question_id": "fsst",
    "opened_by_forecast_id": "fsst",
    "claim": "fsst",
    "event": "fsst",
    "document_id": "dictionary",
    "name_id": "dictionary",
    "speaker": "dictionary",
    "origin": "dictionary",
    "band": "dictionary",
    "cue": "dictionary",
    "term": "dictionary",
    "probability_basis": "dictionary",
    "condition": "dictionary",
    "horizon": "dictionary",
    "due_granularity": "dictionary",
    "due_reason": "dictionary",
    "topic": "dictionary",
    "reason": "dictionary",
    "extractor_version": "dictionary",
    "status": "dictionary",
    "side": "dictionary",
}
"""How columns of text are packed: as DuckDB would choose by trying every way on them, which takes a fifth longer."""

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
        copies = [beside / "parquet", beside / "csv"]
        for path in (beside / DATABASE, *(file for folder in copies for file in folder.iterdir()), *copies, beside):
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

    Both come from the ledger, at the same time: nobody else writes to it. A DuckLake has other writers, so its copies
    are written from the database, once it is there.
    """
    import duckdb

    database, parquet, warehouse = folder / DATABASE, folder / "parquet", house / "warehouse"
    parquet.mkdir()
    with con.cursor() as copying, ThreadPoolExecutor(1) as pool:
        (ledger,) = con.execute("select current_database()").fetchall()[0]
        is_shared = is_lake(con)
        if not is_shared:
            copies = pool.submit(write_parquet, copying, ledger, parquet, TABLES, warehouse)
        try:
            with _one_worker_less(con):
                _copy_tables(con, database)
            with duckdb.connect(str(database), config=dict(CONFIG)) as edition:
                edition.execute("set timezone = 'UTC'")
                in_transaction(edition, lambda: _explain(con, edition, warehouse))
                if is_shared:
                    copies = pool.submit(write_parquet, edition.cursor(), database.stem, parquet, TABLES, warehouse)
                copies.result()
                in_transaction(edition, lambda: _number(edition, parquet, number, mark))
                edition.execute("checkpoint")
                write_copy(edition, "editions", parquet)
        except BaseException:
            copying.interrupt()  # there will be no edition for the copies to go with
            raise
    write_csv(parquet, folder / "csv")


@contextlib.contextmanager
def _one_worker_less(con: DuckDBPyConnection) -> Iterator[None]:
    """Let two connections of a database work at the same time without more threads than processors: each brings one."""
    (threads,) = con.execute("select current_setting('threads')").fetchall()[0]
    con.execute(f"set threads = {max(threads - 1, 1)}")
    try:
        yield
    finally:
        con.execute(f"set threads = {threads}")


def _copy_tables(con: DuckDBPyConnection, file: Path) -> None:
    def copy() -> None:
        definitions: dict[str, list[str]] = {table: [] for table in TABLES}
        for table, column, kind in con.execute(statement("columns")).fetchall():
            if table in definitions:
                packed = f" using compression {PACKED[column]}" if column in PACKED else ""
                definitions[table].append(f"{column} {kind}{packed}")
        for table, columns in definitions.items():
            con.execute(f"create table edition.{table} ({', '.join(columns)})")
            con.execute(f"insert into edition.{table} select * from main.{table}")

    con.execute(f"attach '{_quoted(str(file))}' as edition (storage_version 'v1.2.0')")
    try:
        in_transaction(con, copy, takes_turn=False)
    finally:
        con.execute("detach edition")


def _explain(con: DuckDBPyConnection, edition: DuckDBPyConnection, warehouse: Path) -> None:
    """Give an edition's tables their comments, and the views over them."""
    _copy_comments(con, edition)
    define_views(edition, warehouse, with_comments=True)
    scale = edition.execute("select default_scale from parameters").fetchall()[0][0]
    edition.execute(f"create or replace macro default_scale() as '{_quoted(scale)}'")
    edition.execute("comment on macro default_scale is 'The scale that the leaderboard is reckoned by.'")


def _number(edition: DuckDBPyConnection, parquet: Path, number: int, mark: str) -> None:
    """Write the row that says which edition it is. What it counts is read from the copies: reckoned already."""
    for view in ("forecasts", "outcomes"):
        edition.execute(f"create temp view {view} as from read_parquet('{_quoted(str(parquet / view))}.parquet')")
    edition.execute(statement("edition"))
    for view in ("forecasts", "outcomes"):
        edition.execute(f"drop view temp.{view}")
    edition.execute(
        "update editions set edition_number = ?, published_at = ?, fingerprint = ?",
        [number, datetime.now(UTC), mark],
    )


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
