"""How fast the live list answers a word search over a million forecasts, ten at once, while editions are published.

Run: python benchmarks/search.py [--forecasts 1000000] [--swaps 50] [--folder F]. Prints the times of the requests at
rest and while another process publishes and editions are swapped; exits 1 where a request failed, or where the median
of either is above LIMIT. Pages of single forecasts are left out: they are files, and there would be a million.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import duckdb

from foretold.ledger.connect import CONFIG, apply_views, migrate
from foretold.ledger.link import load_parameters, load_scales
from foretold.ledger.publish import publish
from foretold.operate.priority import stand_back
from foretold.search.index import NAME, write_edition_index
from foretold.settings import Settings, house

LIMIT = 0.3
AT_ONCE = 10
WORDS = (
    "inflation",
    "rate cut",
    "strike",
    "border 17",
    "election autumn",
    "harvest",
    "quota 4",
    "treaty",
    "parliament",
    "grain",
)

ROWS = """
create temp macro pick(words, seed) as words[1 + cast(hash(seed) % len(words) as bigint)];
insert into sources (source_id, name, kind, address, is_full_text_allowed, is_sample)
    values ('bench', 'Benchmark', 'folder', 'bench', false, false);
insert into captures by name
    select 'c_' || i as capture_id, 'bench' as source_id, 'bench/' || i as address, 'text/plain' as media_type,
        timestamptz '2024-01-01' as captured_at, 9000 as n_characters
    from range({documents}) as r(i);
insert into document_history by name
    select 'd_' || i as document_id, 'c_' || i as capture_id, 'bench' as source_id, 'doc ' || i as name,
        'Column ' || i as title, cast([] as varchar[]) as authors,
        date '2015-01-01' + cast(i % 3600 as integer) as published_on, date '2015-01-01' as published_earliest_on,
        date '2024-12-31' as published_latest_on, 'stated' as published_basis, 'front matter' as published_reason,
        900 as n_words, false as is_withdrawn, timestamptz '2024-01-01' as known_at
    from range({documents}) as r(i);
insert into forecaster_names by name
    select 'p_' || i as name_id, 'p_' || i as forecaster_id, 'Person ' || i as name, 'named' as kind,
        timestamptz '2024-01-01' as known_at
    from range(2000) as r(i);
create temp table made as
    select i, 'f_' || lpad(cast(i as varchar), 16, '0') as forecast_id,
        'q_' || lpad(cast(i as varchar), 16, '0') as question_id,
        pick(['The ', 'A new ', 'This ', 'Their '], i)
        || pick(['inflation', 'strike', 'harvest', 'treaty', 'parliament', 'border', 'quota', 'grain'], i + 1)
        || ' ' || (hash(i + 2) % 97) || ' will ' || pick(['end', 'pass', 'double', 'fall', 'hold', 'split'], i + 3)
        || ' before the ' || pick(['autumn', 'rate cut', 'summit', 'election', 'winter', 'budget', 'talks'], i + 4)
        || ' of ' || (2016 + hash(i + 5) % 9) as claim
    from range({forecasts}) as r(i);
insert into question_history by name
    select question_id, claim as event, forecast_id as opened_by_forecast_id, timestamptz '2024-01-01' as known_at
    from made;
insert into question_members by name
    select forecast_id, question_id, 'asserts' as side, 'own' as reason, timestamptz '2024-01-01' as known_at from made;
insert into forecast_history by name
    select forecast_id, 'd_' || (i % {documents}) as document_id, 'p_' || (hash(i + 6) % 2000) as name_id,
        'extracted' as origin, claim || ', I say.' as quote, 10 as start_offset, 10 + length(claim) + 8 as end_offset,
        claim || ', I say.' as paragraph, 10 as paragraph_start_offset, claim, 'author' as speaker, 'certain' as band,
        'will' as cue, pick(['will', 'likely', 'unlikely', 'may'], i + 7) as term, 'none' as probability_basis,
        date '2015-01-01' + cast(i % 3600 as integer) as made_on, true as is_checkable,
        cast([] as varchar[]) as vagueness, pick(['economy', 'elections', 'war', 'climate'], i + 8) as topic,
        'modal' as reason, 'bench' as extractor_version, 'standing' as status, timestamptz '2024-01-01' as known_at
    from made;
insert into outcome_history by name
    select question_id, pick(['yes', 'no'], i) as outcome,
        case when pick(['yes', 'no'], i) = 'yes' then 1 else 0 end as share, date '2025-01-01' as settled_on,
        'benchmark' as because, 'benchmark' as recorded_by, i + 1 as line_number, timestamptz '2025-01-01' as known_at
    from made
    where i % 10 = 0;
"""


def make_ledger(file: Path, n: int) -> None:
    """Fill a ledger with forecasts in words."""
    with duckdb.connect(str(file), config=dict(CONFIG)) as con:
        con.execute("set timezone = 'UTC'")
        migrate(con, house() / "warehouse" / "schema")
        load_scales(con, house() / "warehouse" / "scales")
        load_parameters(con, Settings())
        con.execute(ROWS.format(forecasts=n, documents=max(1, n // 50)))
        apply_views(con, house() / "warehouse")


def publish_once(folder: Path) -> None:
    """Publish the next edition with its search file, and no pages."""

    def pages(database: Path, *_: object) -> None:
        write_edition_index(database, folder / "none.sqlite", database.with_name(NAME))

    with duckdb.connect(str(folder / "ledger.duckdb"), config=dict(CONFIG)) as con:
        con.execute("set timezone = 'UTC'")
        publish(con, folder / "editions", house(), keep=3, build_pages=pages)


def served(folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """Start the real server in a process of its own, and return its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("foretold"))
    command = [program, "serve", "--data", str(folder), "--port", str(port)]
    server = subprocess.Popen(command, env=os.environ | {"FORETOLD_USER": "benchmark"})
    address = f"http://127.0.0.1:{port}/forecasts/index.html?q="
    for _ in range(600):
        try:
            urlopen(address + "warm", timeout=60).read()
            return address, server
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def swap(editions: Path, stop: threading.Event, n: int) -> int:
    """Make copies of the current edition, each in place of the one before, and drop all but the last three."""
    done = 0
    while done < n and not stop.is_set():
        current = (editions / "current").resolve()
        after = editions / f"{int(current.name) + 1:06d}"
        shutil.copytree(current, after, copy_function=os.link)
        beside = editions / ".swap"
        beside.symlink_to(after.name)
        beside.replace(editions / "current")
        for old in sorted(one for one in editions.iterdir() if one.name.isdigit())[:-3]:
            shutil.rmtree(old)
        done += 1
        time.sleep(1)
    return done


def ask(address: str, until: Callable[[int], bool]) -> tuple[list[float], int]:
    """Search with AT_ONCE requests at once until told to stop; return their seconds, and how many failed."""
    seconds: list[float] = []
    failed = 0
    lock = threading.Lock()

    def one(number: int) -> None:
        nonlocal failed
        while until(len(seconds)):
            began = time.perf_counter()
            try:
                with urlopen(address + quote(WORDS[(number + len(seconds)) % len(WORDS)]), timeout=60) as answer:
                    is_good = answer.status == 200 and b"forecasts found" in answer.read()
            except OSError:
                is_good = False
            with lock:
                seconds.append(time.perf_counter() - began)
                failed += not is_good

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, range(AT_ONCE)))
    return seconds, failed


def processor(pid: int) -> float:
    """Seconds of processor that a process has used; 0 where the system does not tell."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def told(name: str, server: int, requests: Callable[[], tuple[list[float], int]]) -> bool:
    """Make requests, print what came of them, and tell whether the limit was kept."""
    before = processor(server)
    seconds, failed = requests()
    work = 1000 * (processor(server) - before) / max(1, len(seconds))
    ordered = sorted(seconds)
    middle, high = statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]
    times = f"median {middle * 1000:.0f} ms, 95 % within {high * 1000:.0f} ms, {work:.0f} ms of processor each"
    print(f"{name}: {len(ordered)} requests, {times}, {failed} failed", flush=True)
    return middle <= LIMIT and not failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forecasts", type=int, default=1_000_000)
    parser.add_argument("--swaps", type=int, default=50)
    parser.add_argument("--folder", type=Path, help="where to work; what lies there is used again")
    parser.add_argument("--publish", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="foretold-benchmark-"))
    folder.mkdir(parents=True, exist_ok=True)
    if options.publish:
        stand_back()  # as every scheduled night does
        publish_once(folder)
        return 0
    if not (folder / "editions" / "current").exists():
        began = time.perf_counter()
        make_ledger(folder / "ledger.duckdb", options.forecasts)
        publish_once(folder)
        print(f"made and published {options.forecasts:,} forecasts in {time.perf_counter() - began:.0f} s", flush=True)
    address, server = served(folder)
    try:
        is_kept = told("at rest", server.pid, lambda: ask(address, lambda n: n < 100))
        shutil.rmtree(folder / "beside", ignore_errors=True)
        shutil.copytree(folder / "editions", folder / "beside" / "editions", symlinks=True, dirs_exist_ok=True)
        shutil.copyfile(folder / "ledger.duckdb", folder / "beside" / "ledger.duckdb")
        # The writer works on copies: its swap would come once, and the swaps are what is counted here.
        writer = subprocess.Popen([sys.executable, __file__, "--publish", "--folder", folder / "beside"])
        stop = threading.Event()
        swapper = ThreadPoolExecutor(1).submit(swap, folder / "editions", stop, options.swaps)
        name = f"while a run publishes, over {options.swaps} swaps"
        is_kept &= told(name, server.pid, lambda: ask(address, lambda _: not swapper.done()))
        writer.wait()
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder / "beside", ignore_errors=True)
        if options.folder is None:
            shutil.rmtree(folder)
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
