"""How fast a million imported forecasts become a published edition, beside what bare DuckDB needs for the same rows.

Run: python benchmarks/ledger.py [--forecasts 1000000] [--outcomes 300000] [--with-score] [--with-pages]. Prints a line
per step with the bare operation of the same run and the ratio; exits 1 where a limit of seconds is missed. The limits
are for load, publish (without pages) and leaderboard; scores and pages are timed beside them.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb

from foretold.ledger import publish
from foretold.ledger.connect import CONFIG, apply_views
from foretold.ledger.import_rows import columns_of, reading_of
from foretold.ledger.imports import import_file
from foretold.night import Night, link, score
from foretold.settings import Settings
from foretold.site.build import build_site

T = TypeVar("T")

MADE = """
copy (
    select
        'model ' || (hash(i) % 500) as forecaster,
        'Will measure ' || question || ' of the plan be passed by the end of the year?' as question,
        round((hash(i + 1) % 1001) / 1000.0, 3) as probability,
        timestamptz '2024-01-01 00:00:00+00' + to_seconds(30 * i) as made_at,
        date '2025-06-30' as deadline,
        case when question >= {outcomes} then null when hash(question) % 3 = 0 then 'yes' else 'no' end as outcome,
        case when question < {outcomes} then date '2025-07-01' end as settled_on
    from (select i, i * 7919 % {questions} as question from range({forecasts}) as numbers(i)) as made
) to '{file}' (header)
"""


class Clock:
    """Steps, what bare DuckDB needed for the same, and whether every limit was kept."""

    def __init__(self) -> None:
        self.is_kept = True

    def step(self, name: str, run: Callable[[], T], bare: float | None = None, limit: float | None = None) -> T:
        began, worked = time.perf_counter(), time.process_time()
        found = run()
        seconds, work = time.perf_counter() - began, time.process_time() - worked
        line = f"{name}: {seconds:.2f} s ({work:.2f} s of processor)"
        if bare is not None:
            line += f", bare DuckDB {bare:.2f} s, ratio {seconds / bare:.1f}"
        if limit is not None:
            self.is_kept &= seconds <= limit
            line += f" (limit {limit:g} s{'' if seconds <= limit else ', MISSED'})"
        print(line, flush=True)
        return found


def timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def bare_load(file: Path, folder: Path) -> float:
    """Seconds to put the file's rows into a table of a DuckDB file."""
    with duckdb.connect(str(folder / "bare.duckdb"), config=dict(CONFIG)) as con:
        return timed(lambda: con.execute(f"create table rows as from read_csv('{file}'); checkpoint"))


def bare_publish(night: Night, folder: Path) -> float:
    """Seconds to copy the edition's base tables into another file, and once more as Parquet."""

    def copy() -> None:
        with duckdb.connect(str(folder / "copy.duckdb"), config=dict(CONFIG)) as con:
            con.execute(f"attach '{night.settings.ledger}' as ledger (read_only)")
            for table in publish.TABLES:
                con.execute(f"create table {table} as from ledger.{table}")
                con.execute(f"copy {table} to '{folder / table}.parquet' (format parquet, compression zstd)")
            con.execute("checkpoint")

    return timed(copy)


def bare_leaderboard(edition: Path) -> float:
    """Seconds for the aggregate at the heart of the leaderboard over tables that are joined already."""
    with duckdb.connect(config=dict(CONFIG)) as con:
        con.execute(f"attach '{edition}' as edition (read_only)")
        con.execute(
            "create table scored as select forecaster_id, question_id, probability as p, outcome as o "
            "from edition.scores where scale = (select default_scale from edition.parameters)"
        )
        sql = (
            "select forecaster_id, avg(b) from (select forecaster_id, question_id, avg((p - o) ** 2) as b from scored "
            "group by forecaster_id, question_id) group by forecaster_id"
        )
        return min(timed(lambda: con.execute(sql).fetchall()) for _ in range(3))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forecasts", type=int, default=1_000_000)
    parser.add_argument("--outcomes", type=int, default=300_000)
    parser.add_argument("--with-score", action="store_true", help="also the bootstrap, which no limit is set for")
    parser.add_argument("--with-pages", action="store_true", help="also the pages, which no limit is set for")
    parser.add_argument("--folder", type=Path, help="where to work; default: a temporary folder, removed afterwards")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="foretold-benchmark-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return run(
            folder, options.forecasts, options.outcomes, with_score=options.with_score, with_pages=options.with_pages
        )
    finally:
        if options.folder is None:
            shutil.rmtree(folder)


def run(folder: Path, n_forecasts: int, n_outcomes: int, *, with_score: bool, with_pages: bool) -> int:
    file = folder / "forecasts.csv"
    with duckdb.connect() as con:
        con.execute(MADE.format(forecasts=n_forecasts, outcomes=n_outcomes, questions=n_forecasts // 2, file=file))
    asked = f"{n_forecasts:,} forecasts on {n_forecasts // 2:,} questions, {n_outcomes:,} with an outcome"
    print(f"{asked}; DuckDB {duckdb.__version__}")
    clock = Clock()
    night = Night(Settings(data=folder / "data", user="benchmark"))

    def load() -> None:
        with night.ledger() as con:
            apply_views(con, night.house / "warehouse")
            reading = reading_of([], columns_of(file), forecaster=None, ids="benchmark")
            import_file(con, night.journal, night.settings.imports, file, reading, by="benchmark", because="benchmark")

    bare = bare_load(file, folder)

    def both() -> None:
        clock.step("  check and load", load)
        clock.step("  link", lambda: link(night))

    clock.step("load", both, bare, 10)
    if with_score:
        clock.step("score", lambda: score(night))

    def out() -> publish.Edition:
        with night.ledger() as con:
            return publish.publish(con, night.settings.editions, night.house, keep=1, build_pages=lambda *_: None)

    edition = clock.step("publish", out, bare_publish(night, folder), 5)
    bare = bare_leaderboard(edition.database)
    with duckdb.connect(str(edition.database), read_only=True, config=dict(CONFIG)) as con:
        rows = clock.step("leaderboard", lambda: con.execute("from leaderboard").fetchall(), bare, 1)
    if with_pages:
        clock.step("pages", lambda: build_site(edition.database, folder / "site", house=night.house, previous=None))
    print(f"{len(rows)} forecasters; edition {edition.database.stat().st_size / 1e6:.0f} MB")
    return 0 if clock.is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
