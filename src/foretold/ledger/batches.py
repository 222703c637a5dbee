"""Extractions on disk: what one version of the machinery read and found in some captures, as Parquet, never edited.

A batch is a folder of three files, one row per capture, document and forecast. Its name begins with its moment, so
that the names sort in the order in which things became known.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.corpus.lines import paragraph_at
from foretold.errors import LedgerError
from foretold.ledger.files import fsync, make_folder
from foretold.records import Document, Forecast, stable_id

if TYPE_CHECKING:
    import polars as pl

TABLES = ("captures", "documents", "forecasts")

STAMP = "%Y%m%dT%H%M%S%f"
"""How the name of a batch begins: its moment, in UTC."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one document."""

    document: Document
    forecasts: Sequence[Forecast]


@dataclass(frozen=True, slots=True)
class Versions:
    """Versions of the reader and the extractor."""

    reader: str
    extractor: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A forecast that an earlier version found in a capture: its id and its span."""

    forecast_id: str
    start: int
    end: int


def batch_tables(
    capture_ids: Sequence[str],
    found: Iterable[Found],
    versions: Versions,
    *,
    at: datetime,
    earlier: Mapping[str, Sequence[Earlier]] | None = None,
) -> dict[str, pl.DataFrame]:
    """Return the rows of a batch, by table.

    `capture_ids` are the captures that were gone through, those without any document included. `earlier` holds, by
    capture, what older versions found there: a forecast that covers the same words keeps its id.
    """
    rows = _rows(list(found), versions, at, earlier or {})
    rows["captures"] = [_capture_row(capture_id, rows, versions, at) for capture_id in capture_ids]
    return {table: frame(table, rows[table]) for table in TABLES}


def write_batch(
    folder: Path, capture_ids: Sequence[str], tables: Mapping[str, pl.DataFrame], versions: Versions, *, at: datetime
) -> Path:
    """Write one batch, whole or not at all, and return its folder.

    Its name ends in a hash of the captures and versions: what the same versions found in the same captures before is
    there already, and stays.
    """
    content = "\x1f".join([versions.reader, versions.extractor, *sorted(capture_ids)])
    key = hashlib.sha256(content.encode()).hexdigest()[:16]
    there = next(folder.glob(f"[0-9]*-{key}"), None)
    if there is not None:
        return there
    batch = folder / f"{at.astimezone(UTC):{STAMP}}-{key}"
    beside = folder / f".{batch.name}.{os.getpid()}"
    make_folder(beside)
    try:
        for table in TABLES:
            file = beside / f"{table}.parquet"
            tables[table].write_parquet(file, compression="zstd")
            fsync(file)
        fsync(beside)
        beside.rename(batch)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    fsync(folder)
    return batch


def batch_names(folder: Path) -> list[str]:
    """Return the names of the batches on disk, in the order in which they became known."""
    return sorted(entry.name for entry in folder.iterdir() if entry.name[0].isdigit()) if folder.exists() else []


def moment_of(name: str) -> datetime:
    """Return the moment of a batch, by its name."""
    return datetime.strptime(name.split("-", maxsplit=1)[0], STAMP).replace(tzinfo=UTC)


def next_moment(folder: Path, begun: Collection[str]) -> datetime:
    """Return the moment of the batches of a run: later than every other, though the clock was set back.

    All batches of a run bear the same, so that what it finds does not depend on who worked on which chunk and when. One
    that was cut short is gone on with: what is done now bears the moment of its batches, which are named in `begun`.
    """
    if begun:
        return moment_of(max(begun))
    names = batch_names(folder)
    now = datetime.now(UTC)
    return max(now, moment_of(names[-1]) + timedelta(microseconds=1)) if names else now


def check_whole(batch: Path) -> None:
    """Raise LedgerError when a file of a batch is missing or cannot be read."""
    import polars as pl

    for table in TABLES:
        file = batch / f"{table}.parquet"
        try:
            pl.read_parquet_schema(file)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise LedgerError(
                f"{file} is {'damaged' if file.exists() else 'gone'}",
                rule="a batch is written whole or not at all, and never edited",
                remedy=f"restore it from a backup, or move the folder {batch.name} away: its captures are read again",
            ) from error


def sweep(folder: Path) -> None:
    """Remove the batches that were being written when a run was cut short. Nobody may be writing one."""
    for leftover in folder.glob(".*") if folder.exists() else ():
        shutil.rmtree(leftover)


def keep_ids(forecasts: Sequence[Forecast], earlier: Sequence[Earlier], document: Document) -> list[str]:
    """Return an id for each forecast: that of the earlier one with which it shares most of its words, else a new one.

    Two spans are the same forecast when they share at least half of the shorter; an id is given once.
    """
    taken: dict[int, str] = {}
    pairs = sorted(
        (
            (-_shared(forecast, old), index, old.forecast_id)
            for index, forecast in enumerate(forecasts)
            for old in earlier
            if _is_same(forecast, old)
        ),
    )
    for _, index, forecast_id in pairs:
        if index not in taken and forecast_id not in taken.values():
            taken[index] = forecast_id
    return [
        taken.get(index) or stable_id("f", document.document_id, forecast.start, forecast.end)
        for index, forecast in enumerate(forecasts)
    ]


def _shared(forecast: Forecast, old: Earlier) -> int:
    return min(forecast.end, old.end) - max(forecast.start, old.start)


def _is_same(forecast: Forecast, old: Earlier) -> bool:
    shortest = min(forecast.end - forecast.start, old.end - old.start)
    return 2 * _shared(forecast, old) >= shortest


def _rows(
    found: list[Found], versions: Versions, at: datetime, earlier: Mapping[str, Sequence[Earlier]]
) -> dict[str, list[dict[str, Any]]]:
    documents: list[dict[str, Any]] = []
    forecasts: list[dict[str, Any]] = []
    for one in found:
        document = one.document
        documents.append(_document_row(document, versions, at))
        old = earlier.get(document.capture_id, ())
        for forecast_id, forecast in zip(keep_ids(one.forecasts, old, document), one.forecasts, strict=True):
            forecasts.append(_forecast_row(forecast_id, forecast, document, versions, at))
    return {"documents": documents, "forecasts": forecasts}


def _capture_row(
    capture_id: str, rows: dict[str, list[dict[str, Any]]], versions: Versions, at: datetime
) -> dict[str, Any]:
    documents = {row["document_id"] for row in rows["documents"] if row["capture_id"] == capture_id}
    return {
        "capture_id": capture_id,
        "reader_version": versions.reader,
        "extractor_version": versions.extractor,
        "n_documents": len(documents),
        "n_forecasts": sum(row["document_id"] in documents for row in rows["forecasts"]),
        "extracted_at": at,
    }


def _document_row(document: Document, versions: Versions, at: datetime) -> dict[str, Any]:
    return {
        "document_id": document.document_id,
        "capture_id": document.capture_id,
        "source_id": document.source_id,
        "name": document.name,
        "start_offset": document.start,
        "end_offset": document.end,
        "title": document.title,
        "url": document.url,
        "authors": list(document.authors),
        "published_earliest_on": document.published_earliest,
        "published_latest_on": document.published_latest,
        "published_basis": str(document.published_basis),
        "published_reason": document.published_reason,
        "n_words": len(document.text[document.start : document.end].split()),
        "reader_version": versions.reader,
        "read_at": at,
    }


def _forecast_row(
    forecast_id: str, forecast: Forecast, document: Document, versions: Versions, at: datetime
) -> dict[str, Any]:
    low, high = paragraph_at(document.text, forecast.start, forecast.end, within=(document.start, document.end))
    return {
        "forecast_id": forecast_id,
        "document_id": document.document_id,
        "extractor_version": versions.extractor,
        "start_offset": forecast.start,
        "end_offset": forecast.end,
        "quote": forecast.quote,
        "paragraph": document.text[low:high],
        "paragraph_start_offset": low,
        "claim": forecast.claim,
        "speaker": forecast.speaker,
        "band": str(forecast.band),
        "cue": forecast.cue,
        "term": forecast.term,
        "stated_probability": forecast.stated_probability,
        "probability": forecast.probability,
        "probability_low": forecast.probability_low,
        "probability_high": forecast.probability_high,
        "condition": forecast.condition,
        "horizon": forecast.horizon,
        "due_earliest_on": forecast.due_earliest,
        "due_latest_on": forecast.due_latest,
        "due_granularity": forecast.due_granularity,
        "due_reason": forecast.due_reason,
        "made_on": forecast.made_on,
        "is_checkable": forecast.is_checkable,
        "vagueness": list(forecast.vagueness),
        "topic": forecast.topic,
        "reason": forecast.reason,
        "found_at": at,
    }


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return rows of one of TABLES as a frame of fixed column types, empty or not."""
    import polars as pl

    text, number, real, day = pl.String, pl.Int32, pl.Float64, pl.Date
    moment = pl.Datetime("us", "UTC")
    schemas: dict[str, dict[str, Any]] = {
        "captures": dict.fromkeys(("capture_id", "reader_version", "extractor_version"), text)
        | dict.fromkeys(("n_documents", "n_forecasts"), number)
        | {"extracted_at": moment},
        "documents": dict.fromkeys(("document_id", "capture_id", "source_id", "name"), text)
        | dict.fromkeys(("start_offset", "end_offset"), number)
        | dict.fromkeys(("title", "url"), text)
        | {"authors": pl.List(text)}
        | dict.fromkeys(("published_earliest_on", "published_latest_on"), day)
        | dict.fromkeys(("published_basis", "published_reason"), text)
        | {"n_words": number, "reader_version": text, "read_at": moment},
        "forecasts": dict.fromkeys(("forecast_id", "document_id", "extractor_version"), text)
        | dict.fromkeys(("start_offset", "end_offset"), number)
        | dict.fromkeys(("quote", "paragraph"), text)
        | {"paragraph_start_offset": number}
        | dict.fromkeys(("claim", "speaker", "band", "cue", "term"), text)
        | dict.fromkeys(("stated_probability", "probability", "probability_low", "probability_high"), real)
        | dict.fromkeys(("condition", "horizon"), text)
        | dict.fromkeys(("due_earliest_on", "due_latest_on"), day)
        | dict.fromkeys(("due_granularity", "due_reason"), text)
        | {"made_on": day, "is_checkable": pl.Boolean, "vagueness": pl.List(text)}
        | dict.fromkeys(("topic", "reason"), text)
        | {"found_at": moment},
    }
    return pl.DataFrame(rows, schema=schemas[table])
