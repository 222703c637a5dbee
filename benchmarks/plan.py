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

from foretold.link.candidates import LIMIT as MOST_COMPARED

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / "benchmarks" / "archive.json"
PAGE = ROOT / "docs" / "scale.md"
MARKS = ("<!-- reckoned by benchmarks/plan.py -->", "<!-- end -->")

ARTICLES = 100_000_000
ASSUMED = {
    "words in an article": 600,
    "cores of a machine": 16,
    "machines": 10,
    "articles for each part": 1_000_000,
    "dollars for a core and hour": 0.0408,
    "dollars for a GB and month": 0.08,
}
"""Not measured: choices, and list prices of which PRICES names the source; to be replaced by one's own."""

PRICES = (
    "Prices are list prices of Amazon in us-east-1, on demand: half of an m7g.large, 0.0816 dollars an hour for two "
    "cores (factualminds.com/blog/amazon-ec2-on-demand-pricing-instance-families-2026, June 2026), and a gp3 volume "
    "(aws.amazon.com/ebs/pricing), since all writers see one folder. A rented core is taken to be as fast as one of "
    "those measured here."
)

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
    stages = ["collect", "extract", "audit and load", "link", "link with outcomes", "score", "publish"]

    def row(what: str) -> tuple[str, ...]:
        one = figures[what]
        return (
            what,
            f"{rate(figures, what):,.1f}",
            f"{one['bytes'] / one['seconds'] / 1e6:.3f}",
            f"{one['seconds']:,.1f}",
            f"{one['megabytes']:,.0f}" if "megabytes" in one else "",
        )

    head = "|documents a second|MB a second|seconds"
    n, sample = figures["end to end"]["documents"], figures["extract, inline"]["documents"]
    slope = figures["slope"]
    return "\n\n".join(
        [
            f"Measured on {run['day']} with Python {run['python']} on {run['cores']} cores ({run['processor']}), over "
            f"documents of {run['words']} words in which {run['telling']:.0%} of the sentences hold a forecast; the "
            f"load of the machine was {run['load']:.1f} before it began.",
            f"Parts, over {sample:,} documents, the start of processes included:",
            table(head, [row(what)[:4] for what in parts]),
            "Rate and cost once the workers have begun, where the cost is the time of the cores that they hold:",
            table("|documents a second|times the rate of one|core-seconds for each document", costs(figures)),
            f"A whole backfill of {n:,} documents, {figures['forecasts']:,} forecasts, with {workers} processes; every "
            f"tenth question gets an outcome, {figures['scored']:,} forecasts are scored:",
            table(f"{head}|MB of memory at most", [row(what) for what in (*stages, "end to end")]),
            (
                f"While it extracted, the memory of all processes grew by {slope:+.1f} MB for each 10,000 documents"
                if slope is not None
                else "The run was too short for a slope of memory"
            )
            + ". On disk a document took "
            + ", ".join(f"{total / n:,.0f} bytes in {name}" for name, total in figures["on_disk"].items())
            + ".",
        ]
    )


def costs(figures: dict[str, Any]) -> list[tuple[str, ...]]:
    """Rate and cost of extraction by one process and by several."""
    workers, steady = figures["run"]["workers"], figures["steady"]
    held = {"inline": 1, "process x 1": 1, f"process x {workers}": workers, f"dask x {workers}": workers}
    return [
        (name, f"{steady[name]:,.1f}", f"{steady[name] / steady['inline']:.2f}", f"{n / steady[name]:.4f}")
        for name, n in held.items()
    ]


def shares(figures: dict[str, Any]) -> str:
    """Where the time of extraction goes, by the stored profile."""
    rows = [(part, f"{share:.0%}") for part, share in figures["profile"].items()]
    return "Where a worker's time goes, by a profile of its own time:\n\n" + table("|share", rows)


def plan(figures: dict[str, Any]) -> str:
    """The plan for ARTICLES."""
    run, n = figures["run"], figures["end to end"]["documents"]
    longer = ASSUMED["words in an article"] / run["words"]
    machines, cores = ASSUMED["machines"], ASSUMED["cores of a machine"] * ASSUMED["machines"]
    # The rate at which several processes work beside each other: fewer a core than one process alone.
    extract = longer * run["workers"] / figures["steady"][f"process x {run['workers']}"]
    core_hours = ARTICLES * extract / 3600
    of_part = ASSUMED["articles for each part"]
    turns = ARTICLES / of_part / machines
    taken = longer * sum(figures[what]["seconds"] for what in ("collect", "audit and load")) / n
    forecasts = figures["forecasts"] / n * longer * of_part
    link = MOST_COMPARED * figures["link"]["seconds"] / max(figures["compared"], figures["forecasts"])
    held = 1e6 * max(figures["link"]["megabytes"] - figures["collect"]["megabytes"], 0) / figures["forecasts"]
    last = sum(figures[what]["seconds"] for what in ("link with outcomes", "score", "publish")) / figures["forecasts"]
    hours = [of_part * taken / 3600, forecasts * link / 3600, forecasts * last / 3600]
    in_all = core_hours / cores + turns * sum(hours)
    stored = {name: total / n * longer * ARTICLES / 1e12 for name, total in figures["on_disk"].items()}
    of_cores = in_all * cores * ASSUMED["dollars for a core and hour"]
    of_disk = sum(stored.values()) * 1000 * ASSUMED["dollars for a GB and month"]

    def one_after_another(each: float) -> str:
        return f"{each:,.1f} h a part, {turns * each:,.0f} h for {turns:,.0f} parts one after another"

    rows = [
        ("extraction", f"{extract:.4f} s of a core", f"{core_hours:,.0f} core-hours, {core_hours / cores:,.1f} h"),
        ("collect, audit and load", f"{taken:.4f} s", one_after_another(hours[0])),
        (
            "link",
            f"at most {1000 * link:.2f} ms and {held / 1000:.1f} kB of memory a forecast",
            f"{one_after_another(hours[1])}; {forecasts * held / 1e9:,.0f} GB of memory",
        ),
        ("link again, score, publish", f"{1000 * last:.2f} ms a forecast", one_after_another(hours[2])),
        ("time", "", f"{in_all:,.0f} h on {machines} machines"),
        (
            "bytes",
            f"{longer:g} times those of a document above",
            ", ".join(f"{name} {size:.2f} TB" for name, size in stored.items()),
        ),
        ("money", "", f"{of_cores:,.0f} dollars of cores, {of_disk:,.0f} dollars a month of disk"),
    ]
    assumed = ", ".join(f"{name} {value:,}" for name, value in ASSUMED.items())
    return "\n\n".join(
        [
            f"Assumed, not measured: {assumed}. {PRICES}",
            table(f"{ARTICLES:,} articles|each|in all", rows),
            f"The archive is cut into {ARTICLES / of_part:,.0f} parts by time, each a ledger with an edition of its "
            "own that is read together with the others (ATTACH): one process links, in memory, and claims of years "
            "apart are never compared. Extraction, collecting and the audit are in proportion to the words, scores to "
            "the forecasts. The more claims there are, the more others each is compared with, up to "
            f"{MOST_COMPARED}; it was {figures['compared'] / figures['forecasts']:,.1f} in the run above, and linking "
            f"is reckoned as if each met {MOST_COMPARED}. Pages are not in it.",
        ]
    )


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
