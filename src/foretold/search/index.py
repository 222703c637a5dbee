"""Two indexes: the desk's, of every paragraph captured, stays with the operator; the edition's is published.

An edition may hold whole texts only where the source's licence permits it, otherwise a quote with the paragraph around
it: so the desk's index, which looks through everything, lies beside the ledger and never in an edition.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.corpus.lines import paragraphs
from foretold.ledger.connect import CONFIG, statement
from foretold.ledger.files import fsync

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAME = "search.sqlite"
WORDS = "unicode61 remove_diacritics 2"
"""Words without case and accents: of the list, which is searched by beginnings of words, as it is on static pages."""
STEMS = f"porter {WORDS}"
"""Words without endings too: of passages, among which suggestions are looked for."""

CHOICES = """
create table choices as
select 'forecaster' as kind, forecaster_id as id, max(forecaster) as name, count(*) as n
from listed group by forecaster_id
union all
select 'topic', topic, topic, count(*) from listed where topic is not null group by topic
union all
select 'word', term, term, count(*) from listed where term is not null group by term;
"""
"""What the list can be filtered by, counted once."""

LISTED_INDEXES = ("forecaster_id", "source_id", "topic", "due_latest_on", "probability", "brier")
"""Columns of the list that it is filtered or sorted by; `number` is the order of the list itself, latest first."""

BLOCK = 20_000
"""Rows that are held in memory while an index is written."""

VERSION = 1
"""Changes when the desk's index would be cut otherwise; an older one is made anew."""

DESK = f"""
create table if not exists documents (document_id text primary key, n_passages integer not null);
create virtual table if not exists passages using fts5 (
    passage, document_id unindexed, start_offset unindexed, end_offset unindexed, tokenize = '{STEMS}'
);
"""
EDITION = f"""
create table listed (
    number integer primary key,
    forecast_id text not null, question_id text not null, forecaster_id text not null, forecaster text not null,
    claim text not null, quote text, condition text, cue text, term text, band text, topic text,
    source_id text, document_title text, made_on text, due_latest_on text, review_on text,
    probability real, probability_basis text not null, event_outcome text, share real, brier real
);
create virtual table forecasts using fts5 (
    claim, quote, forecaster, content = 'listed', content_rowid = 'number', tokenize = '{WORDS}', prefix = '2 3 4'
);
create virtual table passages using fts5 (
    passage, document_id unindexed, start_offset unindexed, end_offset unindexed, tokenize = '{STEMS}'
);
"""


def update_desk(con: DuckDBPyConnection, desk: Path, text_of: Callable[[str], str]) -> int:
    """Bring the desk's index up to date with the ledger, and return how many documents it read for that.

    `text_of(capture_id)` returns a capture's text. A document is read once; one that was withdrawn or is gone leaves.
    """
    wanted = {row[0]: row[1:] for row in con.execute(statement("search_documents")).fetchall()}
    with _open(desk) as index:
        if index.execute("pragma user_version").fetchone()[0] != VERSION:
            index.executescript("drop table if exists documents; drop table if exists passages;")
            index.execute(f"pragma user_version = {VERSION}")
        index.executescript(DESK)
        known = {row[0] for row in index.execute("select document_id from documents")}
        gone = sorted(known - wanted.keys())
        new = sorted((wanted[one][0], one) for one in wanted.keys() - known)
        with index:
            if gone:
                # FTS5 finds no row by an unindexed column but by reading them all: once is enough.
                index.execute("create temp table gone (document_id text primary key)")
                index.executemany("insert into gone values (?)", [(one,) for one in gone])
                for table in ("passages", "documents"):
                    index.execute(f"delete from {table} where document_id in (select document_id from gone)")
            for capture_id, document_id in new:
                _, start, end = wanted[document_id]
                text = text_of(capture_id)
                rows = [(text[low:high], document_id, low, high) for low, high in paragraphs(text, start, end)]
                index.executemany("insert into passages values (?, ?, ?, ?)", rows)
                index.execute("insert into documents values (?, ?)", (document_id, len(rows)))
    return len(new)


def write_edition_index(database: Path, desk: Path, file: Path) -> None:
    """Write the search file of an edition: the list of its forecasts with their words, and the passages it may show.

    Forecasts that were imported are not in it: there can be millions, and they have no words of their own.
    """
    import duckdb

    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with duckdb.connect(str(database), read_only=True, config=dict(CONFIG)) as edition, _open(beside) as index:
        index.executescript(EDITION)
        with index:
            listed = ((number, *row) for number, row in enumerate(_streamed(edition, "search_forecasts"), start=1))
            _insert(index, "listed", 22, listed)
            for column in LISTED_INDEXES:
                index.execute(f"create index listed_by_{column} on listed ({column}, number)")
            index.executescript(CHOICES)
            index.execute("insert into forecasts (forecasts) values ('rebuild')")
            _insert(index, "passages", 4, _streamed(edition, "search_paragraphs"))
            _insert(index, "passages", 4, _permitted(edition, desk))
            for table in ("forecasts", "passages"):
                index.execute(f"insert into {table} ({table}) values ('optimize')")
            index.execute("analyze")
    fsync(beside)
    beside.replace(file)


def _streamed(edition: DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield a query's rows block by block: an edition can hold millions."""
    found = edition.execute(statement(query))
    while block := found.fetchmany(BLOCK):
        yield from block


def _permitted(edition: DuckDBPyConnection, desk: Path) -> Iterator[tuple[Any, ...]]:
    """Yield the passages of documents whose source permits the full text."""
    permitted = [row[:1] for row in edition.execute(statement("search_permitted")).fetchall()]
    if not desk.exists():
        return  # nothing has been captured yet
    with _open(desk) as index:
        index.execute("create temp table permitted (document_id text primary key)")
        index.executemany("insert into permitted values (?)", permitted)
        yield from index.execute(
            "select passage, document_id, start_offset, end_offset from passages "
            "where document_id in (select document_id from permitted)"
        )


def _insert(index: sqlite3.Connection, table: str, n_columns: int, rows: Iterable[tuple[Any, ...]]) -> None:
    index.executemany(f"insert into {table} values ({', '.join('?' * n_columns)})", rows)


@contextlib.contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    index = sqlite3.connect(file)
    try:
        yield index
    finally:
        index.close()
