"""The log of runs: one JSON line per run and state, beside the data, so that what a night did outlives the database."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.ledger.files import make_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did. `batches` names those that it loaded, so that a rebuild audits them together again."""

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


def log_run(file: Path, run: Run) -> None:
    """Append a run's state. A later line about the same run supersedes the earlier one."""
    make_folder(file.parent)
    values = asdict(run)
    for name in ("started_at", "finished_at"):
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
    """Return the runs in the log in the order in which they began, each in its last state."""
    runs: dict[str, Run] = {}
    if file.exists():
        for line in file.read_bytes().splitlines():
            values = _parsed(line)
            if values is not None:
                runs[values["run_id"]] = Run(**values)
    return sorted(runs.values(), key=lambda run: run.started_at)


def _parsed(line: bytes) -> dict[str, Any] | None:
    """Return the values of a line, or None for one that a crash tore."""
    try:
        values: dict[str, Any] = json.loads(line)
        for name in ("started_at", "finished_at"):
            values[name] = values[name] and datetime.fromisoformat(values[name])
    except (ValueError, KeyError, TypeError):
        return None
    return values


def load_runs(con: DuckDBPyConnection, file: Path) -> None:
    """Put the log into the table `runs`."""
    import polars as pl

    moment = pl.Datetime("us", "UTC")
    rows = [{name: value for name, value in asdict(run).items() if name != "batches"} for run in logged_runs(file)]
    for row in rows:
        row["problems"] = list(row["problems"])
    overrides = {"started_at": moment, "finished_at": moment, "problems": pl.List(pl.String)}
    con.execute("delete from runs")
    if rows:
        con.register("run_rows", pl.DataFrame(rows, schema_overrides=overrides, infer_schema_length=None))
        con.execute("insert into runs by name select * from run_rows")
        con.unregister("run_rows")
