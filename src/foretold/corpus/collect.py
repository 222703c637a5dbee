"""Collect: walk the sources, keep what is new, say what could not be taken and why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from foretold.corpus.files import MAX_BYTES, FoundFile, folder_files, read_bytes, text_of
from foretold.corpus.problems import Problem, Refused, SourceError
from foretold.corpus.read import date_refused
from foretold.corpus.store import CaptureStore, Sighting, capture_from, capture_id_of
from foretold.errors import SettingsError
from foretold.records import Capture

if TYPE_CHECKING:
    from foretold.corpus.sources import Source

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Collected:
    """What one walk over the sources found.

    `captures` are the texts that no source had before. Of the `n_seen` files, `n_unchanged` hold a text that was
    known; the others are in `captures` or have a problem. A problem with no file of its own (a folder that is
    missing) has the folder as its address.
    """

    captures: list[Capture] = field(default_factory=list)
    n_seen: int = 0
    n_unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def collect(
    sources: list[Source],
    store: CaptureStore,
    *,
    now: datetime,
    progress: Callable[[str], None] | None = None,
    reread: bool = False,
    max_bytes: int = MAX_BYTES,
) -> Collected:
    """Store what is new in the sources, and return it.

    A file whose size and time of change are those of its last sighting is not opened, so that a known archive costs
    its listing; a file that was changed without a change of either is seen with `reread` only. A file that cannot be
    taken is a problem, stops no other, and is met again in the next run; a source whose folder is missing stops no
    other source. Raise SettingsError when no source can be walked, or when the store cannot be written.
    `now` has a time zone, and is the time of every new capture.
    """
    if now.tzinfo is None:
        raise SettingsError("the time of capture has no zone", rule="times are instants", remedy="pass now in UTC")
    walk = _Walk(store, now, reread, max_bytes)
    failures = []
    for source in sources:
        try:
            walk.source(source, progress or (lambda _line: None))
        except SourceError as error:
            failures.append(error)
            walk.problems.append(
                Problem(str(source.path or source.url), error.wrong, error.rule, error.remedy, source.id)
            )
        walk.flush()
    if failures and len(failures) == len(sources):
        raise failures[0]
    return Collected(walk.captures, walk.n_seen, walk.n_unchanged, walk.problems)


class _Walk:
    """One walk over the sources: counts, and sightings that are not in the log yet."""

    def __init__(self, store: CaptureStore, now: datetime, reread: bool, max_bytes: int) -> None:
        self.store, self.now, self.reread, self.max_bytes = store, now, reread, max_bytes
        self.captures: list[Capture] = []
        self.problems: list[Problem] = []
        self.n_seen = self.n_unchanged = 0
        self._pending: list[Sighting] = []
        self._pending_ids: set[str] = set()

    def source(self, source: Source, progress: Callable[[str], None]) -> None:
        """Walk one source."""
        if source.kind != "folder" or source.path is None:
            raise SourceError(
                f"source {source.id} is of kind {source.kind}",
                rule="this version collects from folders",
                remedy="save its texts to a folder and name that, or leave the source out",
            )
        before = self.n_seen, len(self.captures)
        for found in folder_files(source.path, source.id):
            if isinstance(found, Problem):
                self.problems.append(found)
                continue
            self.n_seen += 1
            self._file(source, found)
            if self.n_seen % 1000 == 0:
                progress(f"{source.name}: {self.n_seen - before[0]} files looked at")
        n_seen = self.n_seen - before[0]
        if n_seen == 0:
            self.problems.append(
                Problem(str(source.path), "it holds no .txt, .md or .html file", "a source has documents",
                        "put some there, or leave the source out", source.id)
            )  # fmt: skip
        progress(f"{source.name}: {n_seen} files, {len(self.captures) - before[1]} new")

    def flush(self) -> None:
        """Write the sightings that are not in the log yet."""
        self.store.append(self._pending)
        self._pending, self._pending_ids = [], set()

    def _file(self, source: Source, file: FoundFile) -> None:
        """Look at one file, and take it when it is new."""
        known = self.store.latest(source.id, file.address)
        if known is not None and not self.reread and known["size"] == file.size and known["mtime_ns"] == file.mtime_ns:
            self.n_unchanged += 1
            return
        try:
            sighting, text = self._taken(source, file, known)
        except Refused as refusal:
            self.problems.append(Problem(file.address, *refusal.clauses, source.id))
            return
        if sighting["capture_id"] in self.store or sighting["capture_id"] in self._pending_ids:
            self.n_unchanged += 1
        else:
            self.captures.append(capture_from(sighting, text))
            self._report_date(source, file, text)
        if sighting != known:
            self._pending.append(sighting)
            self._pending_ids.add(sighting["capture_id"])
        if len(self._pending) >= _BATCH:
            self.flush()

    def _taken(self, source: Source, file: FoundFile, known: Sighting | None) -> tuple[Sighting, str]:
        """Read and store one file; its text is empty when its bytes are those of the last time. Raise Refused."""
        raw, status = read_bytes(file.path, self.max_bytes)
        sha256 = hashlib.sha256(raw).hexdigest()
        if known is not None and known["sha256"] == sha256:
            # The same bytes: a page is not read again by another version of its reader.
            return known | {"size": status.st_size, "mtime_ns": status.st_mtime_ns}, ""
        text = text_of(raw, file.media_type)
        text_sha256 = self.store.keep_text(text)
        if file.media_type == "text/html":
            self.store.keep_raw(raw)
        sighting = {
            "capture_id": capture_id_of(text_sha256),
            "source_id": source.id,
            "address": file.address,
            "media_type": file.media_type,
            "captured_at": self.now.isoformat(),
            "sha256": sha256,
            "text_sha256": text_sha256,
            "size": status.st_size,
            "mtime_ns": status.st_mtime_ns,
        }
        return sighting, text

    def _report_date(self, source: Source, file: FoundFile, text: str) -> None:
        """Report a stated date that cannot be meant; the document is read without it."""
        refused = date_refused(text, self.now.date())
        if refused:
            self.problems.append(
                Problem(file.address, refused, "a text is published on a day of the calendar, not after its capture",
                        "correct the date; until then the document has none", source.id)
            )  # fmt: skip
