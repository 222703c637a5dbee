"""A ledger on disk with staged rows, as the load step leaves it; each row meets every rule unless a test changes it."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from foretold.records import stable_id

HOUSE = Path(__file__).parents[2]
READ_AT = datetime(2020, 6, 2, 1, 0, tzinfo=UTC)
HEAD = "The Ministry 🇩🇪👩‍👩‍👧 of cafe\u0301s\r\n\r\n"
PARAGRAPH = "The party will fall, Ada\nLovelace said. She expects a vote by the\u00a0autumn."
QUOTE = "The party will fall"


@dataclass
class Staged:
    """Rows for the staging tables, each by itself a row that meets every rule."""

    path: Path
    readings: list[dict[str, Any]] = field(default_factory=list)
    extractions: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    numbers: Any = field(default_factory=itertools.count)

    def document(self, **changes: Any) -> dict[str, Any]:
        """Stage a document with the changes, and return its row. Its id is that of its span unless given."""
        text = changes.pop("text", f"{HEAD}{PARAGRAPH}\n\nNumber {next(self.numbers)}.")
        capture_id = stable_id("c", hashlib.sha256((text or "").encode()).hexdigest())
        row: dict[str, Any] = {
            "capture_id": capture_id,
            "source_id": "herald",
            "name": "2020-06-01-fall",
            "start_offset": 0,
            "end_offset": len(text or "x"),
            "title": "The fall",
            "url": "https://herald.example/fall?page=1",
            "authors": ["Grace Hopper"],
            "published_earliest_on": date(2020, 6, 1),
            "published_latest_on": date(2020, 6, 1),
            "published_basis": "stated",
            "published_reason": "front matter",
            "n_words": 20,
            "reader_version": "1",
            "read_at": READ_AT,
            "text": text,
            "captured_at": READ_AT,
        } | changes
        row.setdefault("document_id", stable_id("d", row["capture_id"], row["start_offset"], row["end_offset"]))
        self.readings.append(row)
        if text is not None:
            self.texts[row["capture_id"]] = text
        return row

    def forecast(self, document: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        """Stage a forecast with the changes in a document (a new one unless given), and return its row."""
        document = document or self.document()
        paragraph_start = changes.pop("paragraph_start_offset", len(HEAD))
        start = changes.pop("start_offset", len(HEAD))
        quote = changes.pop("quote", QUOTE)
        row: dict[str, Any] = {
            "document_id": document["document_id"],
            "extractor_version": "1",
            "start_offset": start,
            "end_offset": start + len(quote),
            "quote": quote,
            "paragraph": PARAGRAPH,
            "paragraph_start_offset": paragraph_start,
            "claim": "The party falls.",
            "speaker": "Ada Lovelace",
            "band": "certain",
            "cue": "will",
            "term": "will",
            "stated_probability": None,
            "probability": 1.0,
            "probability_low": 0.99,
            "probability_high": 1.0,
            "condition": None,
            "horizon": "by the autumn",
            "due_earliest_on": date(2020, 6, 1),
            "due_latest_on": date(2020, 9, 22),
            "due_granularity": "season",
            "due_reason": "by the autumn, from 2020-06-01",
            "made_on": date(2020, 6, 1),
            "is_checkable": True,
            "vagueness": [],
            "topic": None,
            "reason": "modal",
            "found_at": READ_AT,
        } | changes
        row.setdefault("forecast_id", stable_id("f", row["document_id"], row["start_offset"], row["end_offset"]))
        self.extractions.append(row)
        return row

    def write(self, *, scales: bool = True) -> Path:
        """Make the ledger with everything staged, closed again, and return its path."""
        with duckdb.connect(str(self.path)) as con:
            for file in sorted((HOUSE / "warehouse" / "schema").glob("*.sql")):
                con.execute(file.read_text(encoding="utf-8"))
            con.execute("insert into sources values ('herald', 'The Herald', 'folder', 'herald', null, false, false)")
            if scales:
                con.execute("insert into scales values ('survey-2026', 'will', 0.99, 1, 1, 'exact', null)")
            for table in ("readings", "extractions"):
                con.execute(f"create table staging.{table} as select * from main.{table} limit 0")
            con.execute("alter table staging.readings add column text varchar")
            con.execute("alter table staging.readings add column captured_at timestamptz")
            con.execute("create table staging.texts (capture_id varchar, text varchar)")
            for table, rows in (
                ("readings", self.readings),
                ("extractions", self.extractions),
                ("texts", [{"capture_id": key, "text": text} for key, text in self.texts.items()]),
            ):
                if rows:
                    con.register("rows", pl.DataFrame(rows, infer_schema_length=None, strict=False))
                    con.execute(f"insert into staging.{table} by name select * from rows")
                    con.unregister("rows")
        return self.path


@pytest.fixture(scope="module")
def house() -> Path:
    """The checkout, which holds expectations/."""
    return HOUSE


@pytest.fixture
def staged(tmp_path: Path) -> Staged:
    """Nothing staged yet."""
    return Staged(tmp_path / "ledger.duckdb")


@pytest.fixture(scope="module")
def new_staged(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Staged]:
    """Make an empty staging area that outlives one test."""
    return lambda: Staged(tmp_path_factory.mktemp("ledger") / "ledger.duckdb")
