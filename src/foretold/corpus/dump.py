"""Rows of a dump (CSV, Parquet, JSON lines) as documents, a batch in memory at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from foretold.corpus.files import MAX_BYTES
from foretold.corpus.front_matter import headed
from foretold.corpus.html import NoMainText, body_text
from foretold.corpus.problems import Problem, Refused, SourceError
from foretold.errors import SettingsError

_BATCH = 2_000
ENDINGS = (".csv", ".parquet", ".jsonl", ".ndjson")


def dump_identity(path: Path, columns: Mapping[str, str]) -> str:
    """Return what changes when a dump, or the way in which it is read, does; "" when it is not there."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return json.dumps([status.st_size, status.st_mtime_ns, dict(sorted(columns.items()))])


def columns_named(path: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the columns of a dump that bear one of `names`, as `columns` in sources.toml says it.

    Raise SettingsError when none of them holds the text.
    """
    import polars as pl

    try:
        if path.suffix.lower() == ".parquet":
            there = pl.scan_parquet(path).collect_schema().names()
        elif path.suffix.lower() == ".csv":
            there = pl.scan_csv(path, infer_schema=False).collect_schema().names()
        else:
            with path.open("rb") as file:
                there = list(json.loads(next(line for line in file if line.strip())))
    except (pl.exceptions.PolarsError, OSError, ValueError, StopIteration) as error:
        raise SettingsError(
            f"{path} cannot be read ({' '.join(str(error).split())[:200] or 'it is empty'})",
            rule="a dump is a CSV, Parquet or JSON lines file",
            remedy="mend or convert it",
        ) from None
    columns = {name: name for name in names if name in there}
    if "text" in columns:
        columns.pop("html", None)
    elif "html" not in columns:
        raise SettingsError(
            f"{path} has no column text",
            rule=f"it has {', '.join(map(repr, there[:20]))}",
            remedy="rename one, or say in a sources.toml which columns hold what, and name that file instead",
        )
    return columns


def dump_rows(path: Path, columns: Mapping[str, str], source_id: str) -> Iterator[tuple[str, str] | Problem]:
    """Yield the address and the text of each row of a dump, and what was wrong with the others.

    A row's address is its id, its url, or the hash of its text, in the order of trust, so that rows may be added and
    moved. Raise SourceError when the file is not there, is of another kind, or lacks one of the columns.
    """
    if not path.is_file():
        raise SourceError(
            f"the dump {path} is {'a folder' if path.exists() else 'not there'}",
            rule="the path of a dump is a file",
            remedy="correct the path",
        )
    if path.suffix.lower() not in ENDINGS:
        raise SourceError(
            f"the dump {path.name} is of no known kind",
            rule=f"a dump ends in {', '.join(ENDINGS)}",
            remedy="convert it, for instance to Parquet",
        )
    for number, row in _rows(path, columns):
        if isinstance(row, Problem):
            yield Problem(row.address, row.wrong, row.rule, row.remedy, source_id)
            continue
        try:
            yield _document(row, columns)
        except Refused as refusal:
            yield Problem(f"{path.name}, row {number}", *refusal.clauses, source_id)


def _document(row: Mapping[str, Any], columns: Mapping[str, str]) -> tuple[str, str]:
    """Return the address and the text of one row. Raise Refused."""
    held = {key: _words(row.get(name)) for key, name in columns.items()}
    text = held.get("text", "") or held.get("html", "")
    if not text.strip():
        raise Refused("it has no text", "a row is a document", "fill or remove it")
    if len(text) > MAX_BYTES:
        raise Refused(f"it has {len(text) / 1e6:.1f} million characters", f"a row has at most {MAX_BYTES / 1e6:g}",
                      "split it into documents, or leave it out")  # fmt: skip
    if "html" in held:
        try:
            text = body_text(text)
        except NoMainText as error:
            raise Refused(str(error), "a page has a main text", "remove it") from None
    if "\0" in text:
        raise Refused("it is binary, not text", "a row holds text", "remove it")
    fields: dict[str, object] = {key: held.get(key) for key in ("title", "author", "url", "published")}
    whole = headed(fields, text.strip("\r\n"))
    try:
        digest = hashlib.sha256(whole.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        raise Refused("it holds half a character", "text is Unicode", "mend how it was decoded") from None
    address = held.get("id") or held.get("url") or f"row-{digest[:16]}"
    return address, whole


def _words(value: Any) -> str:
    """Return a value as text: a date as 2020-03-01, a list of names parted by semicolons."""
    if isinstance(value, list):
        return "; ".join(str(part) for part in value if part is not None)
    return "" if value is None else str(value)


def _rows(path: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, Any] | Problem]]:
    """Yield the rows of a dump with their numbers, from 1."""
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        yield from _json_rows(path, columns)
        return
    import polars as pl

    wanted = list(dict.fromkeys(columns.values()))
    try:
        frame = pl.scan_parquet(path) if path.suffix.lower() == ".parquet" else pl.scan_csv(path, infer_schema=False)
        _check_columns(path, wanted, frame.collect_schema().names())
        number = 0
        for batch in frame.select(wanted).collect_batches(chunk_size=_BATCH, maintain_order=True):
            for row in batch.iter_rows(named=True):
                number += 1
                yield number, row
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SourceError(
            f"the dump {path.name} cannot be read ({' '.join(str(error).split())[:200]})",
            rule="a CSV file is UTF-8 with a head line and as many fields in each row",
            remedy="mend that row, or convert the file to Parquet",
        ) from error


def _json_rows(path: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, Any] | Problem]]:
    """Yield the rows of a file of JSON lines; a line that is none stops no other. A row may lack columns but the text.

    The text's column is looked for in the first row, since a wrong name would make a problem of every row.
    """
    is_first = True
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row, why = json.loads(line), ""
            except (ValueError, RecursionError) as error:
                row, why = None, f" ({error})"
            if not isinstance(row, dict):
                yield number, Problem(f"{path.name}, line {number}", f"it is no JSON object{why}",
                                      "a line of a .jsonl file is one object", "mend or remove the line")  # fmt: skip
                continue
            if is_first:
                _check_columns(path, [columns.get("text") or columns["html"]], list(row))
            is_first = False
            yield number, row


def _check_columns(path: Path, wanted: list[str], there: list[str]) -> None:
    """Raise SourceError when a dump lacks a column."""
    if missing := [name for name in wanted if name not in there]:
        raise SourceError(
            f"the dump {path.name} has no column {missing[0]!r}",
            rule=f"it has {', '.join(map(repr, sorted(there)[:20])) or 'none'}",
            remedy="correct columns in sources.toml",
        )
