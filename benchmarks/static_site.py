"""How long the static pages take: all of them, and only what changed since the edition before.

Run: python benchmarks/static_site.py [--forecasts 10000] [--resolved 100]. Fills a ledger with made-up forecasts,
publishes it by the real publisher with its search file and all pages, records outcomes of --resolved more questions and
publishes again. Prints JSON: seconds of building the pages, and of publishing around it. Exits 1 where the first build
takes longer than LIMIT, or the second no less time than the first.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from search import make_ledger

from foretold.ledger.connect import CONFIG
from foretold.ledger.publish import publish
from foretold.search.index import NAME, write_edition_index
from foretold.settings import house
from foretold.site.build import SiteReport, build_site

LIMIT = 60.0
OUTCOMES = """
insert into outcome_history by name
    select question_id, 'yes' as outcome, 1 as share, date '2025-02-01' as settled_on, 'benchmark' as because,
        'benchmark' as recorded_by, 1000000 + row_number() over (order by question_id) as line_number,
        timestamptz '2025-02-01' as known_at
    from question_history
    where question_id not in (select question_id from outcome_history)
    order by question_id
    limit ?;
"""


def publish_pages(folder: Path, n_resolved: int) -> dict[str, float]:
    """Record outcomes of more questions, publish, and return what it took."""
    reports: list[SiteReport] = []

    def pages(database: Path, out: Path, previous: Path | None) -> None:
        write_edition_index(database, folder / "none.sqlite", database.with_name(NAME))
        reports.append(build_site(database, out, house=house(), previous=previous))

    with duckdb.connect(str(folder / "ledger.duckdb"), config=dict(CONFIG)) as con:
        con.execute("set timezone = 'UTC'")
        con.execute(OUTCOMES, [n_resolved])
        began, busy = time.perf_counter(), time.process_time()
        publish(con, folder / "editions", house(), keep=3, build_pages=pages)
        seconds, processor = time.perf_counter() - began, time.process_time() - busy
    (report,) = reports
    return {
        "pages": report.n_pages,
        "unchanged": report.n_unchanged,
        "home_bytes": report.n_bytes_home,
        "pages_seconds": round(report.seconds, 1),
        "publish_seconds": round(seconds, 1),
        "publish_processor_seconds": round(processor, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forecasts", type=int, default=10_000)
    parser.add_argument("--resolved", type=int, default=100, help="outcomes recorded between the two editions")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="foretold-benchmark-") as name:
        folder = Path(name)
        make_ledger(folder / "ledger.duckdb", options.forecasts)
        first = publish_pages(folder, 0)
        second = publish_pages(folder, options.resolved)
    load = round(os.getloadavg()[0], 1)
    print(json.dumps({"forecasts": options.forecasts, "load": load, "full": first, "incremental": second}, indent=2))
    return 0 if first["pages_seconds"] <= LIMIT and second["pages_seconds"] < first["pages_seconds"] else 1


if __name__ == "__main__":
    sys.exit(main())
