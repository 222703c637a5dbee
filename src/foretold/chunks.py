"""Extraction over chunks: captures in, documents and forecasts out, both as Arrow tables.

One function, `extract_chunk`, does it in the process of a night, in a pool of processes and on workers of a cluster.
It is pure: it opens no file and asks no clock, so that a chunk that was lost with its worker can be given to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from foretold.errors import RunnerError
from foretold.ledger.batches import Earlier, Found, Versions, batch_tables
from foretold.records import Capture, Document

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some captures to go through, and what is needed for that.

    `captures` has the columns of records.Capture; `earlier` has capture_id, forecast_id, start and end of what other
    versions found in them. `at` is the moment that the rows will bear.
    """

    at: datetime
    versions: Versions
    captures: pa.Table
    earlier: pa.Table

    @property
    def capture_ids(self) -> list[str]:
        """The captures in it."""
        return [str(one) for one in self.captures["capture_id"].to_pylist()]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was found in a chunk: the tables of a batch (foretold.ledger.batches.TABLES), by name."""

    at: datetime
    versions: Versions
    tables: Mapping[str, pa.Table]

    @property
    def capture_ids(self) -> list[str]:
        """The captures that were gone through."""
        return [str(one) for one in self.tables["captures"]["capture_id"].to_pylist()]

    @property
    def n_documents(self) -> int:
        """Documents read in them."""
        return int(self.tables["documents"].num_rows)

    @property
    def n_forecasts(self) -> int:
        """Forecasts found in these."""
        return int(self.tables["forecasts"].num_rows)


def versions() -> Versions:
    """Return the versions of the reader and the extractor that run in this process."""
    from foretold.corpus.read import READER_VERSION
    from foretold.extract import EXTRACTOR_VERSION

    return Versions(READER_VERSION, EXTRACTOR_VERSION)


def chunk_of(
    captures: Sequence[Capture], now: Versions, *, at: datetime, earlier: Mapping[str, Sequence[Earlier]] | None = None
) -> Chunk:
    """Put captures and what is known of them into a chunk."""
    import pyarrow as pa

    text = pa.string()
    columns = ("capture_id", "source_id", "address", "media_type", "captured_at", "text")
    types = (text, text, text, text, pa.timestamp("us", "UTC"), pa.large_string())
    known = [(one.capture_id, old) for one in captures for old in (earlier or {}).get(one.capture_id, ())]
    return Chunk(
        at,
        now,
        pa.table(
            {name: [getattr(one, name) for one in captures] for name in columns},
            schema=pa.schema(list(zip(columns, types, strict=True))),
        ),
        pa.table(
            {
                "capture_id": [capture_id for capture_id, _ in known],
                "forecast_id": [old.forecast_id for _, old in known],
                "start": [old.start for _, old in known],
                "end": [old.end for _, old in known],
            },
            schema=pa.schema([("capture_id", text), ("forecast_id", text), ("start", pa.int32()), ("end", pa.int32())]),
        ),
    )


def read_captures(captures: pa.Table) -> Iterator[Document]:
    """Yield the documents in captures, in their order."""
    from foretold.corpus.read import read
    from foretold.corpus.sources import Source

    for row in captures.to_pylist():
        capture = Capture(**row)
        # A source that is no longer in sources.toml still owns what was captured from it.
        yield from read(capture, Source.model_construct(id=capture.source_id, name=capture.source_id, kind="folder"))


def extract_chunk(chunk: Chunk) -> Extracted:
    """Read the captures of a chunk and find the forecasts in them.

    Raises RunnerError when this process runs other versions of reader or extractor than the one that made the chunk.
    """
    from foretold.extract import extract_many

    if versions() != chunk.versions:
        raise RunnerError(
            f"a worker runs {versions()}, and this run is of {chunk.versions}",
            rule="all processes of a run find the same in the same text",
            remedy="install the same Foretold on every worker",
        )
    documents = list(read_captures(chunk.captures))
    found = [Found(*one) for one in zip(documents, extract_many(documents), strict=True)]
    earlier: dict[str, list[Earlier]] = {}
    for row in chunk.earlier.to_pylist():
        earlier.setdefault(row["capture_id"], []).append(Earlier(row["forecast_id"], row["start"], row["end"]))
    tables = batch_tables(chunk.capture_ids, found, chunk.versions, at=chunk.at, earlier=earlier)
    return Extracted(chunk.at, chunk.versions, {name: table.to_arrow() for name, table in tables.items()})
