"""From inputs to histories: who holds each forecast, which question it speaks of, what became of it."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.errors import SettingsError
from foretold.ledger.connect import in_transaction, statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from foretold.settings import Settings

METHOD_VERSION = "3"
"""Changes whenever any published number would change on the same inputs; CHANGELOG.md says why."""

LOG_CLAMP = (0.01, 0.99)
REVIEW_AFTER_MONTHS = 12


def link(con: DuckDBPyConnection, warehouse: Path, settings: Settings) -> None:
    """Compute every history anew from readings, extractions and the journal, in one transaction.

    Running it again on the same inputs gives the same rows.
    """
    from foretold.link.table import propose

    def compute() -> None:
        load_scales(con, warehouse / "scales")
        load_parameters(con, settings)
        _reckon_deadlines(con)
        for file in sorted((warehouse / "link").glob("*.sql")):
            con.execute(file.read_text(encoding="utf-8"))
            if file.stem.endswith("documents"):
                _reckon_deadlines(con)
            if file.stem.endswith("forecasters"):
                propose(con)
        con.execute("drop table reckoned")

    in_transaction(con, compute)


def load_scales(con: DuckDBPyConnection, folder: Path) -> None:
    """Replace the table of scales by the CSV files of a folder, the file's name being the scale's."""
    import polars as pl

    rows: list[dict[str, Any]] = []
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as handle:
            for number, row in enumerate(csv.DictReader(handle), start=2):
                try:
                    values = {name: float(row[name]) for name in ("low", "point", "high")}
                except (KeyError, TypeError, ValueError) as error:
                    raise SettingsError(
                        f"{file}, line {number}: {error}",
                        rule="low, point and high are numbers from 0 to 1",
                        remedy="mend the line",
                    ) from error
                rows.append(
                    {
                        "scale": file.stem,
                        "term": row["term"],
                        **values,
                        "mapping": row["mapping"],
                        "note": row.get("note"),
                    }
                )
    con.register("scale_rows", pl.DataFrame(rows, schema_overrides={"note": pl.String}))
    if con.execute(statement("scales_differ")).fetchall():
        con.execute("delete from scales")
        con.execute("insert into scales by name select * from scale_rows")
    con.unregister("scale_rows")


def load_parameters(con: DuckDBPyConnection, settings: Settings) -> None:
    """Set the one row of parameters. Raises SettingsError when the default scale does not exist."""
    known = [row[0] for row in con.execute("select distinct scale from scales order by 1").fetchall()]
    if settings.default_scale not in known:
        raise SettingsError(
            f"default_scale = '{settings.default_scale}'",
            rule=f"it names one of {', '.join(known)}",
            remedy="correct it in foretold.toml",
        )
    row = (settings.default_scale, settings.ranked_from, *LOG_CLAMP, REVIEW_AFTER_MONTHS, METHOD_VERSION)
    if con.execute("from parameters").fetchall() != [row]:
        con.execute("delete from parameters")
        con.execute("insert into parameters values (?, ?, ?, ?, ?, ?)", list(row))


def _reckon_deadlines(con: DuckDBPyConnection) -> None:
    """Fill `reckoned` with the deadlines of forecasts in documents whose date a person supplied.

    Time words are read against the supplied date by the same grammar as at extraction.
    """
    import polars as pl

    con.execute("drop table if exists reckoned")
    rows = con.execute(statement("supplied_dates")).fetchall()
    reckoned = [_reckon(*row) for row in rows]
    moment = pl.Datetime("us", "UTC")
    con.register(
        "reckoned_rows",
        pl.DataFrame(
            reckoned,
            schema={
                "forecast_id": pl.String,
                "due_earliest_on": pl.Date,
                "due_latest_on": pl.Date,
                "due_reason": pl.String,
                "known_at": moment,
                "superseded_at": moment,
            },
            orient="row",
        ),
    )
    con.execute("create temp table reckoned as select * from reckoned_rows")
    con.unregister("reckoned_rows")


def _reckon(
    forecast_id: str, words: str, earliest: date, latest: date, known_at: datetime, superseded_at: datetime | None
) -> tuple[str, date | None, date | None, str, datetime, datetime | None]:
    from foretold.extract.horizon import interpret

    horizon = interpret(words, earliest, latest)
    reason = f"{horizon.reason}; the document's date was supplied by a person"
    until = superseded_at.astimezone(UTC) if superseded_at else None
    return forecast_id, horizon.due_earliest, horizon.due_latest, reason, known_at.astimezone(UTC), until
