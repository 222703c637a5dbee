"""The plan for an archive of 100 million articles in docs/scale.md, reckoned from what benchmarks/archive.py measured.

Run: python benchmarks/archive.py --json benchmarks/archive.json && python benchmarks/plan.py
With --check it only says whether the page is in step with the figures. Every number between the two marks of the page
comes from archive.json by the formulas below; ASSUMED holds what was not measured, and the page says so.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / "benchmarks" / "archive.json"
PAGE = ROOT / "docs" / "scale.md"
MARKS = ("<!-- reckoned by benchmarks/plan.py -->", "<!-- end -->")

ARTICLES = 100_000_000
ASSUMED = {
    "words in an article": 600,
    "cores of a machine": 16,
    "machines": 10,
    "articles for each writer": 1_000_000,
    "dollars for a core and hour": 0.05,
    "dollars for a GB and month": 0.023,
}
"""Not measured: choices and list prices of a cloud, to be replaced by one's own."""


SHORT = 50_000
"""Documents below which what a file costs once still weighs on what it costs for each document."""


def rate(figures: dict[str, Any], what: str) -> float:
    """Documents per second."""
    return float(figures[what]["documents"] / figures[what]["seconds"])


def table(head: str, rows: list[tuple[str, ...]]) -> str:
    columns = head.split("|")
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def measured(figures: dict[str, Any]) -> str:
    """The tables of what was measured."""
    run = figures["run"]
    workers = run["workers"]
    parts = [
        "extract, inline", "extract, process x 1", f"extract, process x {workers}", f"extract, dask x {workers}",
        "reading the files", "spaCy's own pipeline", f"DuckDB, {figures['rows']:,} rows",
    ]  # fmt: skip
    stages = ["collect", "extract", "audit and load", "link", "score", "publish", "end to end"]

    def row(what: str) -> tuple[str, ...]:
        one = figures[what]
        return (
            what,
            f"{rate(figures, what):,.1f}",
            f"{one['bytes'] / one['seconds'] / 1e6:.3f}",
            f"{one['seconds']:,.1f}",
        )

    head = "|documents a second|MB a second|seconds"
    n, sample = figures["end to end"]["documents"], figures["extract, inline"]["documents"]
    slope = figures["slope"]
    steady, one_core = figures["steady"][f"process x {workers}"], figures["steady"]["inline"]
    return "\n\n".join(
        [
            f"Measured on {run['day']} with Python {run['python']} on {run['cores']} cores, over documents of "
            f"{run['words']} words in which {run['telling']:.0%} of the sentences hold a forecast; the load of the "
            f"machine was {run['load']:.1f} before it began.",
            f"Parts, over {sample:,} documents, the start of processes included:",
            table(head, [row(what) for what in parts]),
            f"Once its workers have begun, a pool of {workers} does {steady:,.1f} documents a second, "
            f"{steady / one_core:.2f} times what one process does ({one_core:,.1f}).",
            f"A whole backfill of {n:,} documents, {figures['forecasts']:,} forecasts, with {workers} processes:",
            table(head, [row(what) for what in stages]),
            f"All processes together held at most {figures['peak']:,.0f} MB while it extracted, "
            + (f"{slope:+.1f} MB for each 10,000 documents" if slope is not None else "in too short a run for a slope")
            + ". On disk a document took "
            + ", ".join(f"{total / n:,.0f} bytes in {name}" for name, total in figures["on_disk"].items())
            + ".",
        ]
    )


def shares(figures: dict[str, Any]) -> str:
    """Where the time of extraction goes, by the stored profile."""
    rows = [(part, f"{share:.0%}") for part, share in figures["profile"].items()]
    return "Where a worker's time goes, by a profile of its own time:\n\n" + table("|share", rows)


def plan(figures: dict[str, Any]) -> str:
    """The plan for ARTICLES."""
    run, n = figures["run"], figures["end to end"]["documents"]
    longer = ASSUMED["words in an article"] / run["words"]
    cores = ASSUMED["cores of a machine"] * ASSUMED["machines"]
    writers = ARTICLES / ASSUMED["articles for each writer"]
    each = {what: figures[what]["seconds"] / n for what in ("collect", "audit and load", "link", "score", "publish")}
    extract = longer / figures["steady"]["inline"]
    core_hours = ARTICLES * extract / 3600
    writer_hours = ASSUMED["articles for each writer"] * (each["collect"] + each["audit and load"]) * longer / 3600
    turns = writers / ASSUMED["machines"]
    last = ARTICLES * (each["link"] + each["score"] + each["publish"]) / 3600
    all_hours = core_hours / cores + turns * writer_hours + last
    stored = {name: total / n * longer * ARTICLES / 1e12 for name, total in figures["on_disk"].items()}
    kept = stored["captures"] + stored["extractions"] + stored["ledger.duckdb"] + stored["editions"]
    part = (each["collect"] + each["audit and load"]) * longer
    dollars = all_hours * cores * ASSUMED["dollars for a core and hour"]
    monthly = kept * 1000 * ASSUMED["dollars for a GB and month"]
    rows = [
        ("extraction", f"{extract:.3f} s of a core", f"{core_hours:,.0f} core-hours, {core_hours / cores:,.1f} h"),
        (
            "collect, audit and load",
            f"{part:.4f} s of a writer",
            f"{writers:,.0f} parts, {turns:,.0f} on each machine one after another: {turns * writer_hours:,.1f} h",
        ),
        ("link, score, publish", f"{last * 3600 / ARTICLES:.4f} s", f"{last:,.1f} h on one machine, if linear"),
        ("time", "", f"{all_hours:,.0f} h on {ASSUMED['machines']} machines"),
        (
            "bytes",
            f"{longer:g} times those of a document above",
            ", ".join(f"{name} {size:.2f} TB" for name, size in stored.items()),
        ),
        ("money", "", f"{dollars:,.0f} dollars of cores, {monthly:,.0f} dollars a month of disk"),
    ]
    assumed = ", ".join(f"{name} {value:,}" for name, value in ASSUMED.items())
    return f"Assumed, not measured: {assumed}.\n\n" + table(f"{ARTICLES:,} articles|each|in all", rows)


def rendered(figures: dict[str, Any]) -> str:
    """What stands between the marks."""
    doubt = ""
    if figures["end to end"]["documents"] < SHORT or figures["run"]["load"] > 1:
        doubt = (
            "**These figures are of a short run or a busy machine: too slow and too large. See `make figures`.**\n\n"
        )
    parts = (
        MARKS[0],
        "### What was measured",
        doubt + measured(figures),
        shares(figures),
        "### The plan",
        plan(figures),
        MARKS[1],
    )
    return "\n\n".join(parts)


def main() -> int:
    figures = json.loads(MEASURED.read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(MARKS[0])
    whole = before + rendered(figures) + rest.split(MARKS[1])[1]
    if "--check" in sys.argv[1:]:
        print("in step" if whole == page else f"{PAGE} is out of step; run: python benchmarks/plan.py")
        return int(whole != page)
    PAGE.write_text(whole, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
