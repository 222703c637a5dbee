"""sources.toml: what is read, from where, how often, and under which licence."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from foretold.errors import SettingsError

Kind = Literal["folder", "feed", "sitemap", "urls", "page", "mailbox", "dump"]

_NEEDS_PATH = frozenset({"folder", "urls", "mailbox", "dump"})
_NEEDS_URL = frozenset({"feed", "sitemap", "page"})

NETWORK = frozenset({"feed", "sitemap", "urls", "page"})
"""Kinds that are read over the network."""

Column = Literal["text", "html", "title", "author", "published", "url", "id"]

_ONLY_DUMPS = "only a dump has columns"
_A_DUMP = 'a dump says which of its columns holds what: columns = { text = "body", published = "date" }'

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Source(BaseModel):
    """One place that documents come from."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
    name: Words
    kind: Kind
    path: Annotated[Path, Field(strict=False)] | None = None
    """A folder, or a file of addresses, mails or rows; absolute once loaded."""
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    licence: Words | None = None
    """Under which licence the texts may be passed on; None when that is not known."""
    full_text: bool = False
    """Whether an edition may hold whole documents; else each quote with one paragraph around it."""
    sample: bool = False
    """Whether this is the sample that is shipped, which the pages then say."""
    outcomes: Path | None = Field(default=None, strict=False)
    """A CSV file of recorded outcomes, as `foretold record --from` takes it; absolute once loaded."""
    every: Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,3}[hd]$")] | None = None
    """How long to wait between two visits, in hours (h) or days (d). None: a day over the network; what is local is
    walked in every run."""
    limit: Annotated[int, Field(ge=1, le=1_000_000)] = 500
    """Pages that are fetched in one visit at most; the rest follows in the next."""
    allow_private: bool = False
    """Whether it may lead into the operator's own network: private, local and link-local addresses."""
    obey_robots: bool = True
    """Whether the site's robots.txt is heeded. False only where the site has agreed, or is the operator's own."""
    columns: Mapping[Column, Words] | None = None
    """Of a dump: which of its columns holds what."""

    @property
    def wait(self) -> str | None:
        """How long to wait between two visits; None: it is walked in every run."""
        return self.every or ("1d" if self.kind in NETWORK else None)

    @model_validator(mode="after")
    def _agree(self) -> Self:
        """Hold together the fields that depend on each other."""
        if self.kind in _NEEDS_PATH and (self.path is None or self.url is not None):
            raise ValueError(f"path: a source of kind {self.kind} has a path and no url")
        if self.kind in _NEEDS_URL and (self.url is None or self.path is not None):
            raise ValueError(f"url: a source of kind {self.kind} has a url and no path")
        if self.url is not None and "@" in self.url.split("/", 3)[2]:
            raise ValueError("url: a url holds no user and password, since editions show it")
        if (self.kind == "dump") != (self.columns is not None):
            raise ValueError(f"columns: {_ONLY_DUMPS if self.columns is not None else _A_DUMP}")
        if self.columns is not None and ("text" in self.columns) == ("html" in self.columns):
            raise ValueError("columns: columns name either the text or the html of a row")
        if self.full_text and self.licence is None:
            raise ValueError("full_text: full_text = true needs the licence that permits it")
        if self.outcomes is not None and self.kind != "folder":
            raise ValueError(f"outcomes: only a folder has a file of outcomes, not a source of kind {self.kind}")
        return self


def load_sources(path: Path) -> list[Source]:
    """Read sources.toml; paths in it are relative to its folder, `outcomes` to the source's folder.

    Raise SettingsError with line number, value, rule and remedy for the first thing in it that cannot be meant.
    """
    text = _file_text(path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}", rule="it is a TOML file", remedy="mend that line") from None
    _check_shape(path, text, tables)
    sources = []
    first_lines: dict[str, int] = {}
    for index, table in enumerate(tables["source"]):
        try:
            source = Source.model_validate(table)
        except ValidationError as error:
            raise _explained(path, text, index, table, error) from None
        line = _line_of(text, index, "id")
        if source.id in first_lines:
            raise SettingsError(
                f"{path} line {line}: id = {source.id!r} is taken by the source in line {first_lines[source.id]}",
                rule="each source has an id of its own",
                remedy="choose another id",
            )
        first_lines[source.id] = line
        sources.append(_rooted(source, path.resolve().parent))
    return sources


def sources_at(path: Path) -> list[Source]:
    """Return what to read at a path: a folder of texts, a dump whose columns bear our names, or a sources.toml."""
    from foretold.corpus.dump import ENDINGS, columns_named

    if path.suffix == ".toml":
        return load_sources(path)
    if path.suffix.lower() not in ENDINGS or path.is_dir():
        return [folder_source(path)]
    file = path.resolve()
    columns = columns_named(file, get_args(Column))
    return [Source(id=_slug(file.stem), name=file.name, kind="dump", path=file, columns=columns)]  # type: ignore[arg-type]


def folder_source(path: Path) -> Source:
    """Return the source for a folder named on the command line; its id comes from the folder's name.

    The licence is unknown, so that an edition holds no full text. Raise SettingsError when it is not a folder.
    """
    folder = path.resolve()
    if not folder.is_dir():
        raise SettingsError(
            f"{path} is {'a file' if folder.exists() else 'not there'}",
            rule="--source names a folder of .txt, .md, .html or .pdf files",
            remedy="give the folder that holds them",
        )
    return Source(id=_slug(folder.name), name=folder.name or "files", kind="folder", path=folder)


def _slug(name: str) -> str:
    """Return an id for a folder's name: the same for the same name, on every machine."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")
    return slug or "folder-" + hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:8]


def _rooted(source: Source, folder: Path) -> Source:
    """Return the source with absolute paths."""
    path = source.path and (folder / source.path.expanduser()).resolve()
    outcomes = source.outcomes and path and path / source.outcomes
    return source.model_copy(update={"path": path, "outcomes": outcomes})


def _file_text(path: Path) -> str:
    """Return the text of the file of sources."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror})",
            rule="a run needs the file that names its sources",
            remedy="create it, or name a folder with --source DIR",
        ) from None
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{path}: byte {error.start} is not UTF-8", rule="TOML files are UTF-8", remedy="convert it with iconv"
        ) from None


def _check_shape(path: Path, text: str, tables: dict[str, Any]) -> None:
    """Check that the file is a list of [[source]] tables and nothing else."""
    for key in tables:
        if key != "source":
            raise SettingsError(
                f"{path} line {_line_matching(text, key)}: {key!r} is not known here",
                rule="the file is a list of [[source]] tables",
                remedy="head each source with [[source]]",
            )
    held = tables.get("source")
    if not isinstance(held, list) or not held or not all(isinstance(table, dict) for table in held):
        raise SettingsError(
            f"{path} line {_line_matching(text, 'source')}: it names no source",
            rule="the file is a list of [[source]] tables",
            remedy="add one: [[source]], then id, name, kind and path or url",
        )


def _explained(path: Path, text: str, index: int, table: dict[str, Any], error: ValidationError) -> SettingsError:
    """Return one clear error for the first fault that pydantic found, with the number of the others."""
    found = error.errors(include_url=False)
    fault = found[0]
    message = str(fault["msg"]).removeprefix("Value error, ")
    key = str(fault["loc"][0]) if fault["loc"] else message.split(":", 1)[0]
    rule, remedy = _rule_and_remedy(key, fault["type"], message)
    what = f"{key} = {table[key]!r}" if key in table else f"{key} is missing"
    others = f" ({len(found) - 1} more in this source)" if len(found) > 1 else ""
    return SettingsError(f"{path} line {_line_of(text, index, key)}: {what}{others}", rule=rule, remedy=remedy)


_RULES = {
    "id": ("an id is lower-case letters, digits, - and _", 'choose one such as id = "my-paper"'),
    "name": ("a name is text for readers", 'write name = "My Paper"'),
    "kind": ("kind is one of folder, feed, sitemap, urls, page, mailbox, dump", "choose one of them"),
    "path": ("path is text", 'write path = "folder", relative to this file'),
    "url": ("a url begins with http:// or https://", "write the whole address"),
    "licence": ("licence is text", 'name it, such as licence = "CC-BY-4.0", or leave the line out'),
    "full_text": ("full_text is true or false", "write it without quotation marks"),
    "sample": ("sample is true or false", "write it without quotation marks"),
    "outcomes": (
        "outcomes is the path of a CSV file, relative to the source's folder",
        'write outcomes = "outcomes.csv"',
    ),
    "limit": ("limit is a number of pages", "write limit = 500"),
    "allow_private": ("allow_private is true or false", "write it without quotation marks"),
    "obey_robots": ("obey_robots is true or false", "write it without quotation marks"),
    "columns": (
        "columns name what a row holds: text or html, and title, author, published, url, id",
        'write columns = { text = "body", published = "date" }',
    ),
    "every": ("every is a number of hours or days", 'write every = "6h" or every = "1d"'),
}


def _rule_and_remedy(key: str, kind: str, message: str) -> tuple[str, str]:
    """Return the rule that a fault breaks and what to do about it."""
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(key, Source.model_fields, 1)
        meant = f"did you mean {near[0]}?" if near else "leave the line out"
        return f"a source has only {', '.join(Source.model_fields)}", meant
    if kind == "value_error":
        return message.split(": ", 1)[-1], "add or remove the line"
    return _RULES.get(key, (message, "mend the value"))


def _line_of(text: str, index: int, key: str) -> int:
    """Return the line of a key in the n-th [[source]] table, or that of the table's head when it is not there."""
    heads = [number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*source\s*\]\]", line)]
    if index >= len(heads):
        return _line_matching(text, key)
    end = heads[index + 1] if index + 1 < len(heads) else len(text.splitlines()) + 1
    for number in range(heads[index] + 1, end):
        if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", text.splitlines()[number - 1]):
            return number
    return heads[index]


def _line_matching(text: str, key: str) -> int:
    """Return the first line that a key or a table's name begins, 1 when none does."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"""\s*\[*\s*["']?{re.escape(key)}\b""", line):
            return number
    return 1
