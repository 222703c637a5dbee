"""Bringing inputs into the ledger: batches go to staging, are audited there, and only what passed moves on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.ledger.batches import Earlier, Versions, batch_names, check_whole
from foretold.ledger.connect import in_transaction, is_lake, statement
from foretold.ledger.files import fsync, make_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from foretold.corpus.sources import Source
    from foretold.corpus.store import CaptureStore
    from foretold.ledger.journal import Line
    from foretold.quality.audit import AuditReport

STAGED = {"captures": "captures_extracted", "documents": "readings", "forecasts": "extractions"}
"""Which table of the ledger each file of a batch is meant for."""

SOURCES = "sources.json"
"""File in captures/ that holds what is known about sources."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load brought in: rows that passed the audit, and rows refused by rule."""

    n_documents: int = 0
    n_forecasts: int = 0
    n_quarantined: int = 0
    by_rule: Mapping[str, int] = field(default_factory=dict)


def load_sources(con: DuckDBPyConnection, sources: Iterable[Source]) -> None:
    """Note the sources, with their licence as it stands now. Of a folder only the name is kept: editions are public."""
    import polars as pl

    words = dict.fromkeys(("source_id", "name", "kind", "address", "licence"), pl.String())
    rows = [
        (
            source.id,
            source.name,
            source.kind,
            source.url or (Path(source.path).name if source.path else ""),
            source.licence,
            source.full_text,
            source.sample,
        )
        for source in sources
    ]
    schema = words | dict.fromkeys(("is_full_text_allowed", "is_sample"), pl.Boolean())
    con.register("named", pl.DataFrame(rows, schema=schema, orient="row"))
    in_transaction(con, lambda: con.execute(statement("sources")))
    con.unregister("named")


def keep_sources(captures: Path, sources: Sequence[Source]) -> None:
    """Keep what is known about sources beside the captures that came from them, so that a rebuild knows it too."""
    known = {source.id: source for source in known_sources(captures)} | {source.id: source for source in sources}
    text = json.dumps(
        [source.model_dump(mode="json") for _, source in sorted(known.items())], indent=1, ensure_ascii=False
    )
    file = captures / SOURCES
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    make_folder(captures)
    beside = file.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    fsync(beside)
    beside.replace(file)


def known_sources(captures: Path) -> list[Source]:
    """Return the sources that captures ever came from, as they were last described."""
    from foretold.corpus.sources import Source

    file = captures / SOURCES
    if not file.exists():
        return []
    return [Source.model_construct(**row) for row in json.loads(file.read_text(encoding="utf-8"))]


def load_captures(con: DuckDBPyConnection, store: CaptureStore) -> None:
    """Note the captures that the ledger does not know yet, and which ones are no longer what their address holds."""
    in_transaction(con, lambda: _load_captures(con, store))


def _load_captures(con: DuckDBPyConnection, store: CaptureStore) -> None:
    import polars as pl

    known = {row[0] for row in con.execute("select capture_id from captures").fetchall()}
    new: dict[str, Mapping[str, Any]] = {}
    for sighting in store.sightings():
        if sighting["capture_id"] not in known:
            new.setdefault(sighting["capture_id"], sighting)
    if new:
        rows = [
            {name: sighting[name] for name in ("capture_id", "source_id", "address", "media_type")}
            | {
                "captured_at": datetime.fromisoformat(sighting["captured_at"]),
                "n_characters": len(store.text(capture_id)),
            }
            for capture_id, sighting in new.items()
        ]
        con.register("new_captures", pl.DataFrame(rows))
        con.execute("insert into captures by name select * from new_captures")
        con.unregister("new_captures")
    replaced = _replaced(store)
    columns = {"capture_id": list(replaced), "superseded_at": list(replaced.values())}
    schema = {"capture_id": pl.String(), "superseded_at": pl.Datetime("us", "UTC")}
    con.register("replaced", pl.DataFrame(columns, schema=schema))
    here = {"source_id": sorted({sighting["source_id"] for sighting in store.sightings()})}
    con.register("sources_here", pl.DataFrame(here, schema={"source_id": pl.String()}))
    con.execute(statement("supersede"))
    con.unregister("replaced")
    con.unregister("sources_here")
    _load_places(con, store)


def _load_places(con: DuckDBPyConnection, store: CaptureStore) -> None:
    """Note every address at which each text, or a near copy of it, was seen."""
    import polars as pl

    rows = [(capture_id, *place) for capture_id, places in store.places().items() for place in places]
    if not is_lake(con) and con.execute("select count(*) from places").fetchall()[0][0] == len(rows):
        return  # places are only ever added, and only from here
    columns = ("capture_id", "source_id", "address")
    con.register("seen", pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String()), orient="row"))
    con.execute(statement("places"))
    con.unregister("seen")


def _replaced(store: CaptureStore) -> dict[str, datetime]:
    """Return the captures that no address holds any more, each with the moment at which that was found out."""
    gone = store.superseded()
    replaced: dict[str, datetime] = {}
    for sighting in store.sightings():
        heir = store.latest(sighting["source_id"], sighting["address"])
        if sighting["capture_id"] in gone and heir is not None:
            replaced[sighting["capture_id"]] = datetime.fromisoformat(heir["captured_at"])
    return replaced


def unloaded(con: DuckDBPyConnection, folder: Path) -> list[str]:
    """Return the batches on disk that the ledger has not loaded, oldest first."""
    known = {row[0] for row in con.execute("select batch from batches").fetchall()}
    return [name for name in batch_names(folder) if name not in known]


def stage(con: DuckDBPyConnection, folder: Path, batches: Sequence[str], store: CaptureStore) -> int:
    """Put the rows of batches into staging tables, with the texts that their quotes are checked against.

    Returns the number of rows that wait for the audit. Raises LedgerError for a batch that is not whole.
    """
    import polars as pl

    for batch in batches:
        check_whole(folder / batch)

    drop_staging(con)
    for name, table in STAGED.items():
        con.execute(f"create table staging.{table} as select * from main.{table} limit 0")
        for batch in batches:
            con.execute(
                f"insert into staging.{table} by name select * from read_parquet(?)",
                [str(folder / batch / f"{name}.parquet")],
            )
    needed = [row[0] for row in con.execute(statement("texts_needed")).fetchall()]
    texts = pl.DataFrame(
        {"capture_id": needed, "text": [store.text(capture_id) for capture_id in needed]},
        schema={"capture_id": pl.String, "text": pl.String},
    )
    con.register("texts", texts)
    con.execute(statement("stage"))
    con.unregister("texts")
    return sum(int(con.execute(f"select count(*) from staging.{table}").fetchall()[0][0]) for table in STAGED.values())


def drop_staging(con: DuckDBPyConnection) -> None:
    """Empty the staging schema, whatever an interrupted run left there."""
    for kind in ("view", "table"):
        names = con.execute(f"select {kind}_name from duckdb_{kind}s() where schema_name = 'staging'").fetchall()
        for (name,) in names:
            con.execute(f"drop {kind} staging.{name}")


def admit(con: DuckDBPyConnection, batches: Sequence[str], report: AuditReport, run_id: str, at: datetime) -> Loaded:
    """Move the staged rows that passed the audit into the ledger and the others into quarantine, in one transaction."""
    import polars as pl

    refused = report.failing_rows
    for table, key in (("readings", "document_id"), ("extractions", "forecast_id")):
        ids = [row.row_id for row in refused if row.table_name == table]
        con.register("refused", pl.DataFrame({"id": ids}, schema={"id": pl.String}))
        con.execute(f"delete from staging.{table} where {key} in (select id from refused)")
        con.unregister("refused")
    con.execute("alter table staging.readings drop column text")
    con.execute("alter table staging.readings drop column captured_at")
    counts = {}
    for table in STAGED.values():
        counts[table] = int(con.execute(f"select count(*) from staging.{table}").fetchall()[0][0])

    def move() -> None:
        con.execute(statement("admit"))
        for batch in batches:
            con.execute("insert into batches values (?, ?)", [batch, at])
        _note_audit(con, report, run_id, at)

    in_transaction(con, move)
    drop_staging(con)
    by_rule: dict[str, int] = {}
    for row in refused:
        by_rule[row.rule] = by_rule.get(row.rule, 0) + 1
    return Loaded(
        counts["readings"], counts["extractions"], len({(row.table_name, row.row_id) for row in refused}), by_rule
    )


def _note_audit(con: DuckDBPyConnection, report: AuditReport, run_id: str, at: datetime) -> None:
    for result in report.results:
        # A run that loads many batches audits them in several goes: their counts are added up.
        con.execute(
            statement("note_rule"),
            [run_id, result.table_name, result.rule, result.reason, result.severity, result.n_rows, result.n_failed],
        )
    for row in report.failing_rows:
        con.execute(
            "insert into quarantine values (?, ?, ?, ?, ?, ?, ?)",
            [run_id, row.table_name, row.row_id, row.rule, row.reason, row.row_json, at],
        )


def load_journal(con: DuckDBPyConnection, lines: Iterable[Line]) -> int:
    """Put the journal's lines that the ledger lacks into journal_lines, and return how many.

    The ledger holds a copy for SQL; the file is the truth, so a copy that differs from it is thrown away first.
    """
    import polars as pl

    everything = list(lines)
    n, last = con.execute("select count(*), coalesce(max_by(hash, line_number), '') from journal_lines").fetchall()[0]
    if n and (n > len(everything) or everything[n - 1].hash != last):
        con.execute("delete from journal_lines")
        n = 0
    new = everything[n:]
    if new:
        rows = pl.DataFrame(
            {
                "line_number": [line.number for line in new],
                "recorded_at": [line.at for line in new],
                "recorded_by": [line.decision.by for line in new],
                "kind": [line.decision.kind for line in new],
                "target": [line.decision.target for line in new],
                "field": [line.decision.field for line in new],
                "value": [line.decision.value for line in new],
                "because": [line.decision.because for line in new],
                "evidence": [line.decision.evidence for line in new],
                "body": [line.text for line in new],
                "hash": [line.hash for line in new],
            },
            schema_overrides={"value": pl.String, "evidence": pl.String, "recorded_at": pl.Datetime("us", "UTC")},
        )
        con.register("new_lines", rows)
        con.execute("insert into journal_lines by name select * from new_lines")
        con.unregister("new_lines")
    return len(new)


def earlier_forecasts(con: DuckDBPyConnection, capture_ids: Sequence[str]) -> dict[str, list[Earlier]]:
    """Return, by capture, the forecasts that any version found there before, with the span last found."""
    import polars as pl

    con.register("wanted", pl.DataFrame({"capture_id": list(capture_ids)}, schema={"capture_id": pl.String}))
    rows = con.execute(statement("earlier_forecasts")).fetchall()
    con.unregister("wanted")
    earlier: dict[str, list[Earlier]] = {}
    for capture_id, forecast_id, start, end in rows:
        earlier.setdefault(capture_id, []).append(Earlier(forecast_id, start, end))
    return earlier


def unloaded_captures(folder: Path, batches: Sequence[str], now: Versions) -> set[str]:
    """Return the captures in batches on disk, not loaded yet, that these versions have been through.

    After a crash between writing a batch and loading it, this keeps the work from being done twice. Raises LedgerError
    for a batch that is not whole.
    """
    import polars as pl

    done: set[str] = set()
    for name in batches:
        check_whole(folder / name)
        rows = pl.read_parquet(folder / name / "captures.parquet").filter(
            (pl.col("reader_version") == now.reader) & (pl.col("extractor_version") == now.extractor)
        )
        done |= set(rows["capture_id"])
    return done
