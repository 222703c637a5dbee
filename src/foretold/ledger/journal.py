"""The journal: what people decided, one JSON line per decision, appended and never edited.

Each line carries the hash of the line before it, so that an edited, removed or inserted line is found out. Every
decision has one shape: *a field of a target takes a value*, by somebody, for a reason. A later line about the same
field supersedes the earlier one and both stay; undoing is one more line, which sets the value from before.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from foretold.errors import InputError, JournalError
from foretold.ledger.files import fsync, make_folder, no_room_explained, only_writer

GENESIS = "0" * 64
"""What the first line names as the hash before it."""

KINDS = ("outcome", "forecast", "question", "document", "forecaster", "reply", "import")
"""What a line is about: a question, forecast, document, forecaster or imported file; a reply is published with it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, before it has a place in the journal.

    `details` re-attaches it whatever happens to the database: the quote, offsets and hash of what it is about.
    """

    kind: str
    target: str
    field: str
    value: str | None
    by: str
    because: str
    evidence: str | None = None
    details: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A decision in its place: line number from 1, moment, and the chain of hashes."""

    number: int
    at: datetime
    decision: Decision
    previous: str
    hash: str
    text: str


class Journal:
    """The journal file of one data folder."""

    def __init__(self, path: Path) -> None:
        """Take the path of the file; it need not exist yet."""
        self.path = path

    def append(self, decisions: Sequence[Decision], *, now: datetime | None = None) -> list[Line]:
        """Write decisions as the next lines, all or none, and return them once they are on disk.

        They share one moment, never earlier than the line before (a clock that was set back does not reorder the
        past). A torn last line, left by a crash, is set aside first. Raises InputError for a decision without a
        reason or somebody who decides, JournalError when the file is damaged elsewhere, SettingsError when the disk is
        full; nothing is then written.
        """
        for decision in decisions:
            _check(decision)
        make_folder(self.path.parent)
        folder = self.path.parent
        with no_room_explained(folder), only_writer(folder / "lock", wait_seconds=30):
            self.set_torn_line_aside()
            last = self._last()
            at = now or datetime.now(UTC)
            if last is not None and at <= last.at:
                at = last.at + timedelta(microseconds=1)
            lines: list[Line] = []
            for decision in decisions:
                last = _line((last.number if last else 0) + 1, at, decision, last.hash if last else GENESIS)
                lines.append(last)
            self._write("".join(line.text + "\n" for line in lines).encode())
        return lines

    def _write(self, block: bytes) -> None:
        """Append whole lines and force them to disk; where that fails, leave the file as it was."""
        end = self.path.stat().st_size if self.path.exists() else 0
        with self.path.open("ab", buffering=0) as file:
            try:
                while block:
                    block = block[file.write(block) :]
                os.fsync(file.fileno())
            except OSError:
                file.truncate(end)
                raise
        fsync(self.path.parent)

    def torn(self) -> bytes:
        """Return what a crash left after the last whole line; empty when the file ends as it should."""
        if not self.path.exists():
            return b""
        with self.path.open("rb") as file:
            return _after_last_newline(file, self.path.stat().st_size)

    def set_torn_line_aside(self) -> Path | None:
        """Move a torn tail into a file beside, force both to disk, and return that file's path."""
        torn = self.torn()
        if not torn:
            return None
        aside = self.path.with_name(f"torn-{hashlib.sha256(torn).hexdigest()[:16]}.txt")
        aside.write_bytes(torn)
        fsync(aside)
        with self.path.open("rb+") as file:
            file.truncate(self.path.stat().st_size - len(torn))
            file.flush()
            os.fsync(file.fileno())
        return aside

    def lines(self) -> Iterator[Line]:
        """Yield every whole line, its place in the chain verified.

        Raises JournalError that names the line which is not JSON, not a decision, or not what was hashed.
        """
        previous = GENESIS
        for number, text in enumerate(self._texts(), start=1):
            line = _parse(number, text)
            if line.number != number or line.previous != previous or line.hash != _hash(text):
                raise _broken(self.path, number)
            previous = line.hash
            yield line

    def _texts(self) -> Iterator[str]:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for raw in file:
                if raw.endswith(b"\n"):
                    yield raw[:-1].decode("utf-8", "replace")

    def _last(self) -> Line | None:
        if not self.path.exists() or self.path.stat().st_size == 0:
            return None
        with self.path.open("rb") as file:
            size = self.path.stat().st_size
            tail = _after_last_newline(file, size - 1)
        text = tail.rstrip(b"\n").decode("utf-8", "replace")
        line = _parse(0, text)
        if line.hash != _hash(text):
            raise _broken(self.path, line.number)
        return line


def _after_last_newline(file: Any, end: int) -> bytes:
    """Return the bytes between the last newline before `end` and the end of the file, reading backwards."""
    tail, position = b"", end
    while position > 0:
        step = min(65536, position)
        position -= step
        file.seek(position)
        block: bytes = file.read(step)
        cut = block.rfind(b"\n")
        if cut >= 0:
            tail = block[cut + 1 :] + tail
            break
        tail = block + tail
    file.seek(end)
    rest: bytes = file.read()
    return tail + rest


def _broken(path: Path, number: int) -> JournalError:
    return JournalError(
        f"{path}, line {number}: the chain of hashes breaks here",
        rule="a line is never edited, removed or inserted",
        remedy="restore the line from a backup; corrections are further lines",
    )


def _check(decision: Decision) -> None:
    if decision.kind not in KINDS:
        raise InputError(f"unknown kind of decision '{decision.kind}'", rule=f"it is one of {', '.join(KINDS)}")
    try:
        json.dumps(asdict(decision), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InputError(
            "a decision holds characters that are no Unicode text",
            rule="the journal is UTF-8",
            remedy="type the words anew",
        ) from error
    if not decision.because.strip():
        raise InputError("a decision without a reason", rule="the journal keeps why", remedy="say it with --because")
    if not decision.by.strip():
        raise InputError(
            "a decision by nobody",
            rule="the journal keeps who decided",
            remedy="name yourself with --by, FORETOLD_USER or `user` in foretold.toml",
        )


def _line(number: int, at: datetime, decision: Decision, previous: str) -> Line:
    body: dict[str, Any] = {"n": number, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    body |= {name: value for name, value in asdict(decision).items() if value not in (None, {})}
    body["previous"] = previous
    unhashed = json.dumps(body, ensure_ascii=False)
    digest = hashlib.sha256(unhashed.encode()).hexdigest()
    text = f'{unhashed[:-1]}, "hash": "{digest}"}}'
    return Line(number, at, decision, previous, digest, text)


def _hash(text: str) -> str:
    """Return the hash that a line's text should carry: that of the text without its own hash."""
    unhashed, _, _ = text.rpartition(', "hash": "')
    return hashlib.sha256(f"{unhashed}}}".encode()).hexdigest()


def _parse(number: int, text: str) -> Line:
    try:
        body = json.loads(text)
        decision = Decision(
            kind=body["kind"],
            target=body["target"],
            field=body["field"],
            value=body.get("value"),
            by=body["by"],
            because=body["because"],
            evidence=body.get("evidence"),
            details=body.get("details", {}),
        )
        return Line(body["n"], datetime.fromisoformat(body["at"]), decision, body["previous"], body["hash"], text)
    except (ValueError, KeyError, TypeError) as error:
        raise JournalError(
            f"journal line {number or '(the last)'} cannot be read ({error!r})",
            rule="every line is one decision as JSON, as Foretold wrote it",
            remedy="restore the line from a backup",
        ) from error
