"""Decisions about documents: a date, author, source or title that the text lacks, one by one or many from a file."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.corpus.problems import Problem
from foretold.errors import InputError
from foretold.ledger.connect import statement
from foretold.ledger.decide import Why, days, days_text
from foretold.ledger.journal import Decision, Journal
from foretold.ledger.record import Recorded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIELDS = ("date", "author", "title", "source", "url")
"""What can be supplied about a document."""

COLUMNS = ("document", "number", "starts_with", *FIELDS, "note")
"""Columns that a file about documents may have; `document` must be there, and at least one of FIELDS."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it stands now, and its number among the documents of its name."""

    document_id: str
    name: str
    number: int
    title: str | None
    author: str
    url: str | None
    source: str
    earliest: date | None
    latest: date | None
    basis: str
    is_withdrawn: bool
    capture_id: str
    start: int
    end: int

    @property
    def place(self) -> dict[str, Any]:
        """Where it stands, by which a line about it is attached again after a new reading."""
        return {"capture_id": self.capture_id, "start": self.start, "end": self.end, "name": self.name}

    def now(self, field: str) -> str:
        """Return what holds of a field, as the journal writes it."""
        if field == "date":
            return days_text(self.earliest, self.latest) if self.earliest and self.latest else ""
        return {"author": self.author, "title": self.title, "source": self.source, "url": self.url}[field] or ""


def papers(con: DuckDBPyConnection) -> list[Paper]:
    """Return every document, withdrawn ones too, by name and number."""
    return [Paper(*row) for row in con.execute(statement("decide_documents")).fetchall()]


def find_paper(everything: Sequence[Paper], words: str) -> Paper:
    """Return the document with this id, beginning of an id, name, or name#number.

    Raises InputError for none or several.
    """
    words = words.strip()
    name, _, number = words.rpartition("#")
    hits = [one for one in everything if one.name == words or (one.name == name and str(one.number) == number)]
    if not hits and words.startswith("d_") and len(words) > len("d_"):
        hits = [one for one in everything if one.document_id.startswith(words)]
    if not hits:
        raise InputError(
            f"no document '{words}'",
            rule="a document is named by its id, by its name, or by its name and number such as name#2",
            remedy="list them with: foretold document list",
        )
    if len(hits) > 1:
        listed = "; ".join(f"{one.name}#{one.number} “{(one.title or 'untitled')[:40]}”" for one in hits[:5])
        raise InputError(
            f"'{words}' names {len(hits)} documents",
            rule="it must name one",
            remedy=f"tell them apart by number: {listed}",
        )
    return hits[0]


def supply(con: DuckDBPyConnection, journal: Journal, document: str, field: str, value: str, why: Why) -> Paper:
    """Supply a document's date, author, title, source or url. Returns the document as it was."""
    paper = find_paper(papers(con), document)
    journal.append([_decision(paper, field, checked(field, value), why)])
    return paper


def set_status(con: DuckDBPyConnection, journal: Journal, document: str, *, withdrawn: bool, why: Why) -> Paper:
    """Take a document out of all later editions, or put it back. Raises InputError when it is so already."""
    paper = find_paper(papers(con), document)
    if paper.is_withdrawn == withdrawn:
        rows = con.execute(statement("decide_lines"), [paper.document_id, "status"]).fetchall()
        since = f" (journal line {rows[0][0]}, {rows[0][1]})" if rows else ""
        raise InputError(
            f"{paper.name} is {'withdrawn already' if withdrawn else 'not withdrawn'}{since}",
            rule="a decision changes something",
        )
    value = "withdrawn" if withdrawn else ""
    details = paper.place | {"was": "withdrawn" if paper.is_withdrawn else ""}
    journal.append(
        [Decision("document", paper.document_id, "status", value, why.by, why.because, why.evidence, details)]
    )
    return paper


def checked(field: str, words: str) -> str:
    """Return a value as the journal writes it. Raises InputError for a date that cannot be, or no words."""
    if field == "date":
        earliest, latest = days(words)
        if earliest > datetime.now(UTC).date():
            raise InputError(
                f"date {words} is in the future", rule="a document has been published", remedy="correct it"
            )
        return days_text(earliest, latest)
    parts = words.split(";") if field == "author" else [words]
    tidy = [" ".join(part.split()) for part in parts]
    if not all(tidy):
        raise InputError(f"an empty {field}", rule=f"a document's {field} is words", remedy="write it out")
    return "; ".join(tidy)


def _decision(paper: Paper, field: str, value: str, why: Why, **more: Any) -> Decision:
    was = paper.now(field)
    if value == was and (field != "date" or paper.basis == "supplied"):
        raise InputError(
            f"the {field} of {paper.name}#{paper.number} is '{was}' already",
            rule="a decision changes something",
            remedy="leave it out",
        )
    details = paper.place | {"was": was} | more
    return Decision("document", paper.document_id, field, value, why.by, why.because, why.evidence, details)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file about documents, checked but not yet matched with a document."""

    line: int
    document: str
    number: str
    starts_with: str
    values: Mapping[str, str]
    note: str
    hash: str


def supply_file(
    con: DuckDBPyConnection,
    journal: Journal,
    path: Path,
    text_of: Callable[[str], str],
    *,
    by: str,
    because: str,
    partial: bool,
) -> Recorded:
    """Supply what a CSV file says about documents, all of it or (if `partial`) the rows that fit.

    A row names its document by `document` (its name or id), and among several of that name by `number` or by the words
    that it or its title `starts_with`. The reason is the row's `note`, else `because`. Rows that the journal holds
    already are passed over.
    """
    known = {row[0] for row in con.execute(statement("imported_rows")).fetchall()}
    done = Recorded()
    by_name: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers(con):
        by_name[paper.name].append(paper)
        by_name[paper.document_id].append(paper)
    decisions: list[Decision] = []
    for row in _rows(path, because, done.problems):
        if row.hash in known:
            done.n_known += 1
            continue
        try:
            paper = _match(row, by_name[row.document], text_of)
            why = Why(by, row.note)
            decisions += [_decision(paper, field, value, why, row=row.hash) for field, value in row.values.items()]
            done.n_recorded += 1
        except InputError as error:
            done.problems.append(_problem(path, row.line, error))
    if done.problems and not partial:
        done.n_recorded = 0
        return done
    if decisions:
        journal.append(decisions)
    return done


def _problem(path: Path, line: int, error: InputError) -> Problem:
    return Problem(f"{path.name}, line {line}", error.wrong, error.rule, error.remedy)


def _rows(path: Path, because: str, problems: list[Problem]) -> Iterator[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})", remedy="name a CSV file") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start})", remedy="convert it with iconv") from error
    reader = csv.DictReader(text.splitlines(keepends=True))
    header = reader.fieldnames or []
    unknown = [name for name in header if name not in COLUMNS]
    if "document" not in header or not set(FIELDS) & set(header) or unknown:
        raise InputError(
            f"{path} has the columns {', '.join(header) or 'none'}",
            rule=f"a file about documents has `document` and some of {', '.join(COLUMNS[1:])}",
            remedy="correct its first line",
        )
    for values in reader:
        try:
            yield _row(reader.line_num, values, because)
        except InputError as error:
            problems.append(_problem(path, reader.line_num, error))


def _row(line: int, values: Mapping[str, Any], because: str) -> Row:
    if None in values:
        raise InputError("more cells than columns", rule="cells with commas are quoted", remedy="quote them")
    cells = {name: (value or "").strip() for name, value in values.items()}
    given = {field: checked(field, cells[field]) for field in FIELDS if cells.get(field)}
    if not cells["document"] or not given:
        raise InputError("no document or nothing about it", rule=f"a row gives one of {', '.join(FIELDS)}")
    note = cells.get("note") or because
    if not note:
        raise InputError("no note", rule="a decision needs its reason", remedy="say it in the row or with --because")
    digest = hashlib.sha256("\x1f".join(f"{name}={cells.get(name, '')}" for name in COLUMNS).encode()).hexdigest()[:16]
    return Row(line, cells["document"], cells.get("number", ""), cells.get("starts_with", ""), given, note, digest)


def _match(row: Row, candidates: Sequence[Paper], text_of: Callable[[str], str]) -> Paper:
    hits = list(candidates)
    if row.number:
        hits = [one for one in hits if str(one.number) == row.number]
    if row.starts_with:
        words = _plain(row.starts_with)
        hits = [one for one in hits if any(_plain(text).startswith(words) for text in _beginnings(one, text_of))]
    if len(hits) == 1:
        return hits[0]
    told = ", ".join(
        f"{name} '{value}'" for name, value in (("number", row.number), ("starts_with", row.starts_with)) if value
    )
    if not hits:
        raise InputError(
            f"no document '{row.document}'" + (f" with {told}" if told else ""),
            rule="a document is named by its name or id",
            remedy="list them with: foretold document list",
        )
    raise InputError(
        f"{len(hits)} documents '{row.document}'" + (f" with {told}" if told else ""),
        rule="a row is about one document",
        remedy="tell them apart by number (see foretold document list) or by the words that they start with",
    )


def _beginnings(paper: Paper, text_of: Callable[[str], str]) -> Iterator[str]:
    yield text_of(paper.capture_id)[paper.start : paper.end]
    if paper.title:
        yield paper.title


def _plain(text: str) -> str:
    """Return words without case, spacing and the marks of Markdown headings, for comparing how texts begin."""
    return " ".join(text.lstrip("\ufeff \t\r\n#>*_").split()).casefold()
