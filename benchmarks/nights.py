"""What a night costs when nothing is new, and when fifty texts are, by the number of documents that are known already.

Run: python benchmarks/nights.py [--known 1000 10000 100000] [--write]

Prints the seconds of each step (the middle of three nights), the bare listing of the files beside them, and how the
whole grows with the documents; Prefect's start-up is left out. With --write the figures are kept in nights.json and the
table in docs/nights.md is made from them. Exits 1 where a night with nothing new costs more than LIMIT times its
listing beyond what it costs at the smallest size.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from foretold import night as steps
from foretold.corpus.sources import folder_source
from foretold.night import Night
from foretold.settings import Settings

N_NEW = 50
LIMIT = 5.0
MEASURED = Path(__file__).with_suffix(".json")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "nights.md"
MARKS = ("<!-- measured by benchmarks/nights.py -->", "<!-- end -->")


def write_texts(folder: Path, first: int, n: int) -> None:
    """Write short columns; one in ten holds a forecast, as in an archive of news."""
    for number in range(first, first + n):
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        last = f"Ward {number} will get a bridge by 2025." if number % 10 == 0 else f"Ward {number} got a bridge."
        (place / f"{number:06}.md").write_text(
            f"---\ntitle: Column {number}\nauthor: Writer {number % 97}\npublished: 2024-03-{number % 28 + 1:02}\n---\n"
            f"The council of ward {number} met on Monday. {last}\n",
            encoding="utf-8",
        )


def timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def listing(folder: Path) -> float:
    """Seconds to list the files with size and time of change, and no more."""
    return timed(lambda: [(Path(at) / name).stat() for at, _, names in os.walk(folder) for name in names])


def one_night(data: Path, source: Path) -> dict[str, float]:
    """Run the steps of a night and return the seconds of each."""
    night = Night(Settings(data=data, user="benchmark"), [folder_source(source)])
    steps.begin(night)

    walked: dict[str, Callable[[], object]] = {
        "collect": lambda: steps.collect(night),
        "extract": lambda: steps.extract(night, steps.pending(night)),
        "audit": lambda: steps.audit(night),
        "link": lambda: steps.link(night),
        "score": lambda: steps.score(night),
        "watch": lambda: steps.watch(night),
        "publish": lambda: steps.publish_edition(night),
    }
    return {name: timed(step) for name, step in walked.items()}


def line(what: str, seconds: dict[str, float]) -> None:
    parts = "  ".join(f"{name} {value:.2f}" for name, value in seconds.items())
    print(f"  {what}: {sum(seconds.values()):.2f} s  ({parts})", flush=True)


def rendered(figures: dict[str, Any]) -> str:
    """The table of docs/nights.md, with the marks around it."""
    head = f"| documents known | nothing new | of which collect | bare listing of the files | {N_NEW} new texts |"
    rows = [
        f"| {int(n):,} | {sum(one['nothing_new'].values()):.2f} s | {one['nothing_new']['collect']:.2f} s"
        f" | {one['listing']:.2f} s | {sum(one['new'].values()):.1f} s |"
        for n, one in figures.items()
    ]
    return "\n".join([MARKS[0], "", head, "|---|---|---|---|---|", *rows, "", MARKS[1]])


def write(figures: dict[str, Any]) -> None:
    """Keep the figures, and put the table that follows from them into the page."""
    MEASURED.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    before, rest = PAGE.read_text(encoding="utf-8").split(MARKS[0])
    PAGE.write_text(before + rendered(figures) + rest.split(MARKS[1])[1], encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--known", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--write", action="store_true", help="Keep the figures and renew the table in docs/nights.md.")
    asked = parser.parse_args()
    sizes, kept = sorted(asked.known), dict[str, Any]()
    root = Path(tempfile.mkdtemp(prefix="nights-"))
    costs: list[tuple[int, float, float]] = []
    try:
        for n in sizes:
            print(f"{n} documents known", flush=True)
            source, data = root / f"texts-{n}", root / f"data-{n}"
            write_texts(source, 0, n)
            line("first night", one_night(data, source))
            nights = [one_night(data, source) for _ in range(3)]
            middle = {name: median(night[name] for night in nights) for name in nights[0]}
            listed = median(listing(source) for _ in range(3))
            line("nothing new", middle)
            print(f"  bare listing: {listed:.3f} s", flush=True)
            write_texts(source, n, N_NEW)
            new = one_night(data, source)
            line(f"{N_NEW} new", new)
            kept[str(n)] = {"nothing_new": middle, "listing": listed, "new": new}
            costs.append((n, sum(middle.values()), listed))
    finally:
        shutil.rmtree(root)
    if asked.write:
        write(kept)
    (_, base, base_listed), is_kept = costs[0], True
    for n, cost, listed in costs[1:]:
        ratio = (cost - base) / (listed - base_listed)
        is_kept &= ratio <= LIMIT
        print(f"{n}: {cost - base:+.2f} s beyond {sizes[0]}, {ratio:.1f} times its listing (limit {LIMIT:g})")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
