"""The log of runs: one JSON line per run and state, beside the data, so that what a night did outlives the database."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.ledger.connect import in_transaction, statement
from foretold.ledger.files import is_held, make_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


CUT_SHORT = "it was cut short: the process was killed, or the machine went down"
"""The problem of a run that began, never ended, and no longer holds the data."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did, in one state: running, completed, unchanged or failed.

    `batches` names those that it loaded, so that a rebuild audits them together again; `scored_at` is the moment as of
    which it reckoned scores, so that a rebuild replays their intervals; `notes` are what the operator need not mend;
    `unread` names the sources that could not be read.
    """

    run_id: str
    kind: str
    started_at: datetime
    finished_at: datetime | None
    state: str
    n_documents_read: int
    n_documents_new: int
    n_forecasts_found: int
    n_quarantined: int
    problems: Sequence[str]
    batches: Sequence[str]
    scored_at: datetime | None = None
    notes: Sequence[str] = ()
    unread: Sequence[str] = ()


_MOMENTS = ("started_at", "finished_at", "scored_at")


def log_run(file: Path, run: Run) -> None:
    """Append a run's state. A later line about the same run supersedes the earlier one."""
    make_folder(file.parent)
    values = asdict(run)
    for name in _MOMENTS:
        values[name] = values[name] and values[name].isoformat()
    line = json.dumps(values, ensure_ascii=True) + "\n"
    with file.open("ab+") as handle:
        size = handle.seek(0, os.SEEK_END)
        handle.seek(max(0, size - 1))
        if size and handle.read(1) != b"\n":
            line = "\n" + line  # a crash tore the last line; it stays, and does not count
        handle.write(line.encode())
        handle.flush()
        os.fsync(handle.fileno())


def logged_runs(file: Path) -> list[Run]:
    """Return the runs in the log in the order in which they began, each in its last state.

    The order is that of the lines, since the clock may have been set back. A run that began and never ended has failed,
    unless it is the last one and the lock beside the log is held.
    """
    runs: dict[str, Run] = {}
    if file.exists():
        for line in file.read_bytes().splitlines():
            run = _parsed(line)
            if run is not None:
                runs[run.run_id] = run
    ended = list(runs.values())
    for index, run in enumerate(ended):
        is_last = index == len(ended) - 1
        if run.state == "running" and not (is_last and is_held(file.with_name(".lock"))):
            ended[index] = replace(run, state="failed", problems=[*run.problems, CUT_SHORT])
    return ended


def named_batches(file: Path) -> set[str]:
    """Return the batches that runs in the log have come to audit; others are of a run that was cut short before."""
    return {batch for run in logged_runs(file) for batch in run.batches}


def last_run(file: Path) -> Run | None:
    """Return the latest run in the log, None before the first."""
    runs = logged_runs(file)
    return runs[-1] if runs else None


def _parsed(line: bytes) -> Run | None:
    """Return the run that a line tells of, or None for one that a crash tore."""
    try:
        values: dict[str, Any] = json.loads(line)
        for name in _MOMENTS:
            moment = values.get(name)
            values[name] = moment and datetime.fromisoformat(moment)
        return Run(**values)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


IN_TABLE = tuple(field.name for field in fields(Run) if field.name not in ("batches", "scored_at", "unread"))


def load_runs(con: DuckDBPyConnection, file: Path, now: Run | None = None) -> None:
    """Put the log into the table `runs`, with the state `now` of the run that is going on."""
    import polars as pl

    runs = {run.run_id: run for run in logged_runs(file)}
    if now is not None:
        runs[now.run_id] = now
    moment = pl.Datetime("us", "UTC")
    rows = [{name: getattr(run, name) for name in IN_TABLE} for run in runs.values()]
    for row in rows:
        row |= {name: list(row[name]) for name in ("problems", "notes")}
    words = pl.List(pl.String)
    overrides = {"started_at": moment, "finished_at": moment, "problems": words, "notes": words}
    if rows:
        con.register("run_rows", pl.DataFrame(rows, schema_overrides=overrides, infer_schema_length=None))
        in_transaction(con, lambda: con.execute(statement("runs")))
        con.unregister("run_rows")
