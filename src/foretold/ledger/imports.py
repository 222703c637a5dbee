"""Importing files of numeric forecasts: crowds and models as benchmarks beside the columnists.

An imported file is an input. It is kept by its hash in imports/ and never edited; the line of the journal that brings
it in says who, why and how its columns are read. The ledger's rows follow from the two, now and at every rebuild. An
import is taken back by a further line, and what people decide about its forecasts goes before what the file says.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.corpus.problems import Problem
from foretold.errors import InputError, LedgerError
from foretold.ledger.connect import in_transaction, statement
from foretold.ledger.decide import Why, ambiguous, nothing_begins_with
from foretold.ledger.files import fsync, make_folder
from foretold.ledger.import_rows import FIELDS, Checked, Reading, Refused, check, line_names
from foretold.ledger.import_rules import inverted
from foretold.ledger.journal import Decision, Journal
from foretold.ledger.load import load_journal
from foretold.records import stable_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PIECE = 122_880
"""Rows that DuckDB handles together: one of its row groups."""


@dataclass(slots=True)
class Imported:
    """What came of an import."""

    import_id: str
    n_rows: int = 0
    n_forecasts: int = 0
    """Forecasts that are new."""
    n_known: int = 0
    """Rows that an earlier import had brought already."""
    is_recorded: bool = False
    """Whether the journal has a line for it now that it had not before."""
    problems: list[Problem] = field(default_factory=list)
    doubt: str | None = None
    """What looks wrong about the rows that were taken, in words."""


def import_file(
    con: DuckDBPyConnection,
    journal: Journal,
    folder: Path,
    path: Path,
    reading: Reading,
    *,
    by: str,
    because: str,
    strict: bool = False,
    evidence: str | None = None,
) -> Imported:
    """Check a file, keep it in `folder`, record it in the journal and load its good rows into the ledger.

    With `strict`, nothing is kept or recorded when any row breaks a rule. A file that stands already, read the same
    way, is left as it is. Raises InputError when it cannot be read, has no good row, or names unknown questions.
    """
    load_journal(con, journal.lines())
    load_imports(con, folder)
    next_line = int(con.execute("select 1 + coalesce(max(line_number), 0) from journal_lines").fetchall()[0][0])
    con.execute(statement("import_standing"), [next_line])
    import_id, name, stands = _identity(con, path, reading)
    if stands:
        return Imported(import_id)
    now = datetime.now(UTC)
    checked = _with_ids(con, import_id, path, check(path, reading, at=now))
    _check_questions(con)
    problems = [one.problem for one in checked.refused]
    done = Imported(import_id, checked.n_rows, problems=problems, doubt=inverted(checked.rows))
    if strict and problems:
        return done
    if checked.rows.is_empty():
        raise InputError(
            f"{path} has no row that can be taken ({problems[0] if problems else 'it is empty'})",
            rule="an import brings at least one forecast",
            remedy="look at --map",
        )
    _keep(path, folder / name)
    (line,) = journal.append([_decision(import_id, name, path, reading, checked, by, because, evidence)], now=now)
    load_journal(con, journal.lines())
    done.n_forecasts = _load(con, import_id, folder / name, line.number, now, checked)
    done.n_known = checked.rows.height - done.n_forecasts
    done.is_recorded = True
    return done


def load_imports(con: DuckDBPyConnection, folder: Path) -> int:
    """Load the files that the journal names and the ledger lacks, in the journal's order, and return how many.

    Raises LedgerError when a file is gone or was edited.
    """
    waiting = con.execute(statement("imports_unloaded")).fetchall()
    for line_number, at, import_id, name, body in waiting:
        checked = _read_again(folder / name, json.loads(body)["details"], at)
        con.execute(statement("import_standing"), [line_number])
        checked = _with_ids(con, import_id, folder / name, checked)
        _load(con, import_id, folder / name, line_number, at, checked)
    return len(waiting)


def _identity(con: DuckDBPyConnection, path: Path, reading: Reading) -> tuple[str, str, bool]:
    """Return the id of an import, the name that its file has in imports/, and whether it stands already.

    A file that was imported and taken back can be imported again, under an id of its own.
    """
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})", remedy="name a file") from error
    how = json.dumps([sorted(reading.columns.items()), reading.forecaster, reading.ids])
    ever = {row[0] for row in con.execute("select target from journal_lines where kind = 'import'").fetchall()}
    standing = {row[0] for row in con.execute("select import_id from import_standing").fetchall()}
    ids = (stable_id("i", digest, how, *([time] if time else [])) for time in count())
    import_id = next(one for one in ids if one in standing or one not in ever)
    return import_id, digest + path.suffix.lower(), import_id in standing


def _with_ids(con: DuckDBPyConnection, import_id: str, path: Path, checked: Checked) -> Checked:
    """Give the good rows their ids, in the temporary table import_new; refuse what would change an earlier import."""
    _give_ids(con, import_id, checked)
    changed = con.execute(statement("import_changed")).fetchall()
    if not changed:
        return checked
    checked = _without(changed, path, checked)
    _give_ids(con, import_id, checked)
    return checked


def _give_ids(con: DuckDBPyConnection, import_id: str, checked: Checked) -> None:
    """Fill the temporary table import_new with the good rows and their ids."""
    import polars as pl

    rows = checked.rows.with_columns(pl.lit(import_id).alias("import_id")).rechunk()
    # In pieces, so that DuckDB reads them on all processors.
    con.register("rows_checked", pl.concat([*rows.iter_slices(PIECE)] or [rows], rechunk=False))
    con.register("names_checked", checked.rows.select("forecaster").unique())
    con.execute(statement("import_ids"))
    con.unregister("rows_checked")
    con.unregister("names_checked")


def _without(changed: Sequence[tuple[int, float, float]], path: Path, checked: Checked) -> Checked:
    """Refuse rows that give a forecast of an earlier import another probability than it had."""
    import polars as pl

    names = line_names(path, [row for row, *_ in changed])
    refused = [
        Refused(
            row,
            "an imported forecast does not change",
            Problem(
                f"{checked.name}, {names[row]}",
                f"probability {now:g}, but an earlier import has {before:g} for this forecaster, question and moment",
                "what was said is not changed by an import",
                "correct it with: foretold correct; or take the earlier import back first",
            ),
            json.dumps({"probability": now}),
        )
        for row, now, before in changed
    ]
    rows = checked.rows.filter(~pl.col("row").is_in([one.row for one in refused]))
    return replace(checked, rows=rows, refused=sorted([*checked.refused, *refused], key=lambda one: one.row))


def _check_questions(con: DuckDBPyConnection) -> None:
    unknown = [row[0] for row in con.execute(statement("import_unknown")).fetchall()]
    if unknown:
        raise InputError(
            f"no question {', '.join(unknown)}",
            rule="an id like q_… names a question of this ledger",
            remedy="look it up with: foretold question list",
        )


def _keep(path: Path, kept: Path) -> None:
    """Copy a file to its place in imports/, whole or not at all. The same content is there once."""
    if kept.exists():
        return
    make_folder(kept.parent)
    beside = kept.with_name(f".{kept.name}.{os.getpid()}")
    try:
        shutil.copyfile(path, beside)
        fsync(beside)
        beside.replace(kept)
    finally:
        beside.unlink(missing_ok=True)
    fsync(kept.parent)


def _decision(
    import_id: str,
    name: str,
    path: Path,
    reading: Reading,
    checked: Checked,
    by: str,
    because: str,
    evidence: str | None,
) -> Decision:
    details: dict[str, Any] = {
        "name": path.name,
        "map": {key: reading.columns[key] for key in FIELDS if key in reading.columns},
    }
    if reading.forecaster is not None:
        details["forecaster"] = reading.forecaster
    details |= {"ids": reading.ids, "n_rows": checked.n_rows, "n_refused": len(checked.refused)}
    return Decision("import", import_id, "file", name, by, because, evidence, details)


def _read_again(kept: Path, details: Mapping[str, Any], at: datetime) -> Checked:
    """Return the rows of a file in imports/, read as its line of the journal says."""
    try:
        with kept.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _lost(kept, str(error.strerror)) from error
    if digest != kept.stem:
        raise _lost(kept, "its content is not what its name says")
    reading = Reading(details["map"], details.get("forecaster"), details["ids"])
    return check(kept, reading, at=at.astimezone(UTC), name=str(details["name"]))


def _lost(kept: Path, why: str) -> LedgerError:
    return LedgerError(
        f"the imported file {kept} cannot be used ({why})",
        rule="imported files are inputs, named by the hash of their content",
        remedy="restore it from a backup",
    )


def _load(con: DuckDBPyConnection, import_id: str, kept: Path, line_number: int, at: datetime, checked: Checked) -> int:
    """Move the rows of import_new into the ledger, in one transaction, and return how many forecasts are new."""
    con.execute(statement("import_new_rows"))
    n = int(con.execute("select count(*) from import_new").fetchall()[0][0])
    counts = [checked.n_rows, n, checked.rows.height - n, len(checked.refused)]

    def move() -> None:
        con.execute(statement("import_rows"))
        con.execute(
            "insert into imports values (?, ?, ?, ?, ?, ?, ?, ?, null)",
            [import_id, kept.name, checked.name, *counts, line_number],
        )
        _quarantine(con, import_id, at, checked.refused)

    in_transaction(con, move)
    for name in ("new", "outcomes", "openings", "again"):
        con.execute(f"drop table import_{name}")
    return n


def _quarantine(con: DuckDBPyConnection, import_id: str, at: datetime, refused: Sequence[Refused]) -> None:
    import polars as pl

    con.execute("delete from quarantine where run_id = ?", [import_id])
    rows = pl.DataFrame(
        {
            "run_id": [import_id] * len(refused),
            "table_name": ["imported_forecasts"] * len(refused),
            "row_id": [one.problem.address for one in refused],
            "rule": [one.rule for one in refused],
            "reason": [one.problem.rule for one in refused],
            "row_json": [one.cells for one in refused],
            "quarantined_at": [at.astimezone(UTC)] * len(refused),
        },
        schema_overrides={"quarantined_at": pl.Datetime("us", "UTC")},
    )
    if refused:
        con.register("refused_rows", rows)
        con.execute("insert into quarantine by name select * from refused_rows")
        con.unregister("refused_rows")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that was imported, as the journal and the ledger have it."""

    import_id: str
    name: str
    n_forecasts: int
    n_refused: int
    recorded_on: date
    recorded_by: str
    withdrawn_on: date | None


def list_imports(con: DuckDBPyConnection, beginning: str = "") -> list[Listed]:
    """Return the imports whose ids begin so, in the journal's order, those taken back included."""
    return [Listed(*row) for row in con.execute(statement("imports_listed"), [beginning]).fetchall()]


def withdraw(con: DuckDBPyConnection, journal: Journal, words: str, why: Why) -> Listed:
    """Take an import out of all later editions, and return it. Its file and its line stay.

    Raises InputError when no import, or several, begin so, or when it was taken back already.
    """
    found = list_imports(con, words) if words.startswith("i_") else []
    hits = [one for one in found if one.import_id == words] or found
    if not hits:
        nothing_begins_with("import", words, "list them with: foretold imports list")
    if len(hits) > 1:
        ambiguous("import", words, [one.import_id for one in hits])
    if hits[0].withdrawn_on is not None:
        raise InputError(
            f"{hits[0].import_id} was taken back on {hits[0].withdrawn_on}",
            rule="a decision changes something",
            remedy="bring the file in again with: foretold import",
        )
    journal.append([Decision("import", hits[0].import_id, "file", "", why.by, why.because, why.evidence)])
    return hits[0]
