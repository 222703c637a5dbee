"""Real processes to kill and real disks to fill: a worker that forks nights, data to run them over, what was published."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from foretold.ledger.connect import connect
from foretold.ledger.files import is_held
from foretold.settings import Settings

WORKER = Path(__file__).with_name("worker.py")

RUN_COLUMNS = ("run_id", "fingerprint", "edition_number", "row_json")
"""What tells one run from another and not what was found."""


@dataclass
class Worker:
    """Forks a process for each order; one at a time."""

    folder: Path
    process: subprocess.Popen[str] = field(init=False)
    has_clock: bool = field(init=False)
    """Whether the clock of the forked processes can be set, with `seconds_ahead`."""
    environment: dict[str, str] = field(init=False)
    n: int = 0
    lock: Path = field(init=False)
    """The lock of the data that the last order is about."""

    def __post_init__(self) -> None:
        environment = os.environ | {"FORETOLD_USER": "tester"}
        clock = self.folder / "clock.so"
        compiler = shutil.which("cc")
        if compiler is not None:
            source = WORKER.with_name("clock.c")
            subprocess.run([compiler, "-shared", "-fPIC", "-o", clock, source, "-ldl"], check=True)
            environment["LD_PRELOAD"] = str(clock)
        self.environment = environment
        self.has_clock = compiler is not None
        self.process = subprocess.Popen(
            [sys.executable, str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def begin(
        self,
        do: str,
        *,
        kill_at_change: int = 0,
        largest_file: int = 0,
        seconds_ahead: int = 0,
        **arguments: object,
    ) -> int:
        """Begin in a process of its own and return its id."""
        self.n += 1
        self.lock = Path(str(arguments["data"])) / ".lock"
        order = {
            "do": do,
            "arguments": {name: str(one) if isinstance(one, Path) else one for name, one in arguments.items()},
            "log": str(self.log),
            "kill_at_change": kill_at_change,
            "largest_file": largest_file,
            "seconds_ahead": seconds_ahead,
        }
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        word, pid = self._line().split()
        assert word == "begun"
        return int(pid)

    def end(self) -> int:
        """Wait until the process has ended; return its exit code, or minus the signal that ended it."""
        word, status = self._line().split()
        assert word == "ended"
        deadline = time.monotonic() + 10
        while is_held(self.lock) and time.monotonic() < deadline:
            time.sleep(0.02)  # the kernel gives it back when all threads are gone, which a busy machine can delay
        return int(status)

    def run(self, do: str, **order: Any) -> int:
        """Do both."""
        self.begin(do, **order)
        return self.end()

    def kill_after(self, seconds: float, do: str, **order: Any) -> int:
        """Begin, kill -9 after so many seconds, and return how it ended: -9, or 0 when it had finished before."""
        pid = self.begin(do, **order)
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):  # it had finished
            os.kill(pid, signal.SIGKILL)
        return self.end()

    @property
    def log(self) -> Path:
        """Where the process of the last order said what it had to say."""
        return self.folder / f"log-{self.n}.txt"

    @property
    def said(self) -> str:
        """What the process of the last order said."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""


def write_article(folder: Path, number: int, *, author: str = "", day: str = "") -> Path:
    """Write a small article of an invented author, with two forecasts."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"column-{number:03}.md"
    author = author or ("Ada Lorne", "Bruno Vale", "Cleo Marsh")[number % 3]
    file.write_text(
        f"---\ntitle: Column {number}\nauthor: {author}\npublished: {day or f'2024-03-{number % 28 + 1:02}'}\n---\n"
        f"The council of ward {number} met on Monday.\n\n"
        f"Ward {number} will get a new bridge by 2025. The mayor of ward {number} is unlikely to resign.\n",
        encoding="utf-8",
    )
    return file


@dataclass(frozen=True)
class Prepared:
    """Data after a first night, and the folder that holds more for the second."""

    data: Path
    source: Path

    def copy(self, to: Path) -> Prepared:
        """Return a copy of the data over the same source."""
        shutil.copytree(self.data, to, symlinks=True)
        return Prepared(to, self.source)

    @property
    def settings(self) -> Settings:
        return Settings(data=self.data)

    @property
    def order(self) -> dict[str, object]:
        """The arguments of a night over it, a batch for each capture."""
        return {"data": self.data, "source": self.source, "chunk": 1}


@dataclass(frozen=True)
class Undisturbed:
    """What the second night publishes when nothing goes wrong, and how long that takes."""

    before: dict[str, list[Any]]
    """What stood in the edition of the first night."""
    tables: dict[str, list[Any]]
    seconds: float


def rows_of(edition: Path, query: str) -> list[tuple[Any, ...]]:
    """Query an edition."""
    con = connect(edition.resolve(), read_only=True)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def published(edition: Path) -> dict[str, list[Any]]:
    """Return every table and view of an edition but for times and for what tells one run from another."""
    columns: dict[str, list[str]] = {}
    for table, column, kind in rows_of(
        edition,
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'main'",
    ):
        if (
            table not in ("runs", "editions", "quality_results", "nightly_quality")
            and kind != "TIMESTAMP WITH TIME ZONE"
            and column not in RUN_COLUMNS
        ):
            columns.setdefault(table, []).append(column)
    tables = {
        table: sorted(repr(_rounded(row)) for row in rows_of(edition, f"select {', '.join(names)} from {table}"))
        for table, names in columns.items()
    }
    # How many rows a run audits depends on where it was cut short; how many were audited in all does not.
    tables["quality_results"] = rows_of(
        edition,
        "select table_name, rule, sum(n_rows), sum(n_failed) from quality_results group by table_name, rule order by all",
    )
    return tables


def _rounded(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(round(value, 9) if isinstance(value, float) else value for value in row)


def check_whole(one: Prepared, old_or_new: list[dict[str, list[Any]]]) -> None:
    """Whatever happened: readers see one edition, the old or the new one, and all of it."""
    edition = one.settings.edition
    assert edition.exists()
    tables = published(edition)
    assert tables in old_or_new, differences(tables, old_or_new[-1])
    assert (one.settings.site / "index.html").stat().st_size > 1000
    for file in (edition.resolve().parent / "parquet").glob("*.parquet"):
        assert file.read_bytes().endswith(b"PAR1")
    con = connect(one.settings.ledger) if one.settings.ledger.exists() else None
    if con is not None:
        con.close()


def differences(tables: dict[str, list[Any]], others: dict[str, list[Any]]) -> str:
    """Say which tables differ, with a row that only one of the two has."""
    lines = []
    for name in sorted(tables.keys() | others.keys()):
        here, there = set(map(repr, tables.get(name, []))), set(map(repr, others.get(name, [])))
        if here != there:
            lines.append(f"{name}: here {sorted(here - there)[:1]}, there {sorted(there - here)[:1]}")
        elif tables.get(name) != others.get(name):
            lines.append(f"{name}: the same rows, not equally often")
    return "\n".join(lines)


def check_clean(one: Prepared) -> None:
    """After a night that finished: nothing half-written lies about, and no forecast is there twice."""
    settings = one.settings
    assert [path.name for path in settings.editions.glob(".*")] == []
    assert [path.name for path in settings.extractions.glob(".*")] == []
    assert [path.name for path in settings.captures.rglob(".*")] == []
    doubled = rows_of(settings.edition, "select quote, document_id from forecasts group by all having count(*) > 1")
    assert doubled == []


def tear(data: Path) -> None:
    """Leave everywhere what a crash at the worst moment can leave."""
    with (data / "captures" / "sightings.jsonl").open("ab") as file:
        file.write(b'{"capture_id": "c_12')
    with (data / "runs.jsonl").open("ab") as file:
        file.write(b'{}\n[1]\nnull\n{"run_id": "r_1"}\n{"run_id": "r_2026')
    with (data / "journal" / "journal.jsonl").open("ab") as file:
        file.write(b'{"n": 5, "at"')
    (data / "captures" / "ab").mkdir(exist_ok=True)
    (data / "captures" / "ab" / ".writing-x1").write_bytes(b"half")
    half = data / "extractions" / f".{datetime.now(UTC):%Y%m%dT%H%M%S%f}-0123456789abcdef.4711"
    half.mkdir()
    (half / "captures.parquet").write_bytes(b"PAR1")
    building = data / "editions" / ".building-000002"
    building.mkdir(exist_ok=True)
    (building / "foretold.duckdb").write_bytes(b"half")
    (data / "editions" / ".current-4711").symlink_to("000002")
