"""How fast scores are: the scoring rules against the bare aggregate, and the bootstrap of a big leaderboard.

Run: python benchmarks/scores.py [--forecasts 10000000]. Prints a line per measurement; exits 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from foretold.score.bootstrap import leaderboard_intervals

WAREHOUSE = Path(__file__).parents[1] / "warehouse"
BARE = """
select
    avg((p - o) * (p - o)),
    avg(o * ln(least(greatest(p, 0.01), 0.99)) + (1 - o) * ln(1 - least(greatest(p, 0.01), 0.99))),
    count(*)
from scored
"""
OURS = "select avg(brier(p, o)), avg(log_score(p, o)), count(*) from scored"
BARE_BINS = "select cast(floor(p * 10) as integer) as bin, avg(p), avg(o), count(*) from scored group by bin"
OURS_BINS = """
select bin, avg(p), avg(o), wilson_low(avg(o), count(*)), wilson_high(avg(o), count(*)), count(*)
from (select p, o, least(cast(floor(p * 10) as integer), 9) + 1 as bin from scored)
group by bin
"""


def best_of(con: duckdb.DuckDBPyConnection, sql: str, times: int = 5) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        con.execute(sql).fetchall()
        found.append(time.perf_counter() - start)
    return min(found)


def rules(n: int) -> bool:
    con = duckdb.connect(config={"threads": "2"})
    con.execute("create table parameters as select 0.01 as log_clamp_low, 0.99 as log_clamp_high")
    for name in ("brier", "log_score", "wilson_low", "wilson_high"):
        con.execute((WAREHOUSE / "macros" / f"{name}.sql").read_text(encoding="utf-8"))
    con.execute(
        "create table scored as select (hash(i) % 1001) / 1000.0::double as p, cast(hash(i + 1) % 2 as double) as o"
        f" from range({n}) as numbers(i)"
    )
    bare, ours = best_of(con, BARE) + best_of(con, BARE_BINS), best_of(con, OURS) + best_of(con, OURS_BINS)
    print(f"Brier + log + calibration, {n:,} forecasts: {ours:.2f} s, bare {bare:.2f} s, ratio {ours / bare:.2f}")
    return ours <= 2 * bare


def bootstrap(n_forecasters: int = 2000, n_draws: int = 2000) -> bool:
    generator = np.random.default_rng(1)
    sizes = generator.integers(10, 200, n_forecasters)
    who = np.repeat(np.arange(n_forecasters), sizes)
    given, happened = generator.random(len(who)), generator.random(len(who)) < 0.5
    frame = pl.DataFrame(
        {
            "f": who,
            "q": generator.integers(0, 40_000, len(who)),
            "probability": given,
            "brier": (given - happened) ** 2,
        }
    )
    frame = frame.select(
        pl.lit("survey-2026").alias("scale"),
        pl.format("f{}", "f").alias("forecaster_id"),
        pl.format("q{}", "q").alias("question_id"),
        pl.format("d{}", pl.col("q") // 3).alias("document_id"),
        "probability",
        "brier",
        pl.lit(False).alias("is_conditional"),
    )
    start, worked = time.perf_counter(), time.process_time()
    leaderboard_intervals(frame, n_draws=n_draws, seed=1)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    size = f"{n_forecasters:,} forecasters x {n_draws:,} draws, {len(who):,} rows"
    print(f"bootstrap, {size}: {seconds:.1f} s ({worked:.1f} s of processor), peak {peak:.2f} GB")
    return seconds < 30 and peak < 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forecasts", type=int, default=10_000_000)
    arguments = parser.parse_args()
    return 0 if bootstrap() & rules(arguments.forecasts) else 1


if __name__ == "__main__":
    sys.exit(main())
