"""A small ledger for tests of the warehouse: the real schema, macros, views and scales, and rows by name."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from foretold.ledger.connect import apply_views, connect, migrate

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WAREHOUSE = Path(__file__).parents[2] / "warehouse"
EARLY = "2020-01-01T00:00:00Z"


@dataclass
class Ledger:
    """The ledger, its connection, and ways to add what a test needs; ids are what the test says."""

    con: DuckDBPyConnection
    n_forecasts: int = 0
    known: set[str] = field(default_factory=set)

    def one(self, sql: str, parameters: list[Any] | None = None) -> tuple[Any, ...]:
        """Return the only row of a query."""
        rows = self.con.execute(sql, parameters or []).fetchall()
        if len(rows) != 1:
            raise LookupError(f"{len(rows)} rows for {sql}")
        return tuple(rows[0])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return [tuple(row) for row in self.con.execute(sql).fetchall()]

    def add(self, table: str, **values: Any) -> None:
        """Insert one row into a table by column names."""
        columns, marks = ", ".join(values), ", ".join("?" for _ in values)
        self.con.execute(f"insert into {table} ({columns}) values ({marks})", list(values.values()))

    def add_forecast(self, forecaster: str, question: str, term: str | None = None, **values: Any) -> str:
        """Add one standing forecast with its forecaster and question; `side`, `known_at`, `document_id`… as named."""
        self.n_forecasts += 1
        known_at = values.pop("known_at", EARLY)
        is_linked = values.pop("is_linked", None)
        forecast = values.pop("forecast_id", f"f{self.n_forecasts}")
        side = values.pop("side", "asserts")
        if forecaster not in self.known:
            self.known.add(forecaster)
            names = {"name_id": forecaster, "forecaster_id": forecaster}
            self.add("forecaster_names", name=forecaster, kind="named", known_at=EARLY, **names)
        if question not in self.known:
            self.known.add(question)
            self.add("question_history", question_id=question, event=f"event {question}", known_at=EARLY)
        self.add(
            "question_members", forecast_id=forecast, question_id=question, side=side, reason="test", known_at=known_at,
            is_linked=is_linked,
        )  # fmt: skip
        row = {
            "document_id": f"d{self.n_forecasts}",
            "origin": "extracted",
            "claim": f"claim of {forecast}",
            "band": "likely",
            "probability_basis": "none" if values.get("stated_probability") is None else "stated",
            "made_on": "2020-01-01",
            "is_checkable": True,
            "vagueness": [],
            "status": "standing",
        } | values
        row = {"made_earliest_on": row["made_on"], "made_latest_on": row["made_on"]} | row
        self.add("forecast_history", forecast_id=forecast, name_id=forecaster, term=term, known_at=known_at, **row)
        return forecast

    def add_outcome(self, question: str, outcome: str, share: float | None = None, **values: Any) -> None:
        """Record an outcome of a question; yes and no bring their share."""
        share = {"yes": 1.0, "no": 0.0}.get(outcome, share)
        row = {
            "because": "test",
            "recorded_by": "test",
            "line_number": 1,
            "known_at": EARLY,
            "settled_on": "2020-06-01",
        }
        self.add("outcome_history", question_id=question, outcome=outcome, share=share, **(row | values))


@cache
def _empty() -> tuple[TemporaryDirectory[str], Iterator[int]]:
    """Make an empty ledger once, in a folder that goes with the process, and count its copies."""
    folder = TemporaryDirectory(prefix="ledgers-")
    con = connect(Path(folder.name) / "empty.duckdb")
    migrate(con, WAREHOUSE / "schema")
    ledger = Ledger(con)
    ledger.add(
        "parameters",
        default_scale="survey-2026",
        ranked_from=10,
        log_clamp_low=0.01,
        log_clamp_high=0.99,
        review_after_months=12,
        method_version="test",
    )
    for file in sorted((WAREHOUSE / "scales").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                ledger.add("scales", scale=file.stem, **row)
    apply_views(con, WAREHOUSE, with_comments=True)
    con.close()
    return folder, count()


def make_ledger() -> Ledger:
    """Return an empty ledger with schema, parameters, scales, macros and views: a copy of one that was made once."""
    folder, numbers = _empty()
    file = Path(folder.name) / f"{next(numbers)}.duckdb"
    shutil.copyfile(file.with_name("empty.duckdb"), file)
    return Ledger(connect(file))
