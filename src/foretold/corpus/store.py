"""Where captures live: text by content hash, and an append-only log of where and when each was seen.

Layout under the root (`data/captures`):

    ab/<sha256 of the text>.txt.gz    the stored text, UTF-8, whole and never edited
    ab/<sha256 of the bytes>.raw.gz   the bytes that it came from, where the text is not simply their decoding
    sightings.jsonl                   one line for each time that an address held something other than before
    visits/, signatures-….bin         caches: what servers said last, and what near-duplicates are found by

The text is what UTF-8 decoding gives and nothing else: line ends as they were, a byte order mark kept as its code
point. So offsets are true to the file, and the sha256 of a text file's bytes is that of its text.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from foretold.errors import InputError, SettingsError
from foretold.records import Capture, stable_id

Sighting = dict[str, Any]
"""capture_id, source_id, address, media_type, captured_at (ISO 8601), sha256 of the raw bytes, text_sha256, size in
bytes, mtime_ns (both of the file as it was read; 0 where it came over the network); for a text that is one already
captured but for some words also duplicate_of, the capture_id of that one."""

_KEYS = frozenset(
    {"capture_id", "source_id", "address", "media_type", "captured_at", "sha256", "text_sha256", "size", "mtime_ns"}
)


_WRITERS = 8
"""Threads that write texts: each waits for the disk to have it, and side by side the disk takes four times as many."""


def capture_id_of(text_sha256: str) -> str:
    """Return the id of the capture whose text has this hash (hexadecimal): the same text is the same capture."""
    return stable_id("c", text_sha256)


class CaptureStore:
    """The captures under one folder, made when it is first written to. One writer at a time."""

    def __init__(self, root: Path) -> None:
        """Take the folder that holds the captures."""
        self.root = root
        self._sightings: list[Sighting] | None = None
        self._first: dict[str, Sighting] = {}
        self._latest: dict[tuple[str, str], Sighting] = {}
        self._duplicates: dict[str, str] = {}
        self._unsynced: set[Path] = set()
        self._writing: dict[Path, Future[None]] = {}

    @property
    def log(self) -> Path:
        """The file of sightings."""
        return self.root / "sightings.jsonl"

    def sightings(self) -> list[Sighting]:
        """Return all sightings, oldest first. Raise InputError when the log is damaged before its last line."""
        if self._sightings is None:
            self._sightings = []
            for sighting in self._read_log():
                self._remember(sighting)
        return list(self._sightings)

    def latest(self, source_id: str, address: str) -> Sighting | None:
        """Return the last sighting at an address of a source, None when nothing was ever captured there."""
        self._load()
        return self._latest.get((source_id, address))

    def current(self) -> list[Sighting]:
        """Return the last sighting at each address: what each file, page or entry held when it was last read."""
        self._load()
        return list(self._latest.values())

    def capture_ids(self) -> list[str]:
        """Return the ids of all captures, in the order in which they were first seen."""
        self._load()
        return list(self._first)

    def duplicates(self) -> dict[str, str]:
        """Return the captures that are near-duplicates, each with the one that is kept for it and read in its stead.

        One that is kept is never a duplicate itself.
        """
        self._load()
        return dict(self._duplicates)

    def superseded(self) -> dict[str, str]:
        """Return the captures that no address holds any more, each with the one that took its place there last.

        A duplicate's place counts as that of the capture that is kept for it.
        """
        self._load()
        here = {self._kept(s["capture_id"]) for s in self._latest.values()}
        gone = {}
        for sighting in self._sightings or []:
            if sighting["capture_id"] not in here and sighting["capture_id"] not in self._duplicates:
                heir = self._latest[sighting["source_id"], sighting["address"]]["capture_id"]
                gone[sighting["capture_id"]] = self._kept(heir)
        return gone

    def places(self) -> dict[str, list[tuple[str, str]]]:
        """Return for each capture that is kept where it, or a duplicate of it, was seen: (source_id, address) each."""
        self._load()
        found: dict[str, dict[tuple[str, str], None]] = {}
        for sighting in self._sightings or []:
            found.setdefault(self._kept(sighting["capture_id"]), {})[sighting["source_id"], sighting["address"]] = None
        return {capture_id: list(places) for capture_id, places in found.items()}

    def _kept(self, capture_id: str) -> str:
        """Return the capture that is read for one: itself, unless it is a duplicate."""
        return self._duplicates.get(capture_id, capture_id)

    def __contains__(self, capture_id: str) -> bool:
        """Return whether a text with this id was ever captured."""
        self._load()
        return capture_id in self._first

    def text(self, capture_id: str) -> str:
        """Return the stored text of a capture. Raise InputError when it is not there or is not what was stored."""
        digest = self._sighting(capture_id)["text_sha256"]
        raw = self._unpacked(self._path(digest, ".txt.gz"), capture_id)
        if hashlib.sha256(raw).hexdigest() != digest:
            raise _damaged(self._path(digest, ".txt.gz"), "its text does not have the hash that names it")
        return raw.decode("utf-8")

    def raw(self, capture_id: str) -> bytes:
        """Return the bytes that a capture came from, as first seen. Raise InputError when they are not there."""
        sighting = self._sighting(capture_id)
        path = self._path(sighting["sha256"], ".raw.gz")
        if sighting["sha256"] == sighting["text_sha256"] and not path.exists():
            return self.text(capture_id).encode("utf-8")
        return self._unpacked(path, capture_id)

    def capture(self, capture_id: str) -> Capture:
        """Return a capture as it was first seen: the earliest source, address and time. Errors as in `text`."""
        sighting = self._sighting(capture_id)
        return capture_from(sighting, self.text(capture_id))

    def captures(self) -> Iterator[Capture]:
        """Yield every capture, in the order in which they were first seen, one text in memory at a time."""
        self._load()
        for capture_id in list(self._first):
            yield self.capture(capture_id)

    def keep_text(self, text: str) -> str:
        """Store a text unless it is there already; return its sha256. It is on the disk once `append` is back."""
        raw = text.encode("utf-8")
        return self._keep(raw, ".txt.gz")

    def keep_raw(self, raw: bytes) -> str:
        """Store the bytes that a text came from unless they are there already; return their sha256. As `keep_text`."""
        return self._keep(raw, ".raw.gz")

    def append(self, sightings: Iterable[Sighting]) -> None:
        """Add lines to the log of sightings, and come back once they are on the disk, after the texts they name."""
        new = list(sightings)
        self._settle()
        if not new:
            return
        self._load()
        block = "".join(json.dumps(sighting, ensure_ascii=True) + "\n" for sighting in new).encode("ascii")
        with _plain_errors(self.root):
            for folder in self._unsynced:
                _sync_folder(folder)
            self._unsynced.clear()
            self.root.mkdir(parents=True, exist_ok=True)
            _append(self.log, block)
        for sighting in new:
            self._remember(sighting)

    def _load(self) -> None:
        """Read the log of sightings if that has not been done."""
        if self._sightings is None:
            self.sightings()

    def _remember(self, sighting: Sighting) -> None:
        """Keep a sighting in the lists and indexes in memory."""
        if self._sightings is not None:
            self._sightings.append(sighting)
        if sighting["capture_id"] not in self._first and "duplicate_of" in sighting:
            self._duplicates[sighting["capture_id"]] = sighting["duplicate_of"]
        self._first.setdefault(sighting["capture_id"], sighting)
        self._latest[sighting["source_id"], sighting["address"]] = sighting

    def _sighting(self, capture_id: str) -> Sighting:
        """Return the first sighting of a capture."""
        self._load()
        if capture_id not in self._first:
            raise InputError(
                f"capture {capture_id} is not in {self.root}",
                rule="a capture is named by the id in sightings.jsonl",
                remedy="look the id up there, or restore the folder from a backup",
            )
        return self._first[capture_id]

    def _read_log(self) -> Iterator[Sighting]:
        """Yield the lines of the log; a last line without its line end was cut off by a crash and does not count."""
        if not self.log.exists():
            return
        with self.log.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return
                try:
                    sighting = json.loads(line)
                except ValueError:
                    sighting = None
                if not isinstance(sighting, dict) or not sighting.keys() >= _KEYS:
                    raise _damaged(self.log, f"line {number} is not a sighting")
                yield sighting

    def _path(self, digest: str, ending: str) -> Path:
        """Return where content with this hash lives."""
        return self.root / digest[:2] / f"{digest}{ending}"

    def _keep(self, raw: bytes, ending: str) -> str:
        """Have content written under its hash, unless it is there or under way."""
        digest = hashlib.sha256(raw).hexdigest()
        path = self._path(digest, ending)
        if path not in self._writing and not path.exists():
            self._writing[path] = _writers().submit(_write_whole, path, raw)
            self._unsynced.add(path.parent)
        return digest

    def _settle(self) -> None:
        """Wait until all that is being written is on the disk. Raise SettingsError when something cannot be."""
        writing, self._writing = self._writing, {}
        with _plain_errors(self.root):
            for path in writing:
                writing[path].result()

    def _unpacked(self, path: Path, capture_id: str) -> bytes:
        """Return the content of a packed file."""
        try:
            return gzip.decompress(path.read_bytes())
        except FileNotFoundError:
            raise _damaged(path, f"the content of capture {capture_id} is gone") from None
        except (OSError, EOFError, ValueError) as error:
            raise _damaged(path, f"it cannot be unpacked ({error})") from error


def capture_from(sighting: Sighting, text: str) -> Capture:
    """Return the capture that a sighting tells of."""
    return Capture(
        capture_id=sighting["capture_id"],
        source_id=sighting["source_id"],
        address=sighting["address"],
        media_type=sighting["media_type"],
        captured_at=datetime.fromisoformat(sighting["captured_at"]),
        text=text,
    )


@cache
def _writers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_WRITERS, thread_name_prefix="captures")


def _write_whole(path: Path, raw: bytes) -> None:
    """Pack and write content: beside, synced, then moved into place, so that a half file is never seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(gzip.compress(raw, 6, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _append(path: Path, block: bytes) -> None:
    """Append whole lines and sync; cut off a torn last line first, and what was written if writing fails."""
    with path.open("r+b" if path.exists() else "w+b") as file:
        end = file.seek(0, os.SEEK_END)
        whole = end
        while whole:
            reach = max(0, whole - 4096)
            file.seek(reach)
            tail = file.read(whole - reach)
            newline = tail.rfind(b"\n")
            if newline >= 0:
                whole = reach + newline + 1
                break
            whole = reach
        if whole != end:
            file.truncate(whole)
        file.seek(whole)
        try:
            file.write(block)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(whole)
            raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _plain_errors(root: Path) -> Iterator[None]:
    """Say in one line what the operator has to do when the disk is full or the folder cannot be written."""
    try:
        yield
    except OSError as error:
        raise SettingsError(
            f"{root} cannot be written ({error.strerror or error})",
            rule="captures need a data folder that can be written and has room",
            remedy="free space, change its permissions, or name another one with --data",
        ) from error


def _damaged(path: Path, what: str) -> InputError:
    """Return the error for a store that is not as it was written."""
    return InputError(
        f"{path}: {what}", rule="captures are written once and never edited", remedy="restore the folder from a backup"
    )
